#include "station/base/input.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>
#include <utility>

/// The roll-call: one name at a time, in letters that are read from the last desk; every answer leads to the next.
namespace zvonok::screens::lesson {

namespace {

constexpr float answer_u = 14;
constexpr int longest_delay = 120;  ///< of what the journal takes as late

/// What the teacher says of the pupil who was called.
enum class Said { nothing, here, absent, late, code, skip, back };
struct Heard {
    Said said = Said::nothing;
    std::string code{};
};

/// How late somebody is who comes now; 0: the lesson is not going on, nobody can tell.
int minutes_late(const State& state) {
    const LocalTime now = state.around.now;
    if (now < state.starts || now >= state.ends) return 0;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - state.starts).count();
    return std::clamp(static_cast<int>(minutes), 1, longest_delay);
}

const Pupil* called(const State& state, const RollCall& roll) {
    if (roll.at >= roll.called.size()) return nullptr;
    const auto found = std::ranges::find(state.pupils, roll.called[roll.at], &Pupil::id);
    return found == state.pupils.end() ? nullptr : &*found;
}

std::string answer_of(const ui::Words& words, const State& state, const Pupil& pupil) {
    if (pupil.standing == Standing::none) return std::string{words.tr("ещё не отмечен")};
    if (pupil.late_minutes > 0) return late_text(words, pupil.late_minutes);
    if (pupil.code.empty()) return std::string{words.tr("на месте")};
    const auto code = std::ranges::find(state.codes, pupil.code, &Code::letters);
    if (code == state.codes.end() || code->title.empty()) return pupil.code;
    return joined({pupil.code, words.tr(code->title)});
}

/// In the largest letters in which the line fits; a double name may go on two lines.
void draw_name(ui::Frame& frame, const std::string& name) {
    const std::size_t dash = name.find('-');
    if (frame.width(name, ui::TextSize::clock) <= frame.area_width()) return frame.big(name);
    if (dash != std::string::npos) {
        const std::string first = name.substr(0, dash + 1), second = name.substr(dash + 1);
        const float width = std::max(frame.width(first, ui::TextSize::clock), frame.width(second, ui::TextSize::clock));
        if (width <= frame.area_width()) {
            frame.big(first);
            frame.big(second);
            return;
        }
    }
    if (frame.width(name, ui::TextSize::title) <= frame.area_width())
        frame.title(name, {.align = ui::Align::centre});
    else
        frame.heading(name, {.align = ui::Align::centre});
}

/// How many lines of the largest letters a name takes.
float name_height(ui::Frame& frame, const std::string& name, float width) {
    if (frame.width(name, ui::TextSize::clock) <= width) return frame.line(ui::TextSize::clock);
    return 2 * frame.line(ui::TextSize::clock) + frame.u();
}

/// The square that holds the keyboard: what stands there, and every key that answers.
Heard draw_answer(ui::Frame& frame, const State& state, const Pupil& pupil, const ui::Rect& place, int late, bool& go) {
    Heard heard;
    const std::string letter = pupil.late_minutes > 0 ? std::string{frame.tr("оп")} : pupil.code;
    in_place(frame, place, [&] {
        const ui::CellPress press =
            frame.cell(ui::fill(frame.tr("{}, перекличка"), {pupil.name}),
                       {.letter = letter,
                        .meaning = pupil.late_minutes > 0 ? std::string_view{}
                                                          : code_title(frame.words(), state.codes, pupil.code),
                        .sign = sign_of(pupil.standing),
                        .tone = ui::Tone::bad,
                        .take_focus = std::exchange(go, false),
                        .kept = {true, true, true, true}});
        if (press.pressed || press.typed == U'1' || press.typed == U'+') heard = {Said::here};
        if (press.typed == U'2' || press.typed == U'-') heard = {Said::absent};
        if (press.typed == U'3' && late > 0) heard = {Said::late};
        if (heard.said == Said::nothing && press.typed != 0)
            if (auto code = typed_code(state.codes, pupil.code, press.typed)) heard = {Said::code, std::move(*code)};
    });
    if (frame.key(input::Key::right) || frame.key(input::Key::down)) heard = {Said::skip};
    if (frame.key(input::Key::left) || frame.key(input::Key::up) || frame.key(input::Key::backspace))
        heard = {Said::back};
    return heard;
}

Said draw_buttons(ui::Frame& frame, ui::Rect row, bool may_be_late) {
    struct Button {
        Said said;
        std::string_view name;
    };
    const std::array<Button, 3> buttons{{{Said::here, frame.tr("На месте")},
                                         {Said::absent, frame.tr("Нет в классе")},
                                         {Said::late, frame.tr("Опоздание")}}};
    const std::size_t count = may_be_late ? 3 : 2;
    const float gap = frame.u(2);
    const float width = (row.w - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    Said said = Said::nothing;
    for (const Button& button : std::span{buttons}.first(count))
        in_place(frame, row.take_left(width, gap), [&] {
            const auto emphasis = button.said == Said::here ? ui::Emphasis::main : ui::Emphasis::quiet;
            const ui::ButtonOptions options{.emphasis = emphasis, .size = ui::TextSize::heading, .by_enter = false};
            if (frame.button(button.name, options)) said = button.said;
        });
    return said;
}

std::optional<Intent> obey(const State& state, RollCall& roll, const Pupil& pupil, const Heard& heard) {
    std::optional<Intent> intent;
    switch (heard.said) {
        case Said::nothing:
            return std::nullopt;
        case Said::back:
            roll.go = true;
            roll.at -= roll.at > 0 ? 1 : 0;
            return std::nullopt;
        case Said::skip:
            break;
        case Said::here:
            intent = Attend{pupil.id, {}};
            break;
        case Said::absent:
            intent = Attend{pupil.id, state.codes.empty() ? std::string{} : state.codes.front().letters};
            break;
        case Said::code:
            intent = Attend{pupil.id, heard.code};
            break;
        case Said::late:
            intent = Attend{pupil.id, {}, minutes_late(state)};
            break;
    }
    ++roll.at;
    roll.go = true;
    return intent;
}

}  // namespace

RollCall begin_roll(const State& state) {
    RollCall roll;
    for (const Pupil& pupil : state.pupils)
        if (pupil.standing == Standing::none) roll.called.push_back(pupil.id);
    // Everybody was marked: then the class is called anew.
    if (roll.called.empty())
        for (const Pupil& pupil : state.pupils) roll.called.push_back(pupil.id);
    return roll;
}

std::string late_text(const ui::Words& words, int minutes) {
    return words.count(minutes, "опоздание {} минута", "опоздание {} минуты", "опоздание {} минут");
}

std::optional<Intent> draw_roll(ui::Frame& frame, const State& state, Scratch& scratch) {
    RollCall& roll = *scratch.roll;
    // Whoever left the list meanwhile is not called.
    while (roll.at < roll.called.size() && called(state, roll) == nullptr) ++roll.at;
    const Pupil* pupil = called(state, roll);
    if (pupil == nullptr || state.read_only != ReadOnly::no) {
        scratch.roll.reset();
        return std::nullopt;
    }
    const ui::Words& words = frame.words();
    const float u = frame.u();
    ui::Rect page = frame.body();

    ui::Rect head = page.take_top(control_height(frame), 2 * u);
    const std::string_view end = words.tr("Закончить");
    bool ended = false;
    in_place(frame, head.take_right(std::min(button_width(frame, end), head.w / 2), 2 * u),
             [&] { ended = frame.button(end); });
    in_place(frame, head, [&] {
        frame.heading(ui::fill(words.tr("Перекличка: {} из {}"),
                               {std::to_string(roll.at + 1), std::to_string(roll.called.size())}));
    });
    // How much of the class is done, as a line that grows.
    ui::Rect line = page.take_top(u, 2 * u);
    frame.area(line, [&] {
        const float part = static_cast<float>(roll.at) / static_cast<float>(roll.called.size());
        frame.area(line.inset(u, 0).take_left(std::max(0.f, (line.w - 2 * u) * part)),
                   [&] { frame.strip(line.h, {.tinted = roll.at > 0}); });
    });

    const float caption = frame.line(ui::TextSize::caption);
    frame.area(page.take_bottom(caption, u), [&] {
        frame.caption(
            words.tr("Клавиши: 1 — на месте, 2 — нет, 3 — опоздание, буква — причина, стрелки — назад и дальше"),
            {.tone = ui::Tone::quiet, .align = ui::Align::centre});
    });
    ui::Rect foot = page.take_bottom(control_height(frame), 2 * u);
    bool back = false, skip = false;
    const float step = button_width(frame, words.tr("Пропустить"));
    in_place(frame, foot.take_left(std::min(step, foot.w * 0.4f), 2 * u),
             [&] { back = frame.button(words.tr("Назад"), {.enabled = roll.at > 0}); });
    in_place(frame, foot.take_right(std::min(step, foot.w * 0.4f), 2 * u),
             [&] { skip = frame.button(words.tr("Пропустить")); });
    if (roll.at > 0) {
        const auto before = std::ranges::find(state.pupils, roll.called[roll.at - 1], &Pupil::id);
        if (before != state.pupils.end())
            in_place(frame, foot, [&] {
                frame.text(joined({before->name, answer_of(words, state, *before)}),
                           {.tone = ui::Tone::quiet, .align = ui::Align::centre});
            });
    }
    const int late = minutes_late(state);
    ui::Rect answers = page.take_bottom(std::max(answer_u * u, frame.line(ui::TextSize::heading) + 2 * u), 2 * u);
    Heard heard{draw_buttons(frame, answers, late > 0)};

    const ui::Rect square = page.take_bottom(control_height(frame), 2 * u);
    const std::string answer = answer_of(words, state, *pupil);
    ui::Rect stands = square.centred(std::min(square.w, frame.width(answer) + 15 * u), square.h);
    const Heard typed = draw_answer(frame, state, *pupil, stands.take_left(12 * u, 2 * u), late, roll.go);
    if (typed.said != Said::nothing) heard = typed;
    in_place(frame, stands, [&] { frame.text(answer, {.tone = ui::Tone::quiet}); });

    const std::string& family = pupil->family.empty() ? pupil->name : pupil->family;
    const float names = name_height(frame, family, page.w) + frame.u() +
                        (pupil->given.empty() ? 0 : name_height(frame, pupil->given, page.w));
    frame.area(page.centred(page.w, std::min(page.h, names)), [&] {
        draw_name(frame, family);
        if (!pupil->given.empty()) draw_name(frame, pupil->given);
    });

    if (back) heard = {Said::back};
    if (skip) heard = {Said::skip};
    std::optional<Intent> intent = obey(state, roll, *pupil, heard);
    if (ended || frame.escape() || roll.at >= roll.called.size()) scratch.roll.reset();
    return intent;
}

}  // namespace zvonok::screens::lesson
