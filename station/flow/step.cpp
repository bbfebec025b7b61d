#include "station/flow/step.hpp"

#include "station/flow/stepper.hpp"

namespace zvonok::flow {

namespace {

bool hangs_on_facts(Trouble trouble) {
    switch (trouble) {
        case Trouble::no_facts:
        case Trouble::person_unknown:
        case Trouble::account_closed:
        case Trouble::no_agreement:
        case Trouble::certificate_list_missing:
        case Trouble::certificate_list_stale:
        case Trouble::certificate_revoked:
            return true;
        default:
            return false;
    }
}

}  // namespace

State initial(Setup setup, Instant now) {
    State state;
    state.setup = std::move(setup);
    state.now = now;
    return state;
}

Step step(State state, const Event& event, Instant now) {
    Step done{std::move(state), {}};
    done.state.now = now;
    std::visit(Stepper{done.state, done.effects}, event);
    return done;
}

LocalTime local_now(const State& state) {
    if (state.facts.zone) return state.facts.zone->to_local(state.now);
    return LocalTime{std::chrono::floor<std::chrono::seconds>(state.now.time_since_epoch())};
}

LocalDay today(const State& state) {
    return std::chrono::floor<std::chrono::days>(local_now(state));
}

std::size_t unsaved_values(const State& state) {
    std::size_t values = 0;
    const auto add = [&](const std::vector<Draft>& waiting) {
        for (const Draft& draft : waiting)
            if (draft.failed) values += draft.writings.size();
    };
    if (const Desk* desk = std::get_if<Desk>(&state.screen)) add(desk->waiting);
    for (const auto& [person, kept] : state.kept) add(kept.waiting);
    return values;
}

void Stepper::operator()(const event::Tick&) {
    Desk* desk = on<Desk>();
    if (lock_if_closed() || desk == nullptr) return;
    if (state_.now >= desk->session.until) {
        lock(Trouble::session_over);
        return;
    }
    if (book() != nullptr) offer_lessons(*desk);
}

void Stepper::operator()(const event::FactsLoaded& event) {
    state_.facts = event.facts;
    if (on<Starting>()) {
        if (is_kiosk()) {
            state_.screen = Board{};
        } else {
            state_.screen = Locked{};
            look_at_cards();
        }
        return;
    }
    if (lock_if_closed()) return;
    if (on<Desk>()) {
        refresh_desk_after_facts();
    } else if (ClassDay* shown = on<ClassDay>()) {
        ask_day(*shown);
    } else if (const Locked* locked = on<Locked>(); locked != nullptr && hangs_on_facts(locked->trouble)) {
        read_again();
    }
}

void Stepper::operator()(const event::Salvaged& event) {
    state_.health.salvage = event.salvage;
    state_.health.salvage_read = false;
}

void Stepper::operator()(const event::StoreFailed& event) {
    state_.health.disk_full = event.kind == FaultKind::full;
    state_.health.store_fault = event.kind != FaultKind::full;
    if (on<Starting>()) (*this)(event::FactsLoaded{state_.facts});
}

void Stepper::operator()(const event::LogChanged&) {
    if (on<Desk>() || on<AskingPin>()) lock(Trouble::session_over);
}

void Stepper::operator()(const event::JournalChanged&) {
    if (Desk* desk = on<Desk>()) {
        ask_journal(*desk);
        if (desk->page) ask_for_page(*desk);
        ask_office(*desk);
        if (desk->listing) offer_lessons(*desk);
    }
    if (ClassDay* shown = on<ClassDay>()) ask_day(*shown);
}

void Stepper::operator()(const event::NetworkChanged& event) {
    const bool heard = event.network.last_contact != state_.network.last_contact;
    state_.network = event.network;
    const Locked* locked = on<Locked>();
    if (locked != nullptr && heard && locked->trouble == Trouble::contact_too_old) read_again();
}

void Stepper::operator()(const event::AccessChanged& event) {
    state_.closed = event.closed;
    if (lock_if_closed()) return;
    if (const Locked* locked = on<Locked>(); locked != nullptr && hangs_on_facts(locked->trouble)) read_again();
}

void Stepper::operator()(const event::ClockDoubt& event) {
    state_.health.clock_doubt = event.doubt;
}

void Stepper::operator()(const ask::Understood&) {
    state_.health.salvage_read = true;
}

void Stepper::operator()(const event::Idle&) {
    if (on<Desk>() || on<AskingPin>()) lock(Trouble::idle);
    if (on<ClassDay>()) state_.screen = Board{};
    state_.passing_sight.reset();
    state_.voice_here = false;
}

void Stepper::operator()(const ask::Leave&) {
    if (on<Desk>() || on<AskingPin>()) lock(Trouble::left);
    if (on<ClassDay>()) state_.screen = Board{};
}

}  // namespace zvonok::flow
