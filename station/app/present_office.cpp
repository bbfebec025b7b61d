#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"
#include "station/domain/permissions.hpp"
#include "station/screens/names.hpp"
#include "station/screens/phrases.hpp"

#include <algorithm>
#include <array>

namespace zvonok::app {

namespace {

namespace requests = screens::requests;
using screens::office::LessonName;

/// What the grounds of the presets are called, marked for the catalogue.
[[maybe_unused]] constexpr std::array common_grounds{
    screens::phrase("ученик отсутствовал по уважительной причине"),
    screens::phrase("ученик отсутствовал по болезни или иной уважительной причине"),
    screens::phrase("учитель отсутствовал по уважительной причине"),
    screens::phrase("учитель отсутствовал по болезни или иной уважительной причине"),
    screens::phrase("пересдача"),
    screens::phrase("по согласованию с администрацией")};

std::optional<LocalTime> local(const flow::State& state, Instant at) {
    if (!state.facts.zone) return std::nullopt;
    return std::chrono::floor<std::chrono::minutes>(state.facts.zone->to_local(at));
}

requests::Stand stand_of(const domain::RequestState& request, const flow::RequestRow* row) {
    using requests::Stand;
    if (row != nullptr && row->done)
        return row->done->outcome == domain::Outcome::refused || row->done->outcome == domain::Outcome::held
                   ? Stand::returned
                   : Stand::done;
    if (request.decision == nullptr) return Stand::waiting;
    return request.approved() ? Stand::approved : Stand::declined;
}

std::optional<screens::page::Period> period_shown(const domain::FactBook& book, PeriodId id) {
    const domain::ReportingPeriod* period = id.empty() ? nullptr : book.period(id);
    if (period == nullptr) return std::nullopt;
    return screens::page::Period{entity_of(id), period->kind, period->number};
}

requests::Item item_of(const flow::State& state, const flow::Desk& desk, const domain::RequestState& request,
                       const flow::RequestRow* row) {
    const domain::FactBook& book = *state.facts.book;
    const domain::ChangeRequest& said = request.request();
    const domain::Writing& wanted = *said.wanted;
    requests::Item item;
    item.id = request.id;
    item.number = request.number();
    item.asked = local(state, request.asked->saved).value_or(LocalTime{});
    item.author = colleague_name(state, request.asked->author);
    item.kind = wanted.cell.kind;
    item.lesson = lesson_name(state, wanted.cell.lesson);
    const LocalDay day = wanted.cell.lesson.empty() ? flow::today(state) : wanted.cell.lesson.day;
    if (const domain::Person* pupil = book.person(id_as<PersonId>(wanted.cell.addressee), day))
        item.pupil = screens::list_name(*pupil);
    item.wanted = value_of(wanted.act);
    if (row != nullptr && row->before) item.before = value_of(*row->before);
    const auto& grounds = book.policies(flow::today(state)).change.grounds;
    const auto ground = std::ranges::find(grounds, said.ground, &domain::ChangeGround::code);
    item.ground = ground == grounds.end() ? said.ground : ground->title;
    item.document = said.document;
    item.reason = said.reason;
    if (row != nullptr) item.period = period_shown(book, row->period);
    item.stand = stand_of(request, row);
    if (request.decision != nullptr) {
        item.decided_by = colleague_name(state, request.decision->author);
        item.note = std::get<domain::ChangeDecision>(request.decision->act).note;
    }
    if (row != nullptr && row->done) {
        item.done_by = colleague_name(state, row->done->by);
        item.done_at = local(state, row->done->at);
    }
    const PersonId person = desk.session.person;
    item.may_decide = item.stand == requests::Stand::waiting && request.asked->author != person &&
                      flow::may_write(book, person, domain::CellKind::change_decision, flow::today(state));
    item.may_carry_out = (item.stand == requests::Stand::approved || item.stand == requests::Stand::returned) &&
                         flow::may_carry_out(book, person, flow::today(state));
    return item;
}

}  // namespace

std::string colleague_name(const flow::State& state, PersonId id) {
    const domain::Person* person = state.facts.book->person(id, flow::today(state));
    return person == nullptr ? std::string{} : screens::teacher_name(*person);
}

LessonName lesson_name(const flow::State& state, const domain::LessonKey& key) {
    const auto lesson = key.empty() ? std::nullopt : state.facts.book->lesson(key);
    if (!lesson) return {};
    return {group_names(*state.facts.book, *lesson), subject_name(state, *lesson), lesson->day(), lesson->period};
}

screens::office::Common common_shown(const flow::State& state, const flow::Desk& desk) {
    screens::office::Common common;
    common.person = person_name(state, desk.session.person);
    common.attention = attention_shown(state, desk);
    common.grounds = grounds_shown(state);
    common.around = surroundings(state);
    return common;
}

requests::State present_requests(const flow::State& state, const flow::Desk& desk, const flow::Requests& of) {
    const domain::FactBook& book = *state.facts.book;
    const PersonId person = desk.session.person;
    const LocalDay today = flow::today(state);
    requests::State shown;
    shown.common = common_shown(state, desk);
    shown.common.loading = !of.viewed;
    shown.all = flow::may_write(book, person, domain::CellKind::change_decision, today) ||
                flow::may_carry_out(book, person, today);
    for (const domain::RequestState& request : book.change_requests()) {
        if (!shown.all && request.asked->author != person) continue;
        const auto row = std::ranges::find(of.rows, request.id, &flow::RequestRow::id);
        shown.items.push_back(item_of(state, desk, request, row == of.rows.end() ? nullptr : &*row));
    }
    std::ranges::stable_sort(shown.items, std::ranges::greater{}, &requests::Item::asked);
    return shown;
}

}  // namespace zvonok::app
