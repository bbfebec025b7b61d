#include "tests/scenarios/scene.hpp"

#include "config/policy.hpp"
#include "station/base/file.hpp"
#include "station/base/zone.hpp"
#include "station/crypto/random.hpp"
#include "station/domain/policy_parameters.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

using namespace zvonok::domain;

namespace {

const Zone& moscow() {
    static const Zone zone = Zone::find("Europe/Moscow").value();
    return zone;
}

std::string word_of(const Judgement& judgement) {
    static constexpr std::string_view names[] = {"pending", "accepted", "refused", "held"};
    std::string word{names[static_cast<std::size_t>(judgement.outcome)]};
    if (!judgement.rule.empty()) word += " " + judgement.rule;
    for (const std::string& note : judgement.notes) word += " " + note;
    return word;
}

Cell in_lesson(CellKind kind, const LessonKey& lesson) {
    Cell cell;
    cell.kind = kind;
    cell.lesson = lesson;
    return cell;
}

/// The preset as the facts that a founded school begins with.
std::vector<Fact> policy_facts(std::string_view preset) {
    const config::ShippedPreset* shipped = config::shipped_preset(preset);
    REQUIRE(shipped != nullptr);
    const auto policies = config::parse_policies(shipped->text, std::string(preset));
    REQUIRE(policies);
    std::vector<Fact> facts;
    for (const auto& [key, text] : policy_texts(*policies))
        facts.push_back({named<EntityId>("policy " + key), day("2026-08-01"), std::nullopt, false, "policy:" + key,
                         PolicyValue{key, text}});
    return facts;
}

Cell about(CellKind kind, EntityId addressee) {
    Cell cell;
    cell.kind = kind;
    cell.addressee = addressee;
    return cell;
}

}  // namespace

std::string Said::word() const {
    return word_of(server);
}
std::string Said::here_word() const {
    return word_of(here);
}

std::vector<Backend> backends() {
    return {Backend::sqlite, Backend::postgresql};
}

// ---- the scene ---------------------------------------------------------------------------------------------------

Scene::Scene(std::string_view preset, Backend backend, std::string_view start,
             const std::function<void(ScenarioSchool&)>& also) {
    for (Fact& fact : policy_facts(preset)) school_.facts.push_back(std::move(fact));
    if (also) also(school_);
    server_ = std::make_unique<LiveServer>(
        LiveServer::House{school_.school, room("12"), school_.facts, instant(start), backend, 24h * 366 * 90});
}

Instant Scene::instant(std::string_view local) {
    const auto part = [&](std::size_t at) {
        return local.size() < at + 2 ? 0 : std::stoi(std::string(local.substr(at, 2)));
    };
    return moscow().to_instant(LocalTime{day(local.substr(0, 10))} + std::chrono::hours{part(11)} +
                               std::chrono::minutes{part(14)} + std::chrono::seconds{part(17)});
}

void Scene::at(std::string_view local) {
    const auto by = instant(local) - server_->clock.now();
    REQUIRE(by >= 0ms);
    server_->clock.advance(by);
    for (const auto& desk : desks_) desk->live().clock.advance(by);
}

Desk& Scene::desk(std::string_view in_room, StationMode mode) {
    desks_.push_back(std::make_unique<Desk>(*this, static_cast<std::uint8_t>(100 + desks_.size()), in_room, mode));
    desks_.back()->sync();
    return *desks_.back();
}

void Scene::record(EntityId entity, FactValue value, std::string_view from, std::optional<std::string_view> until) {
    Fact fact{entity, day(from), std::nullopt, false, "", std::move(value)};
    if (until) fact.until = day(*until);
    server_->record({std::move(fact)});
}

std::shared_ptr<const FactBook> Scene::book() const {
    return server_->core->facts(school_.school).value();
}

bool Scene::blocked(std::string_view family, std::string_view local) const {
    return book()->blocked(who(family), instant(local), moscow()) != nullptr;
}

const Card& Scene::card(std::string_view family) {
    const auto found = cards_.find(family);
    if (found != cards_.end()) return found->second;
    return cards_
        .emplace(family, server_->card_of(who(family), ScenarioSchool::login(family), server_->staff_authority))
        .first->second;
}

// ---- a desk ------------------------------------------------------------------------------------------------------

Desk::Desk(Scene& scene, std::uint8_t number, std::string_view in_room, StationMode mode)
    : scene_(scene), station_(scene.server(), number, mode, room(in_room)) {}

entry::EntryId Desk::put(Actor by, Writing writing) {
    std::vector<journal::Draft> drafts;
    drafts.push_back({std::move(writing.cell), std::move(writing.act), {}, writing.basis});
    return station_.write(std::move(drafts), scene_.card(by.family), by.role).receipts.front().entry;
}

std::shared_ptr<const FactBook> Desk::book() {
    const auto facts = journal().facts();
    REQUIRE(facts);
    auto pending = journal().read().pending_framing();
    REQUIRE(pending);
    return std::make_shared<const FactBook>((*facts)->with(std::move(*pending)));
}

