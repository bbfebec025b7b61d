#include "station/screens/help.hpp"

#include "station/base/input.hpp"
#include "station/screens/bottom.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace zvonok::screens::help {

namespace {

constexpr float width_u = 142;
constexpr float height_u = 116;

constexpr std::array<std::string_view, 4> sizes{phrase("Обычный"), phrase("Крупнее"), phrase("Крупный"),
                                                phrase("Самый крупный")};  // in the order of flow::text_sizes
constexpr std::array<std::string_view, 3> looks{phrase("Светлые"), phrase("Тёмные"),
                                                phrase("Контрастные")};  // in the order of flow::Look
constexpr std::array<std::string_view, 2> loudnesses{phrase("Выключено"), phrase("Включено")};
// In the order of flow::Language, each called by its own name: who can't read this one looks for it.
constexpr std::array<std::string_view, 2> languages{"Русский", "English"};

float widest_of(const ui::Frame& frame, std::span<const std::string_view> names) {
    float widest = 0;
    for (const std::string_view name : names) widest = std::max(widest, button_width(frame, frame.tr(name)));
    return widest;
}

/// Choices side by side, as many as their words let; the one that was touched.
std::optional<std::size_t> choices(ui::Frame& frame, std::span<const std::string_view> names, float height,
                                   std::size_t chosen) {
    std::optional<std::size_t> touched;
    const float widest = widest_of(frame, names);
    const float u = frame.u();
    std::size_t across = names.size();
    while (across > 1 && static_cast<float>(across) * (widest + u) - u > frame.area_width()) across = (across + 1) / 2;
    const std::vector<ui::Track> tracks(across, ui::share());
    for (std::size_t first = 0; first < names.size(); first += across)
        frame.row(tracks, {.height_u = height / u}, [&] {
            for (std::size_t n = first; n < std::min(first + across, names.size()); ++n)
                if (frame.choice(frame.tr(names[n]), {.chosen = n == chosen})) touched = n;
        });
    return touched;
}

/// Language and voice, two choices each: side by side where their words let, for the help below is to be seen.
void draw_pairs(ui::Frame& frame, const State& state, float height, flow::Sight& wanted) {
    const auto language = [&] {
        frame.caption(frame.tr("Язык"));
        if (const auto touched = choices(frame, languages, height, static_cast<std::size_t>(state.sight.language)))
            wanted.language = static_cast<flow::Language>(*touched);
    };
    const auto voice = [&] {
        frame.caption(frame.tr("Озвучивание (F4)"));
        if (const auto touched = choices(frame, loudnesses, height, state.sight.spoken ? 1 : 0))
            wanted.spoken = *touched == 1;
    };
    const float u = frame.u();
    const float half = (frame.area_width() - 2 * u) / 2;
    if (2 * std::max(widest_of(frame, languages), widest_of(frame, loudnesses)) + u <= half) {
        ui::Rect both = frame.strip(frame.line(ui::TextSize::caption) + height + u);
        frame.area(both.take_left(half, 2 * u), language);
        frame.area(both, voice);
    } else {
        language();
        voice();
    }
    if (state.hearing == Hearing::no_sound)
        frame.text(frame.tr("Звук недоступен: к этому компьютеру не подключены колонки или наушники, или их заняла "
                            "другая программа."),
                   {.tone = ui::Tone::warn});
    if (state.hearing == Hearing::no_voice)
        frame.text(
            frame.tr("Звук недоступен: на этом компьютере не установлены голоса. Скажите об этом администратору."),
            {.tone = ui::Tone::warn});
}

std::optional<Intent> draw_sight(ui::Frame& frame, const State& state) {
    std::optional<Intent> intent;
    const float height = std::max(control_height(frame), frame.u(state.kiosk ? 8 : 6));
    flow::Sight wanted = state.sight;
    frame.caption(frame.tr("Размер текста"));
    const auto size = std::ranges::find(flow::text_sizes, state.sight.text_percent) - flow::text_sizes.begin();
    if (const auto touched = choices(frame, sizes, height, static_cast<std::size_t>(size)))
        wanted.text_percent = flow::text_sizes.at(*touched);
    frame.caption(frame.tr("Цвета"));
    if (const auto touched = choices(frame, looks, height, static_cast<std::size_t>(state.sight.look)))
        wanted.look = static_cast<flow::Look>(*touched);
    draw_pairs(frame, state, height, wanted);
    frame.caption(state.owner == Owner::person
                      ? frame.tr("Станция запомнит это за вами: так будет каждый раз, когда вы войдёте здесь.")
                      : frame.tr("Останется, пока вы здесь: через минуту без касаний экран станет прежним."));
    if (wanted != state.sight) intent = Choose{wanted};
    return intent;
}

void draw_lines(ui::Frame& frame, std::string_view title, std::span<const std::string_view> lines) {
    if (lines.empty()) return;
    frame.space(0.5f);
    frame.heading(title);
    for (const std::string_view line : lines) frame.text(frame.tr(line));
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (std::exchange(scratch.about, state.place) != state.place) scratch.open = false;
    if (frame.help_asked()) scratch.open = !scratch.open;
    std::optional<Intent> intent;
    const auto by_key = [&] {
        if (!frame.key(input::Key::voice)) return;
        flow::Sight wanted = state.sight;
        wanted.spoken = !wanted.spoken;
        intent = Choose{wanted};
    };
    if (!scratch.open) {
        by_key();
        return intent;
    }
    const Topic topic = topic_of(state.place);
    bool close = false;
    const std::string title = ui::fill(frame.tr("Помощь: {}"), {frame.tr(topic.title)});
    frame.help_panel(title, width_u, height_u, [&] {
        const float height = std::max(control_height(frame), frame.u(state.kiosk ? 8 : 6));
        const std::string_view name = frame.tr("Закрыть");
        const float button = button_width(frame, name);
        const float words = frame.area_width() - button - frame.u(2);
        ui::Rect head = frame.strip(std::max(height, frame.height(title, words, ui::TextSize::heading)));
        const ui::Rect corner = head.take_right(button, frame.u(2));
        in_place(frame, {corner.x, corner.y, corner.w, height},
                 [&] { close = frame.button(name, {.emphasis = ui::Emphasis::main}) || frame.escape(); });
        frame.area(head.centred(head.w, frame.height(title, words, ui::TextSize::heading)),
                   [&] { frame.heading(title); });

        intent = draw_sight(frame, state);
        by_key();
        draw_lines(frame, frame.tr("Что здесь можно сделать"), topic.can);
        draw_lines(frame, frame.tr("Клавиши"), topic.keys);
        frame.space(0.5f);
        frame.heading(frame.tr("Связь и сохранение"));
        const BottomText bottom = bottom_text(frame.words(), state.around);
        if (!state.kiosk) {
            frame.text(bottom.text, {.tone = bottom.tone});
            frame.text(frame.tr(meaning_of(state.around)));
            frame.caption(frame.tr("Точка в клетке: сохранено. Пустое кольцо: ещё нет. Черта: ждёт решения."));
        } else {
            frame.text(frame.tr("Экран показывает то, что получил с сервера школы; внизу сказано, когда."));
        }
        frame.space(0.5f);
        frame.heading(frame.tr("Кого спросить"));
        frame.text(state.around.help.empty() ? frame.tr("Администратора электронного журнала вашей школы.")
                                             : std::string_view{state.around.help});
    });
    if (close) scratch.open = false;
    return intent;
}

}  // namespace zvonok::screens::help
