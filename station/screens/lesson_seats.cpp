#include "station/screens/lesson_parts.hpp"
#include "station/screens/lesson_room.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>
#include <cmath>

/// The class as it sits: what the list does, where the eye finds the pupil in the room.
namespace zvonok::screens::lesson {

namespace {

constexpr float aisle_u = 3;
constexpr float gap_u = 1;
constexpr float board_u = 4;
constexpr float tallest_seat_u = 16;

/// Where the seat's pupil stands in the list; nothing: not in this lesson.
std::optional<std::size_t> row_of(const State& state, PersonId pupil) {
    const auto found = std::ranges::find(state.pupils, pupil, &Pupil::id);
    if (found == state.pupils.end()) return std::nullopt;
    return static_cast<std::size_t>(found - state.pupils.begin());
}

/// The name above, the cells below.
struct SeatDrawer {
    ui::Frame& frame;
    const State& state;
    Scratch& scratch;
    std::optional<Intent> intent{};
    std::optional<Scratch::Place> focused{};

    [[nodiscard]] float least_height() const { return frame.line(ui::TextSize::text) + control_height(frame); }

    void draw(const ui::Rect& rect, std::size_t row) {
        ui::Rect rest = rect;
        const ui::Rect name = rest.take_top(frame.line(ui::TextSize::text));
        draw_name_of(frame, name, state.pupils[row].name);
        const std::array<ui::Track, 2> tracks{ui::share(), ui::share()};
        const float height = std::min(rest.h, 1.4f * control_height(frame));
        frame.area(rest.take_top(height), [&] {
            frame.scope(state.pupils[row].id.hex(), [&] {
                frame.row(std::span{tracks}.first(state.marks.none() ? 1 : 2), {.height_u = height / frame.u()}, [&] {
                    PupilCells cells = draw_cells(frame, state, scratch, row, false);
                    if (cells.intent) intent = std::move(cells.intent);
                    if (cells.focused) focused = cells.focused;
                });
            });
        });
    }
};

std::string_view no_plan_text(const ui::Words& words, SeatPart::Can can) {
    switch (can) {
        case SeatPart::Can::write:
            return words.tr("Рассадите класс один раз: схема сохранится для этого кабинета.");
        case SeatPart::Can::read:
            return words.tr("Рассадить класс может его учитель, классный руководитель или завуч.");
        case SeatPart::Can::not_one_class:
            return words.tr("На уроке несколько классов сразу, а схема бывает у одного класса. Отмечайте по списку.");
        case SeatPart::Can::not_in_a_room:
            break;
    }
    return words.tr("В расписании не сказано, в каком кабинете урок. Отмечайте по списку.");
}

void draw_no_plan(ui::Frame& frame, const State& state, Scratch& scratch) {
    const bool could_be = state.seats.can == SeatPart::Can::write || state.seats.can == SeatPart::Can::read;
    frame.heading(could_be ? ui::fill(frame.tr("{} в этом кабинете ещё никто не рассаживал"), {state.groups})
                           : std::string{frame.tr("У этого урока нет схемы посадки")});
    frame.text(no_plan_text(frame.words(), state.seats.can), {.tone = ui::Tone::quiet});
    if (state.seats.can != SeatPart::Can::write) return;
    frame.space(1);
    if (frame.button(frame.tr("Рассадить"), {.emphasis = ui::Emphasis::main, .by_enter = false}))
        scratch.seating = begin_seating(state);
}

/// How the plan stands, and the way to change it.
void draw_plan_head(ui::Frame& frame, const State& state, Scratch& scratch) {
    const ui::Words& words = frame.words();
    ui::Rect head = frame.strip(control_height(frame));
    if (state.seats.can == SeatPart::Can::write) {
        const std::string_view name = words.tr("Пересадить");
        in_place(frame, head.take_right(std::min(button_width(frame, name), head.w / 2), frame.u(2)), [&] {
            if (frame.button(name)) scratch.seating = begin_seating(state);
        });
    }
    const bool settled = state.seats.standing == Standing::accepted || state.seats.standing == Standing::saved;
    const std::string stands = settled
                                   ? std::string{words.tr("Схема посадки")}
                                   : joined({words.tr("Схема посадки"), standing_text(words, state.seats.standing)});
    in_place(frame, head,
             [&] { frame.text(stands, {.tone = settled ? ui::Tone::quiet : tone_of(state.seats.standing)}); });
}

}  // namespace

float board_height(const ui::Frame& frame) {
    return std::max(frame.u(board_u), frame.line(ui::TextSize::caption)) + frame.u(1);
}

float seat_width(const ui::Frame& frame, int columns, float width) {
    const int aisles = (columns - 1) / seats_at_desk;
    const int gaps = columns - 1 - aisles;
    const float between = static_cast<float>(aisles) * frame.u(aisle_u) + static_cast<float>(gaps) * frame.u(gap_u);
    return std::floor((width - between) / static_cast<float>(std::max(1, columns)));
}

RoomGrid draw_room(ui::Frame& frame, int rows, int columns, float seat_height) {
    const float u = frame.u();
    const float caption = board_height(frame) - u;
    const ui::Rect board = frame.strip(caption);
    const ui::Rect wall = board.centred(board.w / 2, board.h);
    frame.area(wall, [&] { frame.strip(wall.h, {.tinted = true}); });
    in_place(frame, wall,
             [&] { frame.caption(frame.tr("Доска"), {.tone = ui::Tone::quiet, .align = ui::Align::centre}); });
    const float height = static_cast<float>(rows) * (seat_height + gap_u * u);
    RoomGrid grid{frame.strip(height), rows, columns, 0, seat_height, aisle_u * u, gap_u * u};
    grid.width = seat_width(frame, columns, grid.whole.w);
    return grid;
}

void draw_name_of(ui::Frame& frame, const ui::Rect& place, std::string_view name) {
    const bool large = frame.width(name) <= place.w;
    const float height = frame.height(name, place.w, large ? ui::TextSize::text : ui::TextSize::caption);
    const ui::TextOptions options{.tone = ui::Tone::ink, .align = ui::Align::centre};
    if (large || height > place.h)
        in_place(frame, place, [&] { large ? frame.text(name, options) : frame.caption(name, options); });
    else
        frame.area(place.centred(place.w, height), [&] { frame.caption(name, options); });
}

std::optional<Intent> draw_seats(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    SeatDrawer seats{frame, state, scratch};
    frame.card(frame.tr("Схема посадки"), place, [&] {
        const std::optional<domain::SeatPlan>& plan = state.seats.plan;
        if (!plan || plan->rows < 1 || plan->columns < 1) return draw_no_plan(frame, state, scratch);
        draw_plan_head(frame, state, scratch);
        const std::vector<std::size_t> standing = without_seat(state.pupils, *plan);
        const float gap = gap_u * frame.u();
        // As high as shows the whole room without scrolling, and no lower than a finger needs.
        const auto in_row = static_cast<std::size_t>(plan->columns);
        const std::size_t more = (standing.size() + in_row - 1) / in_row;
        const auto lines = static_cast<float>(plan->rows) + static_cast<float>(more);
        const float others = standing.empty() ? 0 : frame.line(ui::TextSize::caption) + 2 * gap;
        const float free = (frame.left_height() - board_height(frame) - others - gap) / lines - gap;
        const float height =
            std::clamp(std::floor(free), seats.least_height(), std::max(seats.least_height(), frame.u(tallest_seat_u)));
        const RoomGrid grid = draw_room(frame, plan->rows, plan->columns, height);
        for (const domain::SeatPlan::Seat& seat : plan->seats)
            if (const auto row = row_of(state, seat.pupil)) seats.draw(grid.seat(seat.row, seat.column), *row);
        if (standing.empty()) return;
        frame.caption(frame.words().count(static_cast<int>(standing.size()), "Ещё {} ученик без места",
                                          "Ещё {} ученика без места", "Ещё {} учеников без места"));
        for (std::size_t first = 0; first < standing.size(); first += in_row) {
            RoomGrid line = grid;
            line.whole = frame.strip(height);
            for (std::size_t n = first; n < std::min(first + in_row, standing.size()); ++n)
                seats.draw(line.seat(0, static_cast<int>(n - first)), standing[n]);
        }
    });
    if (seats.focused && state.read_only == ReadOnly::no && !seats.intent)
        seats.intent = obey_erase(frame, state, *seats.focused);
    return std::move(seats.intent);
}

}  // namespace zvonok::screens::lesson
