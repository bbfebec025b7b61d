#include "station/flow/stepper.hpp"

/// Who sits where: one plan for a class and a room, kept from lesson to lesson.
namespace zvonok::flow {

namespace {

using domain::SeatPlan;

bool is_taken(const SeatPlan& plan, const SeatPlan::Seat& seat) {
    return std::ranges::any_of(plan.seats, [&](const SeatPlan::Seat& other) {
        return other.pupil == seat.pupil || (other.row == seat.row && other.column == seat.column);
    });
}

}  // namespace

Standing* put(SeatCell& seats, const Writing& writing) {
    const auto* plan = std::get_if<SeatPlan>(&writing.act);
    if (plan == nullptr) return nullptr;
    seats.plan = *plan;
    return &seats.standing;
}

void Stepper::fill_seats(Desk& desk) {
    std::optional<domain::Cell> cell = seat_cell(*book(), *desk.lesson, room());
    if (cell != desk.seats.cell) desk.seats = {std::move(cell), {}, {}, false};
    desk.seats.may_write = desk.seats.cell && state_.facts.zone &&
                           judged(desk, {*desk.seats.cell, SeatPlan{}}).outcome != domain::Outcome::refused;
}

void Stepper::operator()(const ask::SaveSeats& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson || !desk->seats.cell) return;
    const auto is_listed = [&](PersonId pupil) {
        return book()->membership(id_as<GroupId>(desk->seats.cell->addressee), pupil, today(state_)) != nullptr;
    };
    SeatPlan plan = event.plan;
    std::erase_if(plan.seats, [&](const SeatPlan::Seat& seat) { return !is_listed(seat.pupil); });
    // Who sits in the room at other lessons of the class, and not at this one, was not to be seen here.
    if (desk->seats.plan)
        for (const SeatPlan::Seat& seat : desk->seats.plan->seats) {
            const bool is_here = std::ranges::find(desk->rows, seat.pupil, &Row::pupil) != desk->rows.end();
            const bool fits = seat.row < plan.rows && seat.column < plan.columns;
            if (!is_here && fits && is_listed(seat.pupil) && !is_taken(plan, seat)) plan.seats.push_back(seat);
        }
    if (desk->seats.plan != plan) write(*desk, {{*desk->seats.cell, std::move(plan)}});
}

}  // namespace zvonok::flow
