#include "station/flow/stepper.hpp"
#include "station/flow/tuning.hpp"

namespace zvonok::flow {

void Stepper::ask_day(ClassDay& shown) {
    if (book() == nullptr) return;
    shown.days = days_offered(*book(), today(state_), kiosk_days);
    if (std::ranges::find(shown.days, shown.day) == shown.days.end()) shown.day = shown.days.front();
    shown.question = new_number();
    to_do(effect::ViewDay{shown.question, shown.school_class, shown.day});
}

void Stepper::operator()(const event::DayViewed& event) {
    ClassDay* shown = on<ClassDay>();
    if (shown != nullptr && shown->question == event.question) shown->homework = event.homework;
}

void Stepper::operator()(const ask::ShowClass& event) {
    if (!on<Board>() && !on<ClassDay>()) return;
    if (book() == nullptr || book()->group(event.school_class, today(state_)) == nullptr) return;
    ClassDay shown;
    shown.school_class = event.school_class;
    shown.day = today(state_);
    ask_day(shown);
    state_.screen = std::move(shown);
}

void Stepper::operator()(const ask::ShowDay& event) {
    ClassDay* shown = on<ClassDay>();
    if (shown == nullptr || std::ranges::find(shown->days, event.day) == shown->days.end()) return;
    shown->day = event.day;
    shown->homework.reset();
    ask_day(*shown);
}

void Stepper::operator()(const ask::ShowBoard&) {
    if (on<ClassDay>()) state_.screen = Board{};
}

}  // namespace zvonok::flow
