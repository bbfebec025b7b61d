#include "station/app/cards.hpp"

#include "station/crypto/random.hpp"
#include "station/flow/tuning.hpp"

namespace zvonok::app {

namespace event = flow::event;
namespace effect = flow::effect;
using flow::Trouble;

namespace {

Trouble trouble_of(crypto::Refusal refusal) {
    using crypto::Refusal;
    switch (refusal) {
        case Refusal::foreign_authority:
            return Trouble::certificate_foreign;
        case Refusal::authority_unfit:
            return Trouble::authority_unfit;
        case Refusal::not_yet_valid:
            return Trouble::certificate_early;
        case Refusal::expired:
            return Trouble::certificate_expired;
        case Refusal::revoked:
            return Trouble::certificate_revoked;
        case Refusal::list_missing:
            return Trouble::certificate_list_missing;
        case Refusal::list_stale:
        case Refusal::list_unfit:
            return Trouble::certificate_list_stale;
        case Refusal::wrong_usage:
        case Refusal::weak:
        case Refusal::unsupported_key:
        case Refusal::bad_name:
        case Refusal::malformed:
            return Trouble::certificate_unfit;
    }
    return Trouble::certificate_unfit;
}

Trouble trouble_of(const card::LoginTrouble& trouble) {
    using card::Obstacle;
    switch (trouble.obstacle) {
        case Obstacle::wrong_pin:
        case Obstacle::blocked:
            return Trouble::card_blocked;
        case Obstacle::pulled:
            return Trouble::card_gone;
        case Obstacle::busy:
            return Trouble::card_busy;
        case Obstacle::foreign:
            return Trouble::card_foreign;
        case Obstacle::empty:
            return Trouble::card_empty;
        case Obstacle::unreadable:
            return Trouble::card_odd;
        case Obstacle::refused:
            return trouble_of(trouble.refusal.value_or(crypto::Refusal::malformed));
        case Obstacle::changed:
            return Trouble::card_changed;
        case Obstacle::impostor:
            return Trouble::not_proved;
        case Obstacle::no_service:
            return Trouble::service_down;
    }
    return Trouble::card_odd;
}

}  // namespace

Cards::Cards(std::unique_ptr<card::CardService> service, const Clock& clock, Tell tell,
             std::function<void(BeginSession)> begin, Log& log, Trace& trace)
    : service_(std::move(service)),
      clock_(clock),
      tell_(std::move(tell)),
      begin_(std::move(begin)),
      log_(log),
      trace_(trace),
      pin_(static_cast<std::size_t>(flow::pin_digits_most)),
      thread_([this] { run(); }),
      watcher_(std::make_unique<card::Watcher>(service_->status_source(),
                                               [this](const card::Event& event) { see(event); })) {}

Cards::~Cards() {
    watcher_.reset();
    orders_.close();
    thread_.join();
}

void Cards::see(const card::Event& event) {
    if (std::holds_alternative<card::CardOut>(event)) trace_.note("card out");
    log_.debug("card: " + card::to_text(event));
    flow::Cards now;
    {
        const std::scoped_lock lock{mutex_};
        struct Visitor {
            Cards& of;
            void operator()(const card::ServiceUp&) const { of.state_ = flow::Cards::Service::up; }
            void operator()(const card::ServiceDown&) const { of.state_ = flow::Cards::Service::down; }
            void operator()(const card::AccessDenied&) const { of.state_ = flow::Cards::Service::denied; }
            void operator()(const card::NoReader&) const { of.readers_.clear(); }
            void operator()(const card::ReaderAppeared& event) const { of.readers_[event.reader]; }
            void operator()(const card::ReaderGone& event) const { of.readers_.erase(event.reader); }
            void operator()(const card::CardIn& event) const {
                of.readers_[event.reader] = Seen{++of.last_turn_, true};
            }
            void operator()(const card::CardMute& event) const {
                of.readers_[event.reader] = Seen{++of.last_turn_, false};
            }
            void operator()(const card::CardOut& event) const { of.readers_[event.reader].reset(); }
        };
        std::visit(Visitor{*this}, event);
        now.service = state_;
        now.reader = !readers_.empty();
        for (const auto& [reader, seen] : readers_)
            if (seen) now.cards.push_back({seen->turn, seen->readable});
    }
    // That the service is up says nothing before it has told of its readers, which it does at once.
    if (std::holds_alternative<card::ServiceUp>(event)) return;
    tell_(flow::Event{event::CardsChanged{std::move(now)}});
}

std::string Cards::reader_of(flow::CardTurn turn) {
    const std::scoped_lock lock{mutex_};
    for (const auto& [reader, seen] : readers_)
        if (seen && seen->turn == turn) return reader;
    return {};
}

void Cards::run() {
    try {
        while (auto order = orders_.take()) std::visit([this](auto& one) { (*this)(one); }, *order);
    } catch (const std::exception& fault) {
        log_.error(std::string("card: ") + fault.what());
    }
    crypto::wipe(pin_.writable());
}

void Cards::operator()(SetTrust& order) {
    trust_ = std::move(order.trust);
}

void Cards::refuse(flow::CardTurn turn, const card::LoginTrouble& trouble) {
    log_.warn("card: " + std::string(card::to_text(trouble.obstacle)) +
              (trouble.refusal ? ": " + std::string(crypto::to_text(*trouble.refusal)) : std::string{}) +
              (trouble.cause.what.empty() ? std::string{} : ", " + describe(trouble.cause)));
    tell_(flow::Event{event::LoginFailed{turn, trouble_of(trouble), {}}});
}

void Cards::operator()(const effect::ReadIdentity& order) {
    certificate_.reset();
    const std::string reader = reader_of(order.card);
    if (reader.empty()) return;  // pulled meanwhile; the watcher has told
    if (!trust_) {
        tell_(flow::Event{event::LoginFailed{order.card, Trouble::authority_unfit, {}}});
        return;
    }
    auto identity = card::identify(*service_, reader, *trust_, clock_.now());
    if (!identity) return refuse(order.card, identity.error());
    const auto login = identity->certificate.upn();
    if (!login || !*login) {
        log_.warn("card: a certificate without one principal name, serial " + identity->certificate.serial());
        tell_(flow::Event{event::LoginFailed{order.card, Trouble::certificate_unfit, {}}});
        return;
    }
    certificate_ = std::move(identity->certificate);
    certificate_turn_ = order.card;
    tell_(flow::Event{event::IdentityRead{order.card, **login, identity->tries_left}});
}

void Cards::operator()(const effect::PushDigit& order) {
    if (pin_digits_ < pin_.size()) pin_.writable()[pin_digits_++] = static_cast<std::uint8_t>(order.digit);
}

void Cards::operator()(const effect::EraseDigit&) {
    if (pin_digits_ > 0) pin_.writable()[--pin_digits_] = 0;
}

void Cards::operator()(const effect::ForgetCard&) {
    crypto::wipe(pin_.writable());
    pin_digits_ = 0;
    certificate_.reset();
}

void Cards::operator()(const Prove& order) {
    const flow::CardTurn turn = order.order.card;
    const crypto::Secret pin = crypto::Secret::from(pin_.view().first(pin_digits_));
    crypto::wipe(pin_.writable());
    pin_digits_ = 0;
    const std::string reader = reader_of(turn);
    if (reader.empty() || !certificate_ || certificate_turn_ != turn) {
        tell_(flow::Event{event::LoginFailed{turn, Trouble::card_gone, {}}});
        return;
    }
    crypto::SigningKey key = crypto::SigningKey::generate();
    entry::SessionStatement statement;
    statement.school = order.terms.school;
    statement.session = crypto::random_id<SessionId>();
    statement.person = order.order.person;
    statement.certificate = certificate_->fingerprint();
    statement.station = order.terms.station;
    statement.log = order.terms.log;
    statement.session_key = key.public_key();
    statement.from = order.order.from;
    statement.until = order.order.until;
    crypto::fill_random(statement.nonce);

    Bytes stated = entry::encode(statement);
    auto signature = card::prove(*service_, reader, *certificate_, pin, entry::signed_bytes(stated));
    if (!signature) {
        const card::LoginTrouble& trouble = signature.error();
        if (trouble.obstacle != card::Obstacle::wrong_pin) return refuse(turn, trouble);
        log_.info("card: wrong PIN");
        tell_(flow::Event{event::WrongPin{turn, trouble.tries_left}});
        return;
    }
    begin_({turn,
            {std::move(stated), std::move(*signature), certificate_->der()},
            std::move(key),
            statement.session,
            statement.person,
            statement.until});
}

}  // namespace zvonok::app
