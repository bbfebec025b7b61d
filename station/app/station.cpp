#include "station/app/station.hpp"

#include "station/app/sight.hpp"
#include "station/app/tree_file.hpp"
#include "station/app/tuning.hpp"
#include "station/ui/tuning.hpp"

namespace zvonok::app {

namespace event = flow::event;
namespace effect = flow::effect;
using std::chrono::steady_clock;

namespace {

flow::Setup setup_of(const config::StationConfig& config) {
    flow::Setup setup;
    switch (config.station.mode) {
        case config::Mode::classroom:
            setup.mode = domain::StationMode::classroom;
            break;
        case config::Mode::office:
            setup.mode = domain::StationMode::office;
            break;
        case config::Mode::kiosk:
            setup.mode = domain::StationMode::kiosk;
            break;
    }
    setup.station = config.station.id;
    setup.school = config.common.school.name;
    setup.room = config.station.room;
    setup.sight = sight_of(config.common.defaults);
    setup.support = config.common.school.support;
    setup.login_cache = config.common.defaults.login_cache;
    return setup;
}

std::uint64_t microseconds_since(steady_clock::time_point then) {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - then);
    return static_cast<std::uint64_t>(passed.count());
}

}  // namespace

Station::Station(Parts parts)
    : of_(std::move(parts)),
      state_(flow::initial(setup_of(of_.config), of_.clock.now())),
      language_(state_.setup.sight.language),
      touched_(steady_clock::now()),
      woken_(touched_),
      voice_([&inbox = of_.inbox](hal::Speech speech) { inbox.tell(SpeechNews{speech}); }) {
    set_trust();
    tick();
    auto sights = read_sights(of_.options.root / sights_file);
    if (sights)
        apply(event::SightsRead{std::move(*sights)});
    else
        of_.log.fault("sights", sights.error());
}

void Station::run() {
    draw();
    while (!of_.window.closing() && !of_.inbox.stopping()) {
        const std::vector<input::Event> inputs = of_.window.wait(next_deadline());
        woken_ = steady_clock::now();
        bool redraw = false;
        for (const input::Event& input : inputs) {
            if (std::holds_alternative<input::PointerButton>(input)) of_.trace.note("button");
            // Who types has a keyboard and wants the whole screen; the next person may have only a finger.
            if (std::holds_alternative<input::KeyPress>(input) || std::holds_alternative<input::Character>(input))
                offer_keyboard(Offer::no);
            of_.stage.handle(input);
            redraw = true;
        }
        const Time now = steady_clock::now();
        if (redraw) touched_ = now;
        for (const News& news : of_.inbox.take()) take(news);
        if (now >= next_minute_) {
            tick();
            apply(event::Tick{});
        }
        if (retry_at_ && now >= *retry_at_) {
            retry_at_.reset();
            apply(event::RetryTime{});
        }
        if (waiting_.due()) {
            waiting_.come(now);
            network_changed();
        }
        if (card_due_ && now >= card_due_->first) {
            const flow::CardTurn turn = card_due_->second;
            card_due_.reset();
            apply(event::LoginFailed{turn, flow::Trouble::card_slow, {}});
        }
        if (const auto limit = idle_limit(); limit && now - touched_ >= *limit) apply(event::Idle{});
        if (stale_ && !look_due_) look_due_ = now + tuning::gathering;
        if (redraw || (frame_due_ && now >= *frame_due_) || (look_due_ && now >= *look_due_ && renew()))
            draw();
        else
            note_work();
    }
}

/// What the thread of the screen did since it woke, drawing not counted: a touch that comes meanwhile waits as long.
void Station::note_work() {
    if (!of_.trace.on()) return;
    of_.trace.note("work", microseconds_since(woken_));
}

std::optional<std::chrono::milliseconds> Station::idle_limit() const {
    if (std::holds_alternative<flow::ClassDay>(state_.screen)) return tuning::kiosk_idle;
    const bool personal =
        std::holds_alternative<flow::Desk>(state_.screen) || std::holds_alternative<flow::AskingPin>(state_.screen);
    if (personal) return of_.config.common.defaults.idle_lock;
    if (state_.passing_sight || state_.voice_here) return tuning::passing_sight_idle;
    return std::nullopt;
}

Station::Time Station::next_deadline() const {
    Time next = next_minute_;
    if (retry_at_) next = std::min(next, *retry_at_);
    if (card_due_) next = std::min(next, card_due_->first);
    if (frame_due_) next = std::min(next, *frame_due_);
    if (look_due_) next = std::min(next, *look_due_);
    if (const auto due = waiting_.due()) next = std::min(next, *due);
    if (const auto limit = idle_limit()) next = std::min(next, touched_ + *limit);
    return next;
}

