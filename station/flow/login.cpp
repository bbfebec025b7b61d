#include "station/domain/register_book.hpp"
#include "station/flow/stepper.hpp"
#include "station/flow/tuning.hpp"

namespace zvonok::flow {

bool Stepper::card_is_in(CardTurn turn) const {
    return state_.cards.service == Cards::Service::up &&
           std::ranges::count(state_.cards.cards, turn, &Cards::Card::turn) > 0;
}

Trouble Stepper::resting_trouble() const {
    switch (state_.cards.service) {
        case Cards::Service::unknown:
            return Trouble::none;
        case Cards::Service::down:
            return Trouble::service_down;
        case Cards::Service::denied:
            return Trouble::service_denied;
        case Cards::Service::up:
            break;
    }
    if (!state_.cards.reader) return Trouble::no_reader;
    return state_.cards.cards.size() > 1 ? Trouble::two_cards : Trouble::none;
}

bool Stepper::contact_is_too_old() const {
    std::chrono::hours limit = state_.setup.login_cache;
    // The configuration's hours hold until the school has said its own.
    if (book()->policy("login.cache_hours", today(state_))) limit = book()->policies(today(state_)).access.login_cache;
    return !state_.network.last_contact || state_.now - *state_.network.last_contact > limit;
}

bool Stepper::is_closed(PersonId person) const {
    if (state_.closed.contains(person)) return true;
    return book() != nullptr && state_.facts.zone && book()->blocked(person, state_.now, *state_.facts.zone) != nullptr;
}

bool Stepper::lock_if_closed() {
    const Desk* desk = on<Desk>();
    const AskingPin* pin = on<AskingPin>();
    const bool closed =
        (desk != nullptr && is_closed(desk->session.person)) || (pin != nullptr && is_closed(pin->person));
    if (closed) lock(Trouble::account_closed);
    return closed;
}

void Stepper::lock(Trouble trouble) {
    CardTurn card = 0;
    if (Desk* desk = on<Desk>()) {
        card = desk->session.card;
        Kept& kept = state_.kept[desk->session.person];
        kept = {{}, std::move(desk->work), std::move(desk->typed), std::move(desk->waiting)};
        if (desk->lesson) kept.lesson = desk->lesson->key;
        if (desk->page) kept.page = desk->page->shown().id;
        if (const auto* plan = std::get_if<CoursePlan>(&desk->office))
            kept.plan = plan->course.load;
        else if (desk->office.index() > 0)
            kept.office = static_cast<OfficeDesk>(desk->office.index() - 1);
        to_do(effect::CloseSession{desk->session.id});
    } else if (const AskingPin* pin = on<AskingPin>()) {
        card = pin->card;
    }
    to_do(effect::ForgetCard{});
    state_.passing_sight.reset();
    state_.screen = Locked{trouble, card_is_in(card) ? card : 0, false, {}};
}

void Stepper::look_at_cards() {
    Locked* locked = on<Locked>();
    if (locked == nullptr) return;
    if (state_.cards.service != Cards::Service::up || state_.cards.cards.size() != 1) {
        if (locked->reading) to_do(effect::ForgetCard{});
        // That a card was pulled out at work is still said while nothing newer is to be said.
        const bool keep_saying = locked->trouble == Trouble::card_gone && resting_trouble() == Trouble::none;
        *locked = Locked{keep_saying ? Trouble::card_gone : resting_trouble(), 0, false, {}};
        return;
    }
    const Cards::Card& card = state_.cards.cards.front();
    if (!card.readable) {
        if (locked->reading) to_do(effect::ForgetCard{});
        *locked = Locked{Trouble::card_unreadable, card.turn, false, {}};
        return;
    }
    const bool try_again = locked->trouble == Trouble::card_unreadable || locked->trouble == Trouble::card_busy;
    if (locked->card == card.turn && !try_again) return;
    *locked = Locked{Trouble::none, card.turn, true, {}};
    to_do(effect::ReadIdentity{card.turn});
}

void Stepper::read_again() {
    if (Locked* locked = on<Locked>()) locked->card = 0;
    look_at_cards();
}

void Stepper::operator()(const event::CardsChanged& event) {
    state_.cards = event.cards;
    if (is_kiosk()) return;  // a kiosk opens no desk for any card
    if (const Desk* desk = on<Desk>(); desk != nullptr && !card_is_in(desk->session.card)) {
        lock(resting_trouble());
    } else if (const AskingPin* pin = on<AskingPin>(); pin != nullptr && !card_is_in(pin->card)) {
        lock(pin->checking ? Trouble::card_gone : resting_trouble());
    }
    look_at_cards();
}

void Stepper::operator()(const event::IdentityRead& event) {
    Locked* locked = on<Locked>();
    if (locked == nullptr || !locked->reading || locked->card != event.card) return;
    locked->reading = false;
    const auto refuse = [&](Trouble trouble) {
        locked->trouble = trouble;
        to_do(effect::ForgetCard{});
    };
    if (book() == nullptr || book()->version() == 0) return refuse(Trouble::no_facts);
    const auto person = book()->staff_by_login(event.login, today(state_));
    if (!person) return refuse(Trouble::person_unknown);
    if (is_closed(*person)) return refuse(Trouble::account_closed);
    // Every desk shows others' personal data.
    if (!domain::may_handle_personal_data(*book(), *person, today(state_))) return refuse(Trouble::no_agreement);
    if (contact_is_too_old()) return refuse(Trouble::contact_too_old);
    if (event.tries == 0) return refuse(Trouble::card_blocked);
    AskingPin pin;
    pin.card = event.card;
    pin.person = *person;
    pin.tries = event.tries;
    state_.screen = pin;
}

void Stepper::operator()(const event::LoginFailed& event) {
    const Locked* locked = on<Locked>();
    const AskingPin* pin = on<AskingPin>();
    const bool reading = locked != nullptr && locked->reading && locked->card == event.card;
    const bool checking = pin != nullptr && pin->checking && pin->card == event.card;
    if (!reading && !checking) return;
    to_do(effect::ForgetCard{});
    state_.screen = Locked{event.trouble, event.card, false, event.date};
}

void Stepper::operator()(const event::WrongPin& event) {
    AskingPin* pin = on<AskingPin>();
    if (pin == nullptr || !pin->checking || pin->card != event.card) return;
    if (event.tries == 0) {
        lock(Trouble::card_blocked);
        return;
    }
    pin->tries = event.tries;
    pin->digits = 0;
    pin->checking = false;
    pin->wrong = true;
}

void Stepper::operator()(const event::LoggedIn& event) {
    const AskingPin* pin = on<AskingPin>();
    if (pin == nullptr || !pin->checking || pin->card != event.card) {
        // The card went, or the station locked, while it was signing: nobody works in this session.
        to_do(effect::CloseSession{event.session});
        to_do(effect::ForgetCard{});
        return;
    }
    open_desk(AskingPin{*pin}, event);
}

void Stepper::operator()(const ask::Digit& event) {
    AskingPin* pin = on<AskingPin>();
    if (pin == nullptr || pin->checking || pin->digits >= pin_digits_most) return;
    if (event.digit < '0' || event.digit > '9') return;
    ++pin->digits;
    pin->wrong = false;
    pin->too_short = false;
    to_do(effect::PushDigit{event.digit});
}

void Stepper::operator()(const ask::EraseDigit&) {
    AskingPin* pin = on<AskingPin>();
    if (pin == nullptr || pin->checking || pin->digits == 0) return;
    --pin->digits;
    to_do(effect::EraseDigit{});
}

void Stepper::operator()(const ask::CheckPin&) {
    AskingPin* pin = on<AskingPin>();
    if (pin == nullptr || pin->checking) return;
    pin->too_short = pin->digits < pin_digits_least;
    if (pin->too_short) return;
    pin->checking = true;
    to_do(effect::Prove{pin->card, pin->person, state_.now, state_.now + session_length});
}

}  // namespace zvonok::flow
