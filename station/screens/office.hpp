#pragma once

#include "station/screens/lesson.hpp"
#include "station/ui/frame.hpp"

/// What every desk of the office has in common: the person, what needs attention, the way back to the lessons.
namespace zvonok::screens::office {

struct Common {
    std::string person{};  ///< «Анна Сергеевна К.»
    bool loading = false;  ///< the store has not answered yet
    std::vector<lesson::Attention> attention{};
    std::vector<lesson::Ground> grounds{};
    Surroundings around{};
    bool operator==(const Common&) const = default;
};

/// «1 урок, вт 15 сентября · 7Б · алгебра»: the lesson that a record or an order is about.
struct LessonName {
    std::string groups{}, subject{};
    LocalDay day{};
    int period = 0;  ///< 0: of no lesson
    bool operator==(const LessonName&) const = default;
};
std::string lesson_name(const ui::Words& words, const LessonName& name);

struct ShowLessons {};
struct Leave {};
/// What the frame around a desk can ask for.
using Intent = std::variant<ShowLessons, Leave, lesson::AskChange>;

/// The bars, the way back at the left of the head, and what needs attention at its right. Cuts its places off `rest`;
/// what the head has left is for the desk.
std::optional<Intent> draw_head(ui::Frame& frame, std::string_view title, const Common& common,
                                lesson::AttentionScratch& scratch, ui::Rect& head, ui::Rect& rest);
/// Over everything else, to be drawn last.
std::optional<Intent> draw_attention(ui::Frame& frame, const Common& common, lesson::AttentionScratch& scratch);

/// A name and what it is, the name in quiet letters over it; nothing where there is nothing to tell.
void draw_detail(ui::Frame& frame, std::string_view name, std::string_view text);

/// A list beside what is chosen of it, under it in portrait.
struct Halves {
    ui::Rect list, chosen;
};
Halves halves_of(const ui::Frame& frame, ui::Rect rest, float list_share);

}  // namespace zvonok::screens::office
