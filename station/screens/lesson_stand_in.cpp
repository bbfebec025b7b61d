#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"

#include <array>

/// Substitution at the terminal (D-05).
namespace zvonok::screens::lesson {

namespace {

constexpr std::array reasons{phrase("болезнь"), phrase("командировка"), phrase("отпуск"), phrase("другая причина")};

}  // namespace

std::span<const std::string_view> reasons_away() {
    return reasons;
}

std::optional<std::string> choose_reason(ui::Frame& frame, std::string_view chosen) {
    std::optional<std::string> touched;
    frame.caption(frame.tr("Причина"));
    for (std::size_t first = 0; first < reasons.size(); first += 2)
        frame.row({ui::share(), ui::share()}, [&] {
            for (const std::string_view reason : reasons_away().subspan(first, 2))
                if (frame.choice(frame.tr(reason), {.chosen = chosen == reason})) touched = reason;
        });
    return touched;
}

std::optional<Intent> draw_standing_in(ui::Frame& frame, const State& state, Scratch& scratch) {
    scratch.standing_in = scratch.standing_in && state.may_stand_in;
    if (!scratch.standing_in) return std::nullopt;
    std::optional<Intent> intent;
    frame.dialogue(frame.tr("Замена"), 100, 70, [&] {
        const ui::Words& words = frame.words();
        frame.heading(words.tr("Вы проводите этот урок вместо другого учителя?"));
        frame.text(joined({state.groups, state.subject, period_text(words, state.period), state.planned}));
        frame.caption(words.tr("В журнале останутся оба: кто должен был вести урок и кто его провёл."));
        if (auto reason = choose_reason(frame, {})) intent = StandIn{std::move(*reason)};
        frame.space(1);
        if (frame.button(words.tr("Закрыть")) || frame.escape()) scratch.standing_in = false;
    });
    if (intent) scratch.standing_in = false;
    return intent;
}

}  // namespace zvonok::screens::lesson
