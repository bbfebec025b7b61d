#include "station/screens/lesson.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"

#include <algorithm>

namespace zvonok::screens::lesson {

namespace {

constexpr float side_share = 0.34f;
constexpr float side_least_u = 58;
constexpr float side_most_u = 74;

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.around.now);
    const LocalDay day = std::chrono::floor<std::chrono::days>(state.starts);
    const std::string on = day == today ? std::string{} : date_text(words, day);
    const std::string place =
        joined({short_room_text(words, state.room), state.groups, state.subject, on, period_text(words, state.period),
                state.substitution ? ui::fill(words.tr("замена, по плану {}"), {state.planned}) : std::string{}});
    const std::string time = clock_text(state.around.now);
    if (frame.top_bar({.place = place, .clock = time, .person = state.person, .leave = frame.tr("Выход")}))
        intent = Leave{};
    draw_bottom(frame, state.around, is_unwritten(state, scratch) ? Typed::unwritten : Typed::nothing);

    if (scratch.roll) return intent ? intent : draw_roll(frame, state, scratch);
    ui::Rect page = frame.body();
    const float u = frame.u();
    ui::Rect side;
    if (frame.portrait()) {
        side = page.take_bottom(page.h * 0.42f, 2 * u);
    } else {
        const float widest = std::max(side_least_u, std::min(side_most_u, page.w * side_share / u)) * u;
        side = page.take_right(std::min(widest, page.w / 2), 2 * u);
    }
    auto wanted = scratch.seating ? draw_seating(frame, state, scratch, page) : draw_list(frame, state, scratch, page);
    if (wanted) intent = std::move(wanted);
    if (auto chosen = draw_plan(frame, state, scratch, side)) intent = std::move(chosen);
    draw_choosing(frame, state, scratch);
    draw_task_details(frame, state, scratch);
    if (auto set = draw_about(frame, state, scratch)) intent = std::move(set);
    if (auto said = draw_standing_in(frame, state, scratch)) intent = std::move(said);
    if (auto given = draw_marking(frame, state, scratch)) intent = std::move(given);
    if (auto work = draw_works(frame, state.marks, scratch.choosing_work)) intent = std::move(*work);
    if (auto asked = draw_attention(frame, state.attention, state.grounds, state.around.now, scratch.attention))
        std::visit([&](auto& answer) { intent = std::move(answer); }, *asked);
    if (state.read_only == ReadOnly::no && obey_undo(frame, state.last_touch)) intent = Undo{};
    return intent;
}

}  // namespace zvonok::screens::lesson
