#include "station/screens/kiosk_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <span>

namespace zvonok::screens::kiosk {

namespace {

constexpr float tallest_u = 16;
constexpr float narrowest_u = 13;
constexpr float widest_u = 32;
constexpr float label_u = 16;  ///< «11 класс»

struct Grade {
    int number = 0;
    std::span<const ClassButton> classes;
};

std::vector<Grade> grades_of(const std::vector<ClassButton>& classes) {
    std::vector<Grade> grades;
    for (std::size_t first = 0; first < classes.size();) {
        std::size_t end = first;
        while (end < classes.size() && classes[end].grade == classes[first].grade) ++end;
        grades.push_back({classes[first].grade, std::span{classes}.subspan(first, end - first)});
        first = end;
    }
    return grades;
}

std::string grade_text(const ui::Words& words, int grade) {
    return grade == 0 ? std::string{} : ui::fill(words.tr("{} класс"), {std::to_string(grade)});
}

/// The largest letters in which every class's name finds room on a button of that size, in pixels.
ui::TextSize letters_for(const ui::Frame& frame, const std::vector<ClassButton>& classes, float width, float height) {
    for (const ui::TextSize size : {ui::TextSize::title, ui::TextSize::heading}) {
        const auto fits = [&](const ClassButton& which) { return width >= frame.width(which.name, size) + frame.u(3); };
        if (height >= 1.5f * frame.line(size) && std::ranges::all_of(classes, fits)) return size;
    }
    return ui::TextSize::text;
}

std::optional<Intent> draw_button(ui::Frame& frame, const State& state, const ClassButton& which, ui::TextSize size,
                                  const ui::Rect& place) {
    std::optional<Intent> intent;
    const bool chosen = state.chosen && state.chosen->id == which.id;
    in_place(frame, place, [&] {
        const auto emphasis = chosen ? ui::Emphasis::main : ui::Emphasis::quiet;
        if (frame.button(which.name, {.emphasis = emphasis, .size = size, .by_enter = false}))
            intent = PickClass{which.id};
    });
    return intent;
}

/// In the smallest letters that a button has.
float widest_name(const ui::Frame& frame, const std::vector<ClassButton>& classes) {
    float width = 0;
    for (const ClassButton& which : classes) width = std::max(width, button_width(frame, which.name));
    return width;
}

struct Rows {
    float label = 0;
    float button = 0;
    std::size_t across = 1;
};
Rows rows_of(const ui::Frame& frame, const std::vector<Grade>& grades, float widest, float width) {
    const float u = frame.u();
    std::size_t most = 1;
    bool labelled = false;
    for (const Grade& grade : grades) {
        most = std::max(most, grade.classes.size());
        labelled = labelled || grade.number != 0;
    }
    Rows rows;
    rows.label = labelled ? std::max(label_u * u, frame.width(grade_text(frame.words(), 11)) + u) : 0;
    const float free = width - rows.label;
    const auto fits = static_cast<std::size_t>(std::max(1.f, (free + u) / (std::max(narrowest_u * u, widest) + u)));
    rows.across = std::min(most, fits);
    const auto count = static_cast<float>(rows.across);
    rows.button = std::min(std::max(widest_u * u, widest), (free - (count - 1) * u) / count);
    return rows;
}

std::optional<Intent> draw_rows(ui::Frame& frame, const State& state, const std::vector<Grade>& grades,
                                const ui::Rect& place) {
    std::optional<Intent> intent;
    const float u = frame.u();
    const Rows rows = rows_of(frame, grades, widest_name(frame, state.classes), place.w);
    std::size_t lines = 0;
    for (const Grade& grade : grades) lines += (grade.classes.size() + rows.across - 1) / rows.across;
    const float free = (place.h + u) / static_cast<float>(lines) - u;
    const float height = std::clamp(free, touch_u * u, tallest_u * u);
    const ui::TextSize size = letters_for(frame, state.classes, rows.button, height);
    for (const Grade& grade : grades) {
        for (std::size_t first = 0; first < grade.classes.size(); first += rows.across) {
            ui::Rect line = frame.strip(height);
            const ui::Rect label = line.take_left(rows.label);
            if (first == 0 && rows.label > 0)
                in_place(frame, label,
                         [&] { frame.text(grade_text(frame.words(), grade.number), {.tone = ui::Tone::quiet}); });
            const std::size_t count = std::min(rows.across, grade.classes.size() - first);
            for (const ClassButton& which : grade.classes.subspan(first, count))
                if (auto picked = draw_button(frame, state, which, size, line.take_left(rows.button, u)))
                    intent = picked;
        }
    }
    return intent;
}

std::optional<Intent> draw_columns(ui::Frame& frame, const State& state, const std::vector<Grade>& grades,
                                   const ui::Rect& place) {
    std::optional<Intent> intent;
    const float u = frame.u();
    const auto count = static_cast<float>(grades.size());
    std::size_t most = 1;
    for (const Grade& grade : grades) most = std::max(most, grade.classes.size());
    const float gap = 2 * u;
    const float width = (place.w - (count - 1) * gap) / count;
    const float label = frame.line(ui::TextSize::text);
    const float free = (place.h - label - u) / static_cast<float>(most) - u;
    const float height = std::clamp(free, touch_u * u, tallest_u * u);
    const ui::TextSize size = letters_for(frame, state.classes, width, height);
    ui::Rect table = frame.strip(label + u + (height + u) * static_cast<float>(most));
    for (const Grade& grade : grades) {
        ui::Rect column = table.take_left(width, gap);
        in_place(frame, column.take_top(label, u), [&] {
            frame.text(grade_text(frame.words(), grade.number), {.tone = ui::Tone::quiet, .align = ui::Align::centre});
        });
        for (const ClassButton& which : grade.classes)
            if (auto picked = draw_button(frame, state, which, size, column.take_top(height, u))) intent = picked;
    }
    return intent;
}

/// Without the grades, as many side by side as there is room for: beside the chosen class's day.
std::size_t compact_across(const ui::Frame& frame, const State& state, float width) {
    const float u = frame.u();
    const float least = std::max(
        {narrowest_u * u, frame.width("11А", ui::TextSize::heading) + 3 * u, widest_name(frame, state.classes)});
    return static_cast<std::size_t>(std::max(1.f, (width + u) / (least + u)));
}

std::optional<Intent> draw_compact(ui::Frame& frame, const State& state, float width) {
    std::optional<Intent> intent;
    const float u = frame.u();
    const std::size_t across = compact_across(frame, state, width);
    const auto count = static_cast<float>(across);
    const float button = (width - (count - 1) * u) / count;
    const ui::TextSize size = letters_for(frame, state.classes, button, touch_u * u);
    for (std::size_t first = 0; first < state.classes.size(); first += across) {
        ui::Rect line = frame.strip(touch_u * u);
        const std::size_t end = std::min(first + across, state.classes.size());
        for (std::size_t i = first; i < end; ++i)
            if (auto picked = draw_button(frame, state, state.classes[i], size, line.take_left(button, u)))
                intent = picked;
    }
    return intent;
}

}  // namespace

float classes_height(const ui::Frame& frame, const State& state, float width) {
    const std::size_t across = compact_across(frame, state, width);
    const std::size_t lines = (state.classes.size() + across - 1) / across;
    return (static_cast<float>(lines) * (touch_u + 1) - 1) * frame.u();
}

std::optional<Intent> draw_classes(ui::Frame& frame, const State& state, const ui::Rect& place) {
    std::optional<Intent> intent;
    const std::vector<Grade> grades = grades_of(state.classes);
    ui::Rect rest = place;
    const float u = frame.u();
    if (state.chosen) {
        frame.scroll(frame.tr("Классы"), rest, [&] { intent = draw_compact(frame, state, rest.w); });
        return intent;
    }
    const std::string_view hint = frame.tr("Выберите свой класс");
    in_place(frame, rest.take_top(frame.line(ui::TextSize::title), 2 * u), [&] { frame.title(hint); });
    const auto count = static_cast<float>(grades.size());
    const float label = frame.width(grade_text(frame.words(), 11));
    const float narrowest = std::max(narrowest_u * u, label);
    const bool columns = !frame.portrait() && grades.size() > 1 && count * narrowest + (count - 1) * 2 * u <= rest.w;
    frame.scroll(frame.tr("Классы"), rest, [&] {
        intent = columns ? draw_columns(frame, state, grades, rest) : draw_rows(frame, state, grades, rest);
    });
    return intent;
}

}  // namespace zvonok::screens::kiosk
