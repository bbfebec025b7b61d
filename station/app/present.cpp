#include "station/app/present.hpp"

#include "station/app/present_parts.hpp"

#include "station/flow/tuning.hpp"
#include "station/screens/names.hpp"

namespace zvonok::app {

namespace {

using flow::Trouble;
namespace lock = screens::lock;
namespace notice = screens::notice;

void add_word(std::string& text, std::string_view word) {
    if (word.empty()) return;
    if (!text.empty()) text += ", ";
    text += word;
}

std::string room_name(const flow::State& state) {
    const LocalDay day = flow::today(state);
    if (const domain::FactBook* book = state.facts.book.get()) {
        const RoomId id = flow::room_of(*book, state.setup.station, state.setup.room, day);
        if (const domain::Room* room = book->room(id, day)) return room->name;
    }
    return state.setup.room;
}

std::string school_name(const flow::State& state) {
    if (const domain::FactBook* book = state.facts.book.get())
        if (const domain::School* school = book->school_on(flow::today(state))) return school->name;
    return state.setup.school;
}

bool has_facts(const flow::State& state) {
    return state.facts.book && state.facts.book->version() > 0;
}

lock::LessonLine lesson_line(const domain::FactBook& book, const domain::Lesson& lesson) {
    lock::LessonLine line{lesson.period, lesson.starts, lesson.ends, group_names(book, lesson), {}};
    if (const domain::Subject* subject = book.subject(lesson.subject, lesson.key.day)) line.subject = subject->name;
    line.change = change_of(lesson);
    return line;
}

/// What a station that holds nothing yet waits for.
notice::Kind first_contact(flow::Network::Link link) {
    using Link = flow::Network::Link;
    switch (link) {
        case Link::unreachable:
            return notice::Kind::enrol_offline;
        case Link::distrusted:
            return notice::Kind::enrol_distrusted;
        case Link::refused:
            return notice::Kind::enrol_refused;
        case Link::portal:
            return notice::Kind::enrol_portal;
        case Link::proxy:
            return notice::Kind::enrol_proxy;
        case Link::unknown:
        case Link::online:
        case Link::outdated:
            break;
    }
    return notice::Kind::receiving;
}

ScreenState present_lock(const flow::State& state, const flow::Locked& locked) {
    if (!has_facts(state) && !state.health.store_fault && !state.health.disk_full)
        return notice::State{
            .kind = first_contact(state.network.link), .room = room_name(state), .around = surroundings(state)};
    lock::State shown;
    shown.school = school_name(state);
    shown.room = room_name(state);
    shown.card = card_hint(state, locked);
    if (locked.date && state.facts.zone) shown.date = state.facts.zone->day_of(*locked.date);
    shown.around = surroundings(state);
    if (has_facts(state)) {
        const domain::FactBook& book = *state.facts.book;
        const RoomId room = flow::room_of(book, state.setup.station, state.setup.room, flow::today(state));
        const flow::RoomNow lessons = flow::room_now(book, room, flow::local_now(state));
        if (lessons.now) shown.current = lesson_line(book, *lessons.now);
        if (lessons.next) shown.next = lesson_line(book, *lessons.next);
        for (const domain::Lesson& lesson : flow::cancelled_in(book, room, flow::local_now(state)))
            shown.cancelled.push_back(lesson_line(book, lesson));
        for (const auto& notice : book.announcements(flow::today(state)))
            if (notice->to_staff) shown.announcements.push_back({notice->title, notice->text});
    }
    return shown;
}

screens::pin::State present_pin(const flow::State& state, const flow::AskingPin& pin) {
    using screens::pin::Phase;
    screens::pin::State shown;
    shown.room = room_name(state);
    if (const domain::Person* person = state.facts.book->person(pin.person, flow::today(state)))
        shown.person = screens::polite_name(*person);
    shown.digits = pin.digits;
    shown.shortest = flow::pin_digits_least;
    shown.longest = flow::pin_digits_most;
    shown.tries_left = pin.tries;
    shown.phase = pin.checking    ? Phase::checking
                  : pin.wrong     ? Phase::wrong
                  : pin.too_short ? Phase::too_short
                                  : Phase::entering;
    shown.around = surroundings(state);
    return shown;
}

/// What is said before anything else, while nobody works at the station.
std::optional<notice::State> present_notice(const flow::State& state) {
    notice::State shown;
    shown.room = room_name(state);
    shown.around = surroundings(state);
    if (std::holds_alternative<flow::Starting>(state.screen)) {
        shown.kind = notice::Kind::starting;
        return shown;
    }
    const bool at_rest =
        std::holds_alternative<flow::Locked>(state.screen) || std::holds_alternative<flow::Board>(state.screen);
    if (!at_rest) return std::nullopt;
    if (state.health.store_fault && !state.facts.book) {
        shown.kind = notice::Kind::database_unusable;
        return shown;
    }
    if (state.health.disk_full && !state.facts.book) {
        shown.kind = notice::Kind::disk_full;
        return shown;
    }
    if (state.health.salvage && !state.health.salvage_read) {
        shown.kind = notice::Kind::salvaged;
        shown.kept = static_cast<int>(state.health.salvage->kept);
        for (const flow::Salvage::Gap& gap : state.health.salvage->lost) shown.lost.push_back({gap.first, gap.last});
        shown.may_continue = true;
        return shown;
    }
    return std::nullopt;
}

ScreenState present_office(const flow::State& state, const flow::Desk& desk) {
    if (const auto* requests = std::get_if<flow::Requests>(&desk.office))
        return present_requests(state, desk, *requests);
    if (const auto* absences = std::get_if<flow::Absences>(&desk.office))
        return present_absences(state, desk, *absences);
    if (const auto* timetable = std::get_if<flow::Timetable>(&desk.office))
        return present_timetable(state, desk, *timetable);
    if (std::holds_alternative<flow::Messages>(desk.office)) return present_messages(state, desk);
    if (const auto* classes = std::get_if<flow::Classes>(&desk.office)) return present_classes(state, desk, *classes);
    if (const auto* plan = std::get_if<flow::CoursePlan>(&desk.office)) return present_plan(state, desk, *plan);
    return present_notices(state, desk);
}

}  // namespace

std::string group_names(const domain::FactBook& book, const domain::Lesson& lesson) {
    std::string names;
    for (const GroupId id : lesson.groups)
        if (const domain::Group* group = book.group(id, lesson.key.day)) add_word(names, group->name);
    return names;
}

screens::Surroundings surroundings(const flow::State& state) {
    using Link = flow::Network::Link;
    using screens::Server;
    screens::Surroundings around;
    around.now = std::chrono::floor<std::chrono::minutes>(flow::local_now(state));
    around.help = state.setup.support;
    switch (state.network.link) {
        case Link::unknown:
            around.server = Server::unknown;
            break;
        case Link::online:
            around.server = Server::reached;
            break;
        case Link::unreachable:
            around.server = Server::unreachable;
            break;
        case Link::distrusted:
            around.server = Server::distrusted;
            break;
        case Link::refused:
            around.server = Server::refuses_us;
            break;
        case Link::outdated:
            around.server = Server::outdated;
            break;
        case Link::portal:
            around.server = Server::portal;
            break;
        case Link::proxy:
            around.server = Server::proxy;
            break;
    }
    around.waiting = static_cast<int>(state.network.unsent);
    if (state.network.neighbours) around.neighbours = static_cast<int>(*state.network.neighbours);
    if (state.network.last_contact && state.facts.zone)
        around.exchanged =
            std::chrono::floor<std::chrono::minutes>(state.facts.zone->to_local(*state.network.last_contact));
    around.disk_full = state.health.disk_full;
    return around;
}

lock::Card card_hint(const flow::State& state, const flow::Locked& locked) {
    using lock::Card;
    if (locked.reading) return Card::reading;
    // A wrong clock makes good cards look out of date.
    const bool by_time =
        locked.trouble == Trouble::certificate_early || locked.trouble == Trouble::certificate_expired ||
        locked.trouble == Trouble::certificate_list_stale || locked.trouble == Trouble::contact_too_old;
    if (by_time && state.health.clock_doubt) return Card::clock_doubt;
    switch (locked.trouble) {
        case Trouble::none:
            return state.cards.service == flow::Cards::Service::unknown ? Card::starting : Card::insert;
        case Trouble::service_down:
            return Card::no_service;
        case Trouble::service_denied:
            return Card::access_denied;
        case Trouble::no_reader:
            return Card::no_reader;
        case Trouble::two_cards:
            return Card::two_cards;
        case Trouble::card_unreadable:
        case Trouble::card_odd:
            return Card::unreadable;
        case Trouble::card_slow:
            return Card::slow;
        case Trouble::card_foreign:
        case Trouble::card_empty:
            return Card::foreign;
        case Trouble::card_busy:
            return Card::busy;
        case Trouble::card_blocked:
            return Card::pin_blocked;
        case Trouble::card_gone:
            return Card::pulled;
        case Trouble::card_changed:
            return Card::changed;
        case Trouble::not_proved:
            return Card::not_proved;
        case Trouble::certificate_foreign:
            return Card::other_authority;
        case Trouble::certificate_early:
            return Card::not_yet_valid;
        case Trouble::certificate_expired:
            return Card::expired;
        case Trouble::certificate_revoked:
            return Card::revoked;
        case Trouble::certificate_list_missing:
        case Trouble::certificate_list_stale:
            return Card::list_stale;
        case Trouble::certificate_unfit:
            return Card::unsuitable;
        case Trouble::person_unknown:
            return Card::unknown_person;
        case Trouble::account_closed:
            return Card::closed_account;
        case Trouble::no_agreement:
            return Card::no_agreement;
        case Trouble::contact_too_old:
            return Card::no_contact;
        case Trouble::authority_unfit:
            return Card::authority_unfit;
        case Trouble::no_facts:
            return Card::no_facts;
        case Trouble::disk_full:
            return Card::disk_full;
        case Trouble::store_fault:
            return Card::failed;
        case Trouble::session_over:
            return locked.card == 0 ? Card::insert : Card::session_over;
        case Trouble::idle:
            return locked.card == 0 ? Card::insert : Card::idle;
        case Trouble::left:
            return locked.card == 0 ? Card::insert : Card::left_in;
    }
    return Card::failed;
}

ScreenState present(const flow::State& state) {
    if (auto shown = present_notice(state)) return std::move(*shown);
    struct Visitor {
        const flow::State& state;
        ScreenState operator()(const flow::Starting&) const { return notice::State{}; }
        ScreenState operator()(const flow::Locked& locked) const { return present_lock(state, locked); }
        ScreenState operator()(const flow::AskingPin& pin) const { return present_pin(state, pin); }
        ScreenState operator()(const flow::Desk& desk) const {
            if (desk.office.index() > 0) return present_office(state, desk);
            if (desk.listing || !desk.lesson) return present_lessons(state, desk);
            if (desk.page) return present_page(state, desk);
            return present_lesson(state, desk);
        }
        ScreenState operator()(const flow::Board&) const { return present_kiosk(state, nullptr); }
        ScreenState operator()(const flow::ClassDay& chosen) const { return present_kiosk(state, &chosen); }
    };
    return std::visit(Visitor{state}, state.screen);
}

}  // namespace zvonok::app
