#include "tests/screens/samples.hpp"

#include "station/screens/help.hpp"

namespace zvonok::test {

using namespace screens;
using help::Place;

namespace {

/// A screen with help open over it.
std::function<void(ui::Frame&)> helped(std::function<void(ui::Frame&)> screen, help::State state) {
    auto scratch = std::make_shared<help::Scratch>(help::Scratch{.open = true, .about = state.place});
    return [screen = std::move(screen), state = std::move(state), scratch](ui::Frame& frame) {
        screen(frame);
        help::draw(frame, state, *scratch);
    };
}

}  // namespace

void add_help(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, auto screen, Place place) {
        all.push_back({"help-" + name, helped(std::move(screen), {.place = place, .around = online()})});
    };
    add("lock", drawn<lock::draw, lock::Scratch>(lock_state()), Place::lock);
    add("pin", drawn<pin::draw, pin::Scratch>(pin_state()), Place::pin);
    add("lessons", drawn<screens::desk::draw, screens::desk::Scratch>(desk_state()), Place::lessons);
    add("lesson", drawn<lesson::draw, lesson::Scratch>(busy_lesson_state()), Place::lesson);
    add("page", drawn<page::draw, page::Scratch>(busy_page_state()), Place::page);
    add("requests", drawn<requests::draw, requests::Scratch>(requests_state()), Place::requests);
    add("absences", drawn<absences::draw, absences::Scratch>(absences_state()), Place::absences);
    add("timetable", drawn<timetable::draw, timetable::Scratch>(timetable_state()), Place::timetable);
    add("notices", drawn<notices::draw, notices::Scratch>(notices_state()), Place::notices);
    add("classes", drawn<classes::draw, classes::Scratch>(classes_state()), Place::classes);
    add("plan", drawn<plan::draw, plan::Scratch>(plan_state()), Place::plan);
    add("messages", drawn<messages::draw, messages::Scratch>(messages_state()), Place::messages);
    lesson::State cut_off = busy_lesson_state();
    cut_off.around = offline(3);
    cut_off.around.help.clear();
    all.push_back({"help-offline", helped(drawn<lesson::draw, lesson::Scratch>(cut_off, {.choosing_work = true}),
                                          {.place = Place::lesson,
                                           .sight = {150, flow::Look::contrast, true},
                                           .hearing = help::Hearing::no_sound,
                                           .around = cut_off.around})});
    kiosk::State board = kiosk_state();
    const help::State hall{.place = Place::board, .owner = help::Owner::nobody, .kiosk = true, .around = online()};
    all.push_back({"help-board", helped(drawn<kiosk::draw, kiosk::Scratch>(board), hall), true});
    board.chosen = class_day();
    help::State day = hall;
    day.place = Place::class_day;
    all.push_back({"help-class-day", helped(drawn<kiosk::draw, kiosk::Scratch>(board), day), true});
}

}  // namespace zvonok::test
