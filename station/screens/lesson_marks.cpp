#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::screens::lesson {

namespace {

constexpr std::size_t values_in_row = 5;

std::optional<std::string> choose_points(ui::Frame& frame, int most, std::string& typed) {
    const std::string label = ui::fill(frame.tr("Баллы, от 0 до {}"), {std::to_string(most)});
    const ui::FieldChange change = frame.text_field(label, typed);
    const auto points = points_of(typed, most);
    const bool written =
        frame.button(frame.tr("Записать"), {.enabled = points.has_value(), .emphasis = ui::Emphasis::main});
    return written || change == ui::FieldChange::submitted ? points : std::nullopt;
}

}  // namespace

std::optional<std::string> points_of(const std::string& typed, int most) {
    int points = 0;
    const auto [stop, error] = std::from_chars(typed.data(), typed.data() + typed.size(), points);
    if (error != std::errc{} || stop != typed.data() + typed.size() || points < 0 || points > most) return std::nullopt;
    return std::to_string(points);
}

std::optional<std::string> choose_value(ui::Frame& frame, const std::vector<std::string>& values,
                                        const std::string& current) {
    std::optional<std::string> chosen;
    const std::span all{values};
    for (std::size_t first = 0; first < all.size(); first += values_in_row) {
        const std::span some = all.subspan(first, std::min(values_in_row, all.size() - first));
        const std::vector<ui::Track> tracks(some.size(), ui::share());
        frame.row(tracks, {.height_u = 10}, [&] {
            for (const std::string& value : some)
                if (frame.choice(value, {.chosen = value == current})) chosen = value;
        });
    }
    return chosen;
}

std::optional<std::string> choose_mark(ui::Frame& frame, const MarksPart& marks, const std::string& current,
                                       std::string& points) {
    if (marks.values.empty()) return choose_points(frame, marks.most_points, points);
    return choose_value(frame, marks.values, current);
}

std::string work_title(const ui::Words& words, const Work& work) {
    if (work.ordinal == 1) return std::string{words.tr(work.title)};
    return ui::fill("{} ({})", {words.tr(work.title), std::to_string(work.ordinal)});
}

std::string work_button_name(const ui::Frame& frame, const MarksPart& marks) {
    if (marks.none()) return {};
    return ui::fill(frame.tr("Оценки: {}"), {work_title(frame.words(), marks.works[marks.current])});
}

void draw_work_button(ui::Frame& frame, const std::string& work, ui::Rect& head, float widest, bool& choosing) {
    if (work.empty()) return;
    in_place(frame, head.take_right(std::min(button_width(frame, work), widest), frame.u(2)), [&] {
        if (frame.button(work)) choosing = true;
    });
}

std::optional<Intent> draw_marking(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.marking) return std::nullopt;
    const auto pupil = std::ranges::find(state.pupils, *scratch.marking, &Pupil::id);
    if (pupil == state.pupils.end() || state.read_only != ReadOnly::no || state.marks.none()) {
        scratch.marking.reset();
        return std::nullopt;
    }
    std::optional<Intent> intent;
    bool close = false;
    if (!scratch.comment) scratch.comment = pupil->comment;
    frame.dialogue(frame.tr("Оценка"), 90, 76, [&] {
        frame.heading(pupil->name);
        frame.caption(work_title(frame.words(), state.marks.works[state.marks.current]));
        frame.space(1);
        if (const auto value = choose_mark(frame, state.marks, pupil->mark.text, scratch.points))
            intent = GiveMark{pupil->id, *value, scratch.comment};
        frame.space(1);
        const ui::FieldChange change = frame.text_field(frame.tr("Комментарий к оценке"), *scratch.comment);
        const bool given = !pupil->mark.text.empty();
        const bool commented = given && *scratch.comment != pupil->comment;
        if (change == ui::FieldChange::submitted && commented)
            intent = GiveMark{pupil->id, pupil->mark.text, scratch.comment};
        frame.space(1);
        const std::string_view take_back = frame.tr("Убрать оценку"), comment = frame.tr("Записать комментарий");
        side_by_side(frame, {take_back, comment}, [&](std::size_t n) {
            if (n == 0 && frame.button(take_back, {.enabled = given})) intent = GiveMark{pupil->id, {}};
            if (n == 1 && frame.button(comment, {.enabled = commented}))
                intent = GiveMark{pupil->id, pupil->mark.text, scratch.comment};
        });
        const std::string_view about = frame.tr("Об ученике"), shut = frame.tr("Закрыть");
        side_by_side(frame, {about, shut}, [&](std::size_t n) {
            if (n == 0 && frame.button(about)) {
                scratch.about = pupil->id;
                close = true;
            }
            if (n == 1 && (frame.button(shut) || frame.escape())) close = true;
        });
    });
    if (!intent && !close) return std::nullopt;
    // The keyboard goes on where it was.
    scratch.go_to = Scratch::Place{static_cast<std::size_t>(pupil - state.pupils.begin()), true};
    scratch.marking.reset();
    scratch.points.clear();
    scratch.comment.reset();
    return intent;
}

std::optional<ChooseWork> draw_works(ui::Frame& frame, const MarksPart& marks, bool& choosing) {
    if (!choosing) return std::nullopt;
    std::optional<ChooseWork> chosen;
    frame.dialogue(frame.tr("За что оценки"), 90, 100, [&] {
        frame.heading(frame.tr("За что оценки"));
        for (std::size_t n = 0; n < marks.works.size(); ++n) {
            const Work& work = marks.works[n];
            const std::string note = work.given == 0
                                         ? std::string{}
                                         : frame.words().count(work.given, "{} оценка", "{} оценки", "{} оценок");
            if (frame.choice(work_title(frame.words(), work), {.chosen = n == marks.current, .note = note}))
                chosen = ChooseWork{work.kind, work.ordinal};
        }
        frame.space(1);
        if (frame.button(frame.tr("Закрыть")) || frame.escape()) choosing = false;
    });
    if (chosen) choosing = false;
    return chosen;
}

}  // namespace zvonok::screens::lesson