void Station::tick() {
    const auto since_epoch = of_.clock.now().time_since_epoch();
    const auto into_minute = since_epoch - std::chrono::floor<std::chrono::minutes>(since_epoch);
    next_minute_ = steady_clock::now() + (std::chrono::minutes{1} - into_minute);
}

void Station::apply(const flow::Event& event) {
    flow::Step done = flow::step(std::move(state_), event, of_.clock.now());
    state_ = std::move(done.state);
    stale_ = true;
    if (std::holds_alternative<flow::Locked>(state_.screen)) offer_keyboard(Offer::yes);
    follow_sight();
    for (const flow::Effect& effect : done.effects) obey(effect);
}

void Station::follow_sight() {
    const ui::StageOptions now = of_.stage.options();
    const flow::Sight sight = flow::sight_of(state_);
    const ui::StageOptions wanted = with(now, sight);
    if (wanted.text_percent != now.text_percent || wanted.look != now.look) of_.stage.change(wanted);
    if (std::exchange(language_, sight.language) != sight.language) of_.stage.speak(words_of(sight.language, of_.log));
}

void Station::offer_keyboard(Offer offer) {
    ui::StageOptions options = of_.stage.options();
    if (options.on_screen_keyboard == (offer == Offer::yes)) return;
    options.on_screen_keyboard = offer == Offer::yes;
    of_.stage.change(options);
}

void Station::take(const News& news) {
    if (const auto* event = std::get_if<flow::Event>(&news)) {
        const bool card_answered =
            std::holds_alternative<event::IdentityRead>(*event) || std::holds_alternative<event::LoginFailed>(*event) ||
            std::holds_alternative<event::WrongPin>(*event) || std::holds_alternative<event::LoggedIn>(*event) ||
            std::holds_alternative<event::CardsChanged>(*event);
        if (card_answered) card_due_.reset();
        if (std::holds_alternative<event::Stored>(*event)) of_.workers.nudge();
        apply(*event);
        if (std::holds_alternative<event::FactsLoaded>(*event)) set_trust();
    } else if (const auto* open = std::get_if<JournalOpen>(&news)) {
        log_id_ = open->log;
        confirm_config();
    } else if (const auto* unsent = std::get_if<Unsent>(&news)) {
        waiting_.heard(unsent->entries, network_.link == flow::Network::Link::online, steady_clock::now());
        network_changed();
    } else if (const auto* access = std::get_if<AccessNews>(&news)) {
        access_ = *access;
        set_trust();
        apply(event::AccessChanged{{access->closed.begin(), access->closed.end()}});
    } else if (const auto* heard = std::get_if<SpeechNews>(&news)) {
        speech_ = heard->speech;
        stale_ = true;
    } else if (const auto* neighbours = std::get_if<NeighbourNews>(&news)) {
        network_.neighbours = neighbours->heard;
        network_changed();
    } else if (const auto* link = std::get_if<LinkNews>(&news)) {
        network_.link = link->link;
        if (link->last_contact) network_.last_contact = link->last_contact;
        network_changed();
        if (link->clock_ahead) {
            const bool doubt = std::chrono::abs(*link->clock_ahead) > tuning::clock_tolerance;
            if (doubt != state_.health.clock_doubt) apply(event::ClockDoubt{doubt});
        }
    }
}

void Station::network_changed() {
    network_.unsent = waiting_.told();
    if (network_ != state_.network) apply(event::NetworkChanged{network_});
}

