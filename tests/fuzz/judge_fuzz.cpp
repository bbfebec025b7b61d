#include "station/domain/checklist.hpp"
#include "station/entry/entry.hpp"
#include "tests/domain/judge_school.hpp"
#include "tests/fuzz/input.hpp"

/// Entries that a member of staff with a program of his own seals: all but who he is may be anything.
using namespace zvonok;
using fuzz::promise;

namespace {

using domain::Outcome;

const test::Court& court() {
    static const test::Court school;
    return school;
}

const domain::FactBook& facts() {
    static const domain::FactBook book = court().book();
    return book;
}

PersonId author(std::uint8_t chosen) {
    const test::Court& school = court();
    const PersonId staff[] = {school.teacher,       school.director,   school.deputy,        school.class_teacher,
                              school.secretary,     school.dispatcher, school.administrator, school.methodologist,
                              school.other_teacher, school.it,         school.parent,        school.belov};
    return staff[chosen % std::size(staff)];
}

/// What screens and the next judgement ask of facts in which the entry has had its way.
void look_around(const domain::FactBook& book) {
    const test::Court& school = court();
    for (const LocalDay day : {school.autumn, school.tuesday, school.tuesday + std::chrono::days{2}}) {
        for (const domain::Lesson& lesson : book.lessons_on(day)) {
            static_cast<void>(book.pupils_of(lesson));
            static_cast<void>(book.last_lesson_end(lesson));
        }
        static_cast<void>(book.policies(day));
        static_cast<void>(book.roles_of(school.teacher, day));
    }
    static_cast<void>(book.substitutions(school.autumn, school.tuesday));
    static_cast<void>(book.change_requests());
    static_cast<void>(book.year_state(school.year));
    static_cast<void>(domain::gaps_of_year(book, school.year, school.tuesday));
}

void judge(const domain::Claim& claim, Instant now) {
    const test::Court& school = court();
    const auto judgement = domain::judge(facts(), school.moscow, claim, now);
    promise((judgement.outcome == Outcome::accepted) == judgement.rule.empty(), "what is not accepted is told why");
    promise(judgement.outcome != Outcome::pending, "a judgement says something");
    if (judgement.outcome != Outcome::accepted) return;
    domain::FactBook book = facts();
    domain::FactVersion version = book.version();
    const domain::EntryId entry{test::id<LogId>(9), 1};
    for (domain::Fact& fact : domain::consequences(book, school.moscow, claim, entry, now))
        book.record(++version, std::move(fact));
    book.seal();
    look_around(book);
    domain::Claim again = claim;
    again.facts = book.version();
    again.first = false;
    static_cast<void>(domain::judge(book, school.moscow, again, now));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    domain::Claim claim;
    claim.author = author(input.byte());
    claim.role = static_cast<domain::Role>(input.byte() % 16);
    const std::uint8_t choices = input.byte();
    claim.clock = static_cast<domain::ClockTrust>(choices % 3);
    claim.first = (choices & 4) != 0;
    claim.audience = (choices & 8) != 0 ? domain::Audience::everyone : domain::Audience::staff;
    claim.station = court().station_12;
    claim.facts = facts().version();
    // Near the lessons of the school, or at any moment that a header can name.
    const Instant noon = court().at(court().tuesday, std::chrono::hours{9});
    const std::size_t width = (choices & 16) != 0 ? 8 : 2;
    std::uint64_t moment = 0;
    for (std::size_t i = 0; i < width; ++i) moment = moment << 8 | input.byte();
    claim.saved = width == 8 ? Instant{std::chrono::milliseconds{static_cast<std::int64_t>(moment)}}
                             : noon + std::chrono::minutes{moment};
    const auto body = entry::decode_body(input.rest());
    if (!body) return 0;
    const auto* writing = std::get_if<entry::Writing>(&*body);
    if (writing == nullptr) return 0;
    claim.writing = *writing;
    judge(claim, std::max(noon, std::min(claim.saved, noon + std::chrono::days{400})));
    return 0;
}
