#include "station/screens/lesson_parts.hpp"
#include "station/screens/lesson_room.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>
#include <utility>

/// Seating the class: by drag, by two touches, or by keys; nothing is written before «Сохранить».
namespace zvonok::screens::lesson {

namespace {

using domain::SeatPlan;

constexpr int usual_columns = 6;
constexpr int usual_rows = 5;
constexpr int most_columns = 12;
constexpr int most_rows = 12;
constexpr float least_seat_u = 7;
constexpr float highest_seat_u = 12;

struct SeatPlace {
    int row = 0, column = 0;
    bool operator==(const SeatPlace&) const = default;
};

SeatPlan::Seat* seat_at(SeatPlan& plan, SeatPlace at) {
    const auto found = std::ranges::find_if(
        plan.seats, [&](const SeatPlan::Seat& seat) { return seat.row == at.row && seat.column == at.column; });
    return found == plan.seats.end() ? nullptr : &*found;
}

void stand_up(SeatPlan& plan, PersonId pupil) {
    std::erase_if(plan.seats, [&](const SeatPlan::Seat& seat) { return seat.pupil == pupil; });
}

/// Whoever sat there takes the place that the pupil leaves, if there is one.
void sit_down(SeatPlan& plan, PersonId pupil, SeatPlace at) {
    const auto old = std::ranges::find(plan.seats, pupil, &SeatPlan::Seat::pupil);
    SeatPlan::Seat* taken = seat_at(plan, at);
    if (old != plan.seats.end()) {
        if (taken != nullptr) return std::swap(taken->pupil, old->pupil);
        old->row = at.row;
        old->column = at.column;
    } else if (taken != nullptr) {
        taken->pupil = pupil;
    } else {
        plan.seats.push_back({pupil, at.row, at.column});
    }
}

/// The free seats, from the board on, go to those who have none, in the order of the list.
void seat_rest(SeatPlan& plan, const std::vector<Pupil>& pupils) {
    const std::vector<std::size_t> standing = without_seat(pupils, plan);
    auto next = standing.begin();
    for (int row = 0; row < plan.rows; ++row)
        for (int column = 0; column < plan.columns && next != standing.end(); ++column)
            if (seat_at(plan, {row, column}) == nullptr) plan.seats.push_back({pupils[*next++].id, row, column});
}

void resize(SeatPlan& plan, int rows, int columns) {
    plan.rows = std::clamp(rows, 1, most_rows);
    plan.columns = std::clamp(columns, seats_at_desk, most_columns);
    std::erase_if(plan.seats,
                  [&](const SeatPlan::Seat& seat) { return seat.row >= plan.rows || seat.column >= plan.columns; });
}

const Pupil* pupil_of(const State& state, const PersonId& id) {
    const auto found = std::ranges::find(state.pupils, id, &Pupil::id);
    return found == state.pupils.end() ? nullptr : &*found;
}

std::string seat_name(const ui::Words& words, SeatPlace at) {
    const std::string_view side = at.column % seats_at_desk == 0 ? words.tr("слева") : words.tr("справа");
    return ui::fill(words.tr("Ряд {}, парта {}, {}"),
                    {std::to_string(at.column / seats_at_desk + 1), std::to_string(at.row + 1), side});
}

/// What was done with the places in this frame.
struct Hand {
    ui::Frame& frame;
    const State& state;
    Seating& seating;
    RoomGrid grid{};
    ui::Rect tray{};
    const Pupil* carried = nullptr;  ///< by finger or mouse
    ui::Point at{};
    bool dropped = false;
    std::optional<SeatPlace> touched{};
    const Pupil* picked = nullptr;  ///< of those without a place
    bool sent_off = false;

