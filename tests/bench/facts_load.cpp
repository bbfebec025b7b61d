#include "station/crypto/random.hpp"
#include "station/journal/journal.hpp"
#include "tests/support/temp_dir.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

/// From an open journal to the facts of a whole school in memory: part of every station's start.
namespace {

using namespace zvonok;
using namespace zvonok::domain;

constexpr double limit_ms = 30;

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "facts-load: %s\n", describe(result.error()).c_str());
        std::exit(2);
    }
    return std::move(*result);
}

/// A school of 700 pupils in 28 classes, 60 teachers, 330 loads with two or three lessons a week and their plans.
std::vector<FactValue> school_facts() {
    std::vector<FactValue> facts;
    std::vector<PersonId> pupils(700), teachers(60);
    std::vector<GroupId> classes(28);
    std::vector<LoadId> loads(330);
    for (auto* ids : {&pupils, &teachers})
        for (PersonId& id : *ids) {
            id = crypto::random_id<PersonId>();
            facts.emplace_back(Person{ids == &pupils ? PersonKind::pupil : PersonKind::staff, "Константинопольская",
                                      "Екатерина", "Александровна",
                                      ids == &pupils ? "" : id.hex() + "@school.example"});
        }
    for (GroupId& id : classes) {
        id = crypto::random_id<GroupId>();
        facts.emplace_back(Group{GroupKind::school_class, "7Б", {}, 7});
    }
    for (std::size_t i = 0; i < pupils.size(); ++i) facts.emplace_back(Membership{classes[i % 28], pupils[i]});
    for (std::size_t i = 0; i < loads.size(); ++i) {
        loads[i] = crypto::random_id<LoadId>();
        facts.emplace_back(Load{crypto::random_id<SubjectId>(), {classes[i % 28]}, {teachers[i % 60]}});
        for (int lesson = 0; lesson < 3; ++lesson)
            facts.emplace_back(TimetableSlot{loads[i], 1 + lesson, WeekParity::every, 1 + lesson, {}});
        for (int item = 1; item <= 10; ++item)
            facts.emplace_back(PlanItem{loads[i], item, "Сложение и вычитание дробей с разными знаменателями", 1});
    }
    return facts;
}

}  // namespace

int main() {
    const test::TempDir dir;
    const auto school = crypto::random_id<SchoolId>();
    const auto server = crypto::SigningKey::generate();
    journal::Options options;
    options.school = school;
    options.server_keys = {server.public_key()};
    std::vector<entry::Draft> drafts;
    for (FactValue& value : school_facts()) {
        Fact fact;
        fact.entity = crypto::random_id<EntityId>();
        fact.value = std::move(value);
        entry::Draft draft;
        draft.header.kind = CellKind::fact;
        draft.header.cell = entry::fact_cell(school, fact.entity);
        draft.body = entry::RecordedFact{drafts.size() + 1, std::move(fact)};
        drafts.push_back(std::move(draft));
    }
    const std::size_t count = drafts.size();
    const entry::LogTip tip{crypto::random_id<LogId>(), 0, std::nullopt};
    {
        auto journal = must(journal::Journal::open(dir / "journal.db", options)).journal;
        journal::Incoming answer;
        answer.cursor = 1;
        answer.batches.push_back(
            entry::seal_entries(school, tip, std::move(drafts), server, entry::Signer::server, {}));
        must(journal.apply(answer, SystemClock{}));
    }
    std::vector<double> times;
    for (int round = 0; round < 15; ++round) {
        auto journal = must(journal::Journal::open(dir / "journal.db", options)).journal;
        const auto begun = std::chrono::steady_clock::now();
        const auto book = must(journal.facts());
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
        if (book->version() != count) return 2;
    }
    std::ranges::sort(times);
    const double median = times[times.size() / 2];
    std::printf("bench facts-load: %.1f ms (limit %.1f) %zu facts, median of %zu, worst %.1f ms\n", median, limit_ms,
                count, times.size(), times.back());
    return median <= limit_ms ? 0 : 1;
}
