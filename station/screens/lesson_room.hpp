#pragma once

#include "station/domain/act.hpp"
#include "station/ui/frame.hpp"

/// The room as a teacher draws it: the board above, desks of two in rows away from it, an aisle between them. For
/// lesson_seats.cpp and lesson_seating.cpp only.
namespace zvonok::screens::lesson {

constexpr int seats_at_desk = 2;

/// Where the seats lie on the screen.
struct RoomGrid {
    ui::Rect whole;
    int rows = 0, columns = 0;
    float width = 0, height = 0;  ///< of a seat
    float aisle = 0, gap = 0;     ///< between desks aside, between anything else

    [[nodiscard]] ui::Rect seat(int row, int column) const {
        const int aisles = column / seats_at_desk;
        const int gaps = column - aisles;
        return {whole.x + static_cast<float>(column) * width + static_cast<float>(aisles) * aisle +
                    static_cast<float>(gaps) * gap,
                whole.y + static_cast<float>(row) * (height + gap), width, height};
    }
};

/// How wide a seat is in a room of that width.
float seat_width(const ui::Frame& frame, int columns, float width);
/// Takes the board and the seats from the open area, each seat that high.
RoomGrid draw_room(ui::Frame& frame, int rows, int columns, float seat_height);
/// What the board takes of the height.
float board_height(const ui::Frame& frame);
/// In the letters of the list, or in smaller ones where they do not fit, in as many lines as that place has.
void draw_name_of(ui::Frame& frame, const ui::Rect& place, std::string_view name);
/// Whoever has no place in the plan, by their rows in the list.
template <class Pupils>
std::vector<std::size_t> without_seat(const Pupils& pupils, const domain::SeatPlan& plan) {
    std::vector<std::size_t> found;
    for (std::size_t n = 0; n < pupils.size(); ++n) {
        const auto is_his = [&](const domain::SeatPlan::Seat& seat) { return seat.pupil == pupils[n].id; };
        if (std::none_of(plan.seats.begin(), plan.seats.end(), is_his)) found.push_back(n);
    }
    return found;
}

}  // namespace zvonok::screens::lesson
