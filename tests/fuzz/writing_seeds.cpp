#include "station/entry/entry.hpp"
#include "tests/domain/judge_school.hpp"
#include "tests/entry/every_kind.hpp"
#include "tests/fuzz/seeds.hpp"

namespace zvonok::fuzz {

namespace {

using namespace domain;

/// What the court of tests/domain accepts, or nearly: from there the fuzzer finds the way to the rest.
std::vector<std::pair<std::uint8_t, Writing>> lawful() {
    const test::Court school;
    constexpr std::uint8_t teacher = 0, deputy = 2, class_teacher = 3, administrator = 6;
    const auto request = test::id<EntityId>(230);
    Cell moved{CellKind::lesson_change, school.thursday_lesson, {}};
    Cell asked{CellKind::change_request, {}, request};
    Cell decided{CellKind::change_decision, {}, request};
    Cell year{CellKind::year_step, {}, school.year};
    Cell about{CellKind::compromise_report, {}, entity_of(school.teacher)};
    about.period = test::id<EntityId>(231);
    const Fact newcomer{
        test::id<EntityId>(232), school.tuesday, std::nullopt, false, "", Membership{school.class_7b, school.newcomer}};
    return {
        {teacher, test::attendance(school.first_lesson, school.belov)},
        {teacher, test::topic(school.first_lesson, "Дроби")},
        {teacher, test::mark(school.first_lesson, school.belov, "5")},
        {teacher, test::period_mark(school.quarter, school.algebra_subject, school.belov, "4")},
        {teacher,
         {{CellKind::homework, school.first_lesson, entity_of(school.class_7b)},
          Homework{"§ 3", HomeworkWay::written, school.thursday_lesson}}},
        {teacher, {{CellKind::lesson_held, school.first_lesson, {}}, LessonHeld{true}}},
        {teacher, {asked, ChangeRequest{test::mark(school.first_lesson, school.belov, "3"), "ошибка", "", "описка"}}},
        {deputy, {decided, ChangeDecision{true, ""}}},
        {deputy, {moved, LessonChange{LessonState::moved, school.tuesday, 4, school.room_30, {}, "поездка"}}},
        {deputy, {{CellKind::lesson_teacher, school.first_lesson, {}}, LessonTeacher{school.other_teacher, "болезнь"}}},
        {class_teacher,
         {{CellKind::absence_reason, school.first_lesson, entity_of(school.belov)}, AbsenceReason{"Б", "", {}}}},
        {administrator, {{CellKind::registration, {}, newcomer.entity}, Registration{newcomer}}},
        {administrator, {year, YearStep{YearState::closing}}},
        {administrator, {about, CompromiseReport{school.tuesday, ""}}},
    };
}

constexpr std::uint8_t role_of(std::uint8_t author) {
    const Role roles[] = {Role::teacher,   Role::director,   Role::deputy,       Role::class_teacher,
                          Role::secretary, Role::dispatcher, Role::administrator};
    return static_cast<std::uint8_t>(roles[author]);
}

/// As fold_fuzz.cpp reads one entry.
void tell(Bytes& story, std::uint8_t choice, const Writing& writing) {
    const Bytes body = entry::encode(entry::Body{writing});
    story.push_back(choice);
    story.push_back(static_cast<std::uint8_t>(body.size() >> 8));
    story.push_back(static_cast<std::uint8_t>(body.size()));
    append(story, body);
}

}  // namespace

/// Author, role, first answer for everybody, an hour after the lesson; then the body.
Seeds judge_seeds() {
    Seeds seeds;
    const auto put = [&](const std::string& name, std::uint8_t author, const Writing& writing) {
        const bool is_public = audience_of(writing.cell, writing.act, true) == Audience::everyone;
        Bytes input{author, role_of(author), static_cast<std::uint8_t>(is_public ? 12 : 4), 0, 60};
        append(input, entry::encode(entry::Body{writing}));
        seeds[name] = std::move(input);
    };
    for (const auto& [author, writing] : lawful())
        put("lawful-" + std::to_string(writing.act.index()), author, writing);
    for (Writing writing : test::every_act()) {
        writing.cell.kind = test::kind_of(writing);
        put("act-" + std::to_string(writing.act.index()), 1, writing);
    }
    return seeds;
}

Seeds fold_seeds() {
    Seeds seeds;
    std::vector<Writing> all = test::every_act();
    for (Writing& writing : all) writing.cell.kind = test::kind_of(writing);
    for (const auto& [author, writing] : lawful()) all.push_back(writing);
    // Two people answer alike without seeing each other, then one of them sees both; one is refused.
    constexpr std::uint8_t accepted = 2, refused = 4, other_station = 1, has_seen = 8;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Bytes story;
        tell(story, accepted, all[i]);
        tell(story, accepted | other_station, all[i]);
        tell(story, refused | has_seen, all[i]);
        tell(story, accepted | has_seen, all[(i + 1) % all.size()]);
        seeds["story-" + std::to_string(i)] = std::move(story);
    }
    return seeds;
}

}  // namespace zvonok::fuzz
