#include "tests/screens/samples.hpp"

/// The lesson's class as it sits.
namespace zvonok::test {

using namespace screens;

lesson::State seated_lesson_state(int pupils) {
    lesson::State state = busy_lesson_state();
    if (pupils != 30) state = lesson_state(pupils);
    domain::SeatPlan plan{(pupils + 5) / 6, 6, {}};
    for (int n = 0; n + 3 < pupils; ++n)
        plan.seats.push_back({state.pupils[static_cast<std::size_t>(n)].id, n / 6, n % 6});
    state.seats = {lesson::SeatPart::Can::write, std::move(plan), Standing::accepted};
    return state;
}

void add_seats(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const lesson::State& state, lesson::Scratch scratch = {}) {
        scratch.by_seats = true;
        all.push_back({"seats-" + name, drawn<lesson::draw, lesson::Scratch>(state, scratch)});
    };
    using Can = lesson::SeatPart::Can;
    const lesson::State state = seated_lesson_state();
    add("busy", state);
    add("small", seated_lesson_state(11));
    add("45", seated_lesson_state(45));
    lesson::State other = state;
    other.seats.standing = Standing::refused;
    add("refused", other);
    other.marks = {};
    other.seats = {Can::write, {}, {}};
    add("none", other);
    other.seats.can = Can::not_one_class;
    add("several", other);
    other.seats.can = Can::not_in_a_room;
    add("no-room", other);
    other = state;
    other.seats.can = Can::read;
    other.read_only = lesson::ReadOnly::not_yours;
    other.planned = "Кузнецова-Заречная А. С.";
    add("read-only", other);
    other = state;
    lesson::Seating seating{*state.seats.plan, state.pupils[3].id};
    add("seating", state, {.seating = seating});
    seating.taken.reset();
    while (seating.plan.seats.size() > 6) seating.plan.seats.pop_back();
    add("seating-begun", state, {.seating = seating});
    add("seating-new", lesson_state(11), {.seating = lesson::begin_seating(lesson_state(11))});
}

}  // namespace zvonok::test
