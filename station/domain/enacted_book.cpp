#include "station/domain/enacted_book.hpp"

#include <map>
#include <tuple>

namespace zvonok::domain {

std::vector<const Enacted*> EnactedBook::about(EntityId addressee, CellKind kind) const {
    auto acts = standing(t_.rulings_by_addressee.find(addressee));
    std::erase_if(acts, [&](const Enacted* enacted) { return enacted->cell.kind != kind; });
    return acts;
}

std::vector<const Enacted*> EnactedBook::of_kind(CellKind kind) const {
    return standing(t_.rulings_by_kind.find(static_cast<int>(kind)));
}

std::optional<RequestState> EnactedBook::change_request(RequestId id) const {
    RequestState state{id};
    for (const Enacted* enacted : standing(t_.rulings_by_addressee.find(entity_of(id)))) {
        if (std::holds_alternative<ChangeRequest>(enacted->act)) state.asked = enacted;
        if (std::holds_alternative<ChangeDecision>(enacted->act)) state.decision = enacted;
    }
    return state.asked == nullptr ? std::nullopt : std::optional{state};
}

std::vector<RequestState> EnactedBook::change_requests() const {
    std::map<EntityId, const Enacted*> asked;
    for (const Enacted* enacted : of_kind(CellKind::change_request)) asked[enacted->cell.addressee] = enacted;
    std::vector<RequestState> requests;
    for (const auto& [id, enacted] : asked)
        if (auto state = change_request(id_as<RequestId>(id))) requests.push_back(*state);
    std::ranges::sort(requests, {}, [](const RequestState& request) {
        return std::tuple{request.number() == 0, request.number(), request.asked->saved, request.id};
    });
    return requests;
}

const Enacted* EnactedBook::year_step(EntityId year) const {
    const auto steps = year_steps(year);
    return steps.empty() ? nullptr : steps.back();
}

std::optional<YearState> EnactedBook::year_state(EntityId year) const {
    const Enacted* step = year_step(year);
    const auto* act = step == nullptr ? nullptr : std::get_if<YearStep>(&step->act);
    return act == nullptr ? std::nullopt : std::optional{act->state};
}

std::vector<const Enacted*> EnactedBook::year_steps(EntityId year) const {
    return about(year, CellKind::year_step);
}

std::vector<const Enacted*> EnactedBook::archive_steps(EntityId year, EntityId group) const {
    auto steps = about(year, CellKind::archive_step);
    std::erase_if(steps, [&](const Enacted* step) { return step->cell.subject != group; });
    return steps;
}

const Enacted* EnactedBook::archive_step(EntityId year, std::string_view step, EntityId group) const {
    const Enacted* found = nullptr;
    for (const Enacted* taken : archive_steps(year, group))
        if (taken->cell.work == step) found = taken;
    return found == nullptr && !group.empty() ? archive_step(year, step) : found;
}

std::vector<const Enacted*> EnactedBook::reviews_of(EntityId reviewed) const {
    return about(reviewed, CellKind::review);
}

std::vector<const Enacted*> EnactedBook::reviews() const {
    return of_kind(CellKind::review);
}

std::vector<const Enacted*> EnactedBook::compromise_reports(PersonId person) const {
    return about(entity_of(person), CellKind::compromise_report);
}

std::vector<const Enacted*> EnactedBook::compromise_reports() const {
    return of_kind(CellKind::compromise_report);
}

std::vector<const Enacted*> EnactedBook::rulings_on(const LessonKey& lesson) const {
    return standing(t_.lesson_rulings.find(identity_of(lesson)));
}

}  // namespace zvonok::domain