Judgement Desk::judged(Actor by, const Writing& writing) {
    const auto known = book();
    Claim claim;
    claim.author = who(by.family);
    claim.role = by.role;
    claim.station = station_.id;
    claim.writing = writing;
    claim.saved = station_.clock.now();
    claim.facts = known->version();
    const auto group = id_as<GroupId>(writing.cell.addressee);
    claim.audience = audience_of(writing.cell, writing.act, known->group(group, writing.cell.lesson.day) != nullptr);
    const auto history = journal().read().history(entry::cell_id(scene_.server().house.school, writing.cell));
    REQUIRE(history);
    claim.first = std::ranges::none_of(
        *history, [](const journal::HistoryItem& item) { return item.outcome == Outcome::accepted; });
    return judge(*known, moscow(), claim, station_.clock.now());
}

void Desk::sync() {
    REQUIRE(station_.settle());
    last_sync_ = station_.clock.now();
}

Judgement Desk::verdict(const entry::EntryId& id, const Cell& cell) {
    const auto history = journal().read().history(entry::cell_id(scene_.server().house.school, cell));
    REQUIRE(history);
    for (const journal::HistoryItem& item : *history)
        if (item.header.id == id) return {item.outcome, item.rule, item.notes};
    FAIL("the entry is not in its cell's history");
    return {};
}

Said Desk::says(Actor by, const Writing& writing) {
    Said said;
    said.here = judged(by, writing);
    said.entry = put(by, writing);
    sync();
    said.server = verdict(said.entry, writing.cell);
    return said;
}

// ---- what people write -------------------------------------------------------------------------------------------

Writing absence(const LessonKey& lesson, std::string_view pupil, std::string code) {
    Cell cell = in_lesson(CellKind::attendance, lesson);
    cell.addressee = entity_of(who(pupil));
    return {cell, Attendance{std::move(code)}, {}};
}

Writing reason(const LessonKey& lesson, std::string_view pupil, std::string code) {
    Cell cell = in_lesson(CellKind::absence_reason, lesson);
    cell.addressee = entity_of(who(pupil));
    return {cell, AbsenceReason{std::move(code), {}, {}}, {}};
}

Writing topic(const LessonKey& lesson, std::string text) {
    return {in_lesson(CellKind::topic, lesson), Topic{std::move(text), {}}, {}};
}

Writing homework(const LessonKey& lesson, std::string_view addressee, std::string text, const LessonKey& due) {
    Cell cell = in_lesson(CellKind::homework, lesson);
    // A class is named by its letter and number alone, a pupil by family and class.
    cell.addressee =
        addressee.find(' ') == std::string_view::npos ? entity_of(group(addressee)) : entity_of(who(addressee));
    return {cell, Homework{std::move(text), HomeworkWay::written, due}, {}};
}

Writing work(const LessonKey& lesson, std::string kind, std::string theme, int number) {
    Cell cell = in_lesson(CellKind::work, lesson);
    cell.work = std::move(kind);
    cell.ordinal = 1;
    return {cell, Work{std::move(theme), number}, {}};
}

Writing mark(const LessonKey& lesson, std::string_view pupil, std::string value, std::string kind) {
    Cell cell = in_lesson(CellKind::mark, lesson);
    cell.addressee = entity_of(who(pupil));
    cell.work = std::move(kind);
    cell.ordinal = 1;
    cell.attempt = 1;
    return {cell, Mark{std::move(value)}, {}};
}

Writing period_mark(std::string_view pupil, std::string_view subject_name, EntityId period, std::string value) {
    Cell cell = about(CellKind::period_mark, entity_of(who(pupil)));
    cell.subject = entity_of(subject(subject_name));
    cell.period = period;
    return {cell, PeriodMark{std::move(value)}, {}};
}

Writing substitution(const LessonKey& lesson, std::string_view teacher, std::string why) {
    return {in_lesson(CellKind::lesson_teacher, lesson), LessonTeacher{who(teacher), std::move(why)}, {}};
}

Writing cancelled(const LessonKey& lesson) {
    LessonChange change;
    change.state = LessonState::cancelled;
    change.reason = "отмена";
    return {in_lesson(CellKind::lesson_change, lesson), change, {}};
}

Writing moved(const LessonKey& lesson, std::string_view to, int period) {
    LessonChange change;
    change.state = LessonState::moved;
    change.day = day(to);
    change.period = period;
    change.reason = "перенос";
    return {in_lesson(CellKind::lesson_change, lesson), change, {}};
}

Writing registration(EntityId entity, FactValue value, std::string_view from, std::optional<std::string_view> until) {
    Fact fact{entity, day(from), std::nullopt, false, "", std::move(value)};
    if (until) fact.until = day(*until);
    return {about(CellKind::registration, entity), Registration{std::move(fact)}, {}};
}

Writing request(RequestId id, Writing wanted, std::string ground, std::string document) {
    return {about(CellKind::change_request, entity_of(id)),
            ChangeRequest{std::move(wanted), std::move(ground), std::move(document), "прошу исправить"},
            {}};
}

Writing decision(RequestId id, bool approved) {
    return {about(CellKind::change_decision, entity_of(id)), ChangeDecision{approved, ""}, {}};
}

Writing upon(EntityId basis, Writing writing) {
    writing.basis = basis;
    return writing;
}

}  // namespace zvonok::test