void Station::obey(const flow::Effect& effect) {
    struct Visitor {
        Station& station;
        void to_cards(Cards::Order order) const {
            if (station.of_.workers.cards != nullptr) station.of_.workers.cards->post(std::move(order));
        }
        void card_is_due(flow::CardTurn turn) const {
            station.card_due_ = std::pair{steady_clock::now() + tuning::card_limit, turn};
        }
        void operator()(const effect::ReadIdentity& one) const {
            card_is_due(one.card);
            to_cards(one);
        }
        void operator()(const effect::PushDigit& one) const { to_cards(one); }
        void operator()(const effect::EraseDigit& one) const { to_cards(one); }
        void operator()(const effect::ForgetCard& one) const { to_cards(one); }
        void operator()(const effect::Prove& one) const {
            card_is_due(one.card);
            const config::StationConfig& config = station.of_.config;
            to_cards(Cards::Prove{one, {config.common.school.id, config.station.id, station.log_id_}});
        }
        void operator()(const effect::CloseSession& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewLesson& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::MakeDays& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewPage& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewHistory& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::CountOffers& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewDuties& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewRequests& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewAbsences& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewPlans& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewRegistrations& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewMail& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::ViewDay& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::Write& one) const { station.of_.workers.store.post(one); }
        void operator()(const effect::KeepSights& one) const {
            station.of_.workers.store.post_chore(
                [file = station.of_.options.root / sights_file, sights = one.sights, &log = station.of_.log] {
                    if (const auto written = write_sights(file, sights); !written) log.fault("sights", written.error());
                });
        }
        void operator()(const effect::RetryLater&) const {
            station.retry_at_ = steady_clock::now() + tuning::write_retry;
        }
    };
    std::visit(Visitor{*this}, effect);
}

void Station::set_trust() {
    if (of_.workers.cards == nullptr) return;
    const config::Staff& staff = of_.config.common.staff;
    auto authority = crypto::Certificate::from_pem(staff.ca_pem);
    if (!authority) {
        of_.log.fault("staff CA of the config image", authority.error());
        return;
    }
    crypto::Trust trust{std::move(*authority), std::nullopt, of_.config.common.defaults.login_cache};
    const auto offer = [&](Result<crypto::RevocationList> list) {
        if (!list) {
            of_.log.fault("revocation list", list.error());
        } else if (!trust.list || trust.list->this_update() <= list->this_update()) {
            trust.list = std::move(*list);
        }
    };
    if (!staff.crl_pem.empty()) offer(crypto::RevocationList::from_pem(staff.crl_pem));
    if (state_.facts.book)
        for (const Bytes& der : state_.facts.book->revocation_lists(flow::today(state_)))
            offer(crypto::RevocationList::from_der(der));
    for (const Bytes& der : access_.revocation_lists) offer(crypto::RevocationList::from_der(der));
    of_.workers.cards->post(Cards::SetTrust{std::move(trust)});
}

bool Station::renew() {
    ScreenState screen = present(state_);
    screens::help::State help = present_help(state_, screen, speech_);
    const bool other = screen != screen_ || help != help_;
    screen_ = std::move(screen);
    help_ = std::move(help);
    follow(scratches_, state_);
    stale_ = false;
    look_due_.reset();
    return other;
}

void Station::confirm_config() {
    if (!drawn_ || log_id_.empty() || confirmed_ || of_.config.standing != config::Standing::on_trial) return;
    confirmed_ = true;
    of_.workers.store.post_chore([root = of_.options.root, &log = of_.log] {
        if (const auto done = config::confirm_station(root); !done) log.fault("config", done.error().fault);
    });
}

void Station::draw() {
    // An intent changes the state, and that the picture: a few rounds at most. Touches that wait come one a frame.
    constexpr int most_rounds = 64;
    const Time begun = steady_clock::now();
    of_.stage.pass(begun);
    frame_due_.reset();
    for (int round = 0; round < most_rounds; ++round) {
        if (stale_) renew();
        Wanted wanted;
        const ui::Finished finished =
            of_.stage.frame([&](ui::Frame& frame) { wanted = show(frame, screen_, help_, scratches_); });
        if (auto typed = changed(scratches_, state_)) wanted.events.emplace_back(std::move(*typed));
        for (const flow::Event& event : wanted.events) apply(event);
        if (finished.wants_clipboard) {
            of_.stage.handle(input::Pasted{of_.window.clipboard()});
            of_.stage.handle(input::KeyPress{input::Key::paste});
            continue;
        }
        if (stale_ || !finished.settled) continue;

        frame_due_ = finished.due;
        note_work();
        const Time built = steady_clock::now();
        const bool changed_pixels = of_.window.show(*finished.picture);
        if (of_.trace.on()) of_.trace.note("draw", microseconds_since(built));
        if (changed_pixels) of_.trace.note(drawn_ ? "frame" : "first frame", of_.window.counters().frames);
        voice_.follow(of_.stage, flow::sight_of(state_).spoken);
        if (of_.options.tree)
            if (const auto written = write_tree(*of_.options.tree, of_.stage.tree(), of_.window.counters().frames);
                !written)
                of_.log.fault("tree", written.error());
        if (!drawn_) of_.workers.store.load();
        drawn_ = true;
        confirm_config();
        return;
    }
    of_.log.error("screen: it never came to rest");
}

}  // namespace zvonok::app