    [[nodiscard]] std::optional<SeatPlace> seat_under() const {
        for (int row = 0; row < grid.rows; ++row)
            for (int column = 0; column < grid.columns; ++column)
                if (grid.seat(row, column).contains(at)) return SeatPlace{row, column};
        return std::nullopt;
    }
    /// True: it was touched.
    bool draw_tile(const ui::Rect& rect, std::string_view name, const Pupil* pupil) {
        const std::string_view who = pupil == nullptr ? frame.tr("свободно") : std::string_view{pupil->name};
        ui::CellPress press;
        in_place(frame, rect, [&] {
            press = frame.cell(name, {.meaning = who,
                                      .faded = pupil == nullptr,
                                      .chosen = pupil != nullptr && seating.taken == pupil->id,
                                      .movable = pupil != nullptr});
        });
        if (pupil == nullptr) return press.pressed;
        draw_name_of(frame, rect.inset(frame.u(0.5f), frame.u(0.5f)), pupil->name);
        if (press.carried) {
            carried = pupil;
            at = *press.carried;
            dropped = press.dropped;
        }
        return press.pressed;
    }
};

void draw_seat_tiles(Hand& hand) {
    for (int row = 0; row < hand.grid.rows; ++row)
        for (int column = 0; column < hand.grid.columns; ++column) {
            const SeatPlace at{row, column};
            const SeatPlan::Seat* seat = seat_at(hand.seating.plan, at);
            const Pupil* pupil = seat == nullptr ? nullptr : pupil_of(hand.state, seat->pupil);
            if (hand.draw_tile(hand.grid.seat(row, column), seat_name(hand.frame.words(), at), pupil))
                hand.touched = at;
        }
}

/// Those who have no place, below the room; whoever is dropped there has none either.
void draw_tray(Hand& hand, float height) {
    ui::Frame& frame = hand.frame;
    const std::vector<std::size_t> standing = without_seat(hand.state.pupils, hand.seating.plan);
    const auto in_row = static_cast<std::size_t>(hand.grid.columns);
    const std::size_t lines = std::max<std::size_t>(1, (standing.size() + in_row - 1) / in_row);
    hand.tray = frame.strip(frame.line(ui::TextSize::caption) + static_cast<float>(lines) * (height + frame.u(1)));
    ui::Rect rest = hand.tray;
    in_place(frame, rest.take_top(frame.line(ui::TextSize::caption), frame.u(1)),
             [&] { frame.caption(standing.empty() ? frame.tr("Место есть у каждого.") : frame.tr("Без места:")); });
    RoomGrid line = hand.grid;
    line.height = height;
    line.whole = rest;
    for (std::size_t n = 0; n < standing.size(); ++n) {
        const Pupil& pupil = hand.state.pupils[standing[n]];
        const ui::Rect rect = line.seat(static_cast<int>(n / in_row), static_cast<int>(n % in_row));
        if (hand.draw_tile(rect, ui::fill(frame.tr("{}, без места"), {pupil.name}), &pupil)) hand.picked = &pupil;
    }
    const bool seated = hand.seating.taken && pupil_of(hand.state, *hand.seating.taken) != nullptr &&
                        std::ranges::count(hand.seating.plan.seats, *hand.seating.taken, &SeatPlan::Seat::pupil) > 0;
    if (!standing.empty() || !seated) return;
    in_place(frame, rest.take_top(height).take_left(button_width(frame, frame.tr("Оставить без места"))),
             [&] { hand.sent_off = frame.button(frame.tr("Оставить без места")); });
}

void obey(Hand& hand) {
    Seating& seating = hand.seating;
    if (hand.carried != nullptr) {
        if (!hand.dropped) return;
        if (const auto under = hand.seat_under())
            sit_down(seating.plan, hand.carried->id, *under);
        else if (hand.tray.contains(hand.at))
            stand_up(seating.plan, hand.carried->id);
        seating.taken.reset();
        return;
    }
    if (hand.touched) {
        if (seating.taken) {
            sit_down(seating.plan, *std::exchange(seating.taken, std::nullopt), *hand.touched);
        } else if (const SeatPlan::Seat* seat = seat_at(seating.plan, *hand.touched)) {
            seating.taken = seat->pupil;
        }
    } else if (hand.picked != nullptr) {
        const bool again = seating.taken == hand.picked->id;
        seating.taken = again ? std::nullopt : std::optional{hand.picked->id};
    } else if (hand.sent_off && seating.taken) {
        stand_up(seating.plan, *std::exchange(seating.taken, std::nullopt));
    }
}

std::string size_text(const ui::Words& words, const SeatPlan& plan) {
    const int desks = (plan.columns + seats_at_desk - 1) / seats_at_desk;
    return joined({words.count(desks, "{} ряд", "{} ряда", "{} рядов"),
                   words.count(plan.rows, "по {} парте", "по {} парты", "по {} парт")});
}

/// How many desks there are.
void draw_size(ui::Frame& frame, const State& state, Seating& seating, ui::Rect& rest) {
    const ui::Words& words = frame.words();
    SeatPlan& plan = seating.plan;
    const int even = (plan.columns + 1) / seats_at_desk * seats_at_desk;
    struct Step {
        std::string_view name;
        int rows, columns;
    };
    const std::array<Step, 4> steps{{{words.tr("− ряд"), plan.rows, even - seats_at_desk},
                                     {words.tr("+ ряд"), plan.rows, even + seats_at_desk},
                                     {words.tr("− парта"), plan.rows - 1, plan.columns},
                                     {words.tr("+ парта"), plan.rows + 1, plan.columns}}};
    ui::Rect line = rest.take_top(control_height(frame), 2 * frame.u());
    for (const Step& step : steps)
        in_place(frame, line.take_left(std::min(button_width(frame, step.name), line.w / 2), frame.u()), [&] {
            const bool fits = step.rows >= 1 && step.rows <= most_rows && step.columns >= seats_at_desk &&
                              step.columns <= most_columns;
            if (frame.button(step.name, {.enabled = fits})) resize(plan, step.rows, step.columns);
        });
    const std::string_view by_list = words.tr("Рассадить остальных");
    const bool someone = !without_seat(state.pupils, plan).empty();
    if (button_width(frame, by_list) + frame.width(size_text(words, plan)) > line.w)
        line = rest.take_top(control_height(frame), 2 * frame.u());
    in_place(frame, line.take_right(std::min(button_width(frame, by_list), line.w), 2 * frame.u()), [&] {
        if (frame.button(by_list, {.enabled = someone})) seat_rest(plan, state.pupils);
    });
    in_place(frame, line, [&] { frame.text(size_text(words, plan), {.tone = ui::Tone::quiet}); });
}

enum class Ending { none, saved, dropped };

Ending draw_head(ui::Frame& frame, const State& state, ui::Rect& rest) {
    const ui::Words& words = frame.words();
    Ending ending = Ending::none;
    ui::Rect head = rest.take_top(control_height(frame), 2 * frame.u());
    const std::string_view save = words.tr("Сохранить схему"), drop = words.tr("Отмена");
    in_place(frame, head.take_right(std::min(button_width(frame, save), head.w / 2), 2 * frame.u()), [&] {
        if (frame.button(save, {.emphasis = ui::Emphasis::main, .by_enter = false})) ending = Ending::saved;
    });
    in_place(frame, head.take_right(std::min(button_width(frame, drop), head.w / 2), 2 * frame.u()), [&] {
        if (frame.button(drop)) ending = Ending::dropped;
    });
    in_place(frame, head, [&] { frame.heading(ui::fill(words.tr("Рассаживаем: {}"), {state.groups})); });
    return ending;
}

}  // namespace

Seating begin_seating(const State& state) {
    if (state.seats.plan && state.seats.plan->rows > 0 && state.seats.plan->columns > 0) return {*state.seats.plan, {}};
    const auto pupils = static_cast<int>(state.pupils.size());
    Seating seating;
    seating.plan.columns = usual_columns;
    seating.plan.rows = std::clamp((pupils + usual_columns - 1) / usual_columns, usual_rows, most_rows);
    seat_rest(seating.plan, state.pupils);
    return seating;
}

std::optional<Intent> draw_seating(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    if (state.seats.can != SeatPart::Can::write) {
        scratch.seating.reset();
        return std::nullopt;
    }
    Seating& seating = *scratch.seating;
    ui::Rect rest = place;
    const Ending ending = draw_head(frame, state, rest);
    draw_size(frame, state, seating, rest);
    const Pupil* taken = seating.taken ? pupil_of(state, *seating.taken) : nullptr;
    in_place(frame, rest.take_top(frame.line(ui::TextSize::caption), frame.u()), [&] {
        const std::string hint = taken == nullptr
                                     ? std::string{frame.tr("Перетащите ученика на его место или коснитесь его, "
                                                            "а потом места.")}
                                     : ui::fill(frame.tr("{}: коснитесь места"), {taken->name});
        frame.caption(hint, {.tone = taken == nullptr ? ui::Tone::quiet : ui::Tone::accent});
    });
    Hand hand{frame, state, seating};
    frame.card(frame.tr("Схема посадки"), rest, [&] {
        const float gap = frame.u();
        const float least = std::max(frame.u(least_seat_u), frame.line(ui::TextSize::text) + gap);
        const float lines = static_cast<float>(seating.plan.rows + 1);
        const float words = board_height(frame) + frame.line(ui::TextSize::caption) + 3 * gap;
        const float free = (frame.left_height() - words) / lines;
        const float height = std::clamp(free - gap, least, std::max(least, frame.u(highest_seat_u)));
        hand.grid = draw_room(frame, seating.plan.rows, seating.plan.columns, height);
        draw_seat_tiles(hand);
        draw_tray(hand, height);
    });
    if (hand.carried != nullptr && !hand.dropped) {
        const float width = std::min(hand.grid.width, frame.width(hand.carried->name) + frame.u(4));
        const float height = frame.u(least_seat_u);
        frame.in_hand(hand.carried->name, {hand.at.x - width / 2, hand.at.y - height / 2, width, height});
    }
    if (taken != nullptr && frame.escape()) seating.taken.reset();
    obey(hand);
    std::optional<Intent> intent;
    if (ending == Ending::saved) intent = Seat{seating.plan};
    if (ending != Ending::none) scratch.seating.reset();
    return intent;
}

}  // namespace zvonok::screens::lesson
