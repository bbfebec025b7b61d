#include "station/screens/bottom.hpp"

#include "station/screens/phrases.hpp"

namespace zvonok::screens {

namespace {

std::string sentences(std::initializer_list<std::string_view> parts) {
    std::string result;
    for (const std::string_view part : parts) {
        if (!result.empty() && !part.empty()) result += ' ';
        result += part;
    }
    return result;
}

std::string neighbours_text(const ui::Words& words, const std::optional<int>& neighbours) {
    if (!neighbours) return {};
    if (*neighbours == 0) return std::string{words.tr("Соседних станций не слышно.")};
    return words.count(*neighbours, "Записи передаёт {} соседняя станция.", "Записи передают {} соседние станции.",
                       "Записи передают {} соседних станций.");
}

}  // namespace

BottomText bottom_text(const ui::Words& words, const Surroundings& around, Typed typed) {
    BottomText bottom;
    const std::string exchanged = around.exchanged ? moment_text(words, *around.exchanged, around.now) : std::string{};
    const std::string waiting = around.waiting == 0
                                    ? std::string{}
                                    : words.count(around.waiting, "{} запись ждёт отправки, ничего не потеряно.",
                                                  "{} записи ждут отправки, ничего не потеряно.",
                                                  "{} записей ждут отправки, ничего не потеряно.");
    const auto say = [&](std::string_view what) { bottom.text = sentences({words.tr(what), waiting}); };
    switch (around.server) {
        case Server::unknown:
            say("Проверяем связь с сервером.");
            break;
        case Server::reached:
            if (typed == Typed::unwritten) {
                say("Набранное ещё не записано, остальное сохранено на этой станции.");
                break;
            }
            bottom.sign = ui::Sign::saved;
            if (around.waiting > 0)
                bottom.text = words.count(around.waiting, "Всё сохранено на этой станции · отправляется {} запись",
                                          "Всё сохранено на этой станции · отправляются {} записи",
                                          "Всё сохранено на этой станции · отправляются {} записей");
            else if (exchanged.empty())
                bottom.text = words.tr("Всё сохранено на этой станции");
            else
                bottom.text = ui::fill(words.tr("Всё сохранено на этой станции · отправлено {}"), {exchanged});
            break;
        case Server::unreachable:
            bottom.tone = ui::Tone::warn;
            say("Нет связи с сервером.");
            if (waiting.empty())
                bottom.text += std::string{" "}.append(words.tr("Работать можно: всё уже отправлено."));
            bottom.text = sentences({bottom.text, neighbours_text(words, around.neighbours)});
            break;
        case Server::distrusted:
            bottom.tone = ui::Tone::warn;
            say("Сервер не подтвердил, что он наш, и обмен остановлен. Позовите администратора.");
            break;
        case Server::refuses_us:
            bottom.tone = ui::Tone::warn;
            say("Сервер не принимает эту станцию. Позовите администратора.");
            break;
        case Server::portal:
            bottom.tone = ui::Tone::warn;
            say("Сеть просит войти через браузер и не пускает к серверу. Позовите администратора.");
            bottom.text = sentences({bottom.text, neighbours_text(words, around.neighbours)});
            break;
        case Server::proxy:
            bottom.tone = ui::Tone::warn;
            say("Прокси-сервер сети не пропускает к серверу школы. Позовите администратора.");
            bottom.text = sentences({bottom.text, neighbours_text(words, around.neighbours)});
            break;
        case Server::outdated:
            bottom.tone = ui::Tone::warn;
            say("Станции нужна новая программа. Записи сервер принимает.");
            break;
    }
    if (around.disk_full) {
        bottom.tone = ui::Tone::bad;
        bottom.sign = ui::Sign::none;
        bottom.text = words.tr("На диске станции нет места: новые записи не сохраняются. Позовите администратора.");
    }
    const bool told =
        around.server == Server::reached && around.waiting == 0 && !around.disk_full && typed == Typed::nothing;
    const std::string last =
        exchanged.empty() || told ? std::string{} : ui::fill(words.tr("последний обмен {}"), {exchanged});
    bottom.right = joined({last, around.help});
    return bottom;
}

std::string_view help_word(const ui::Frame& frame) {
    return frame.tr("Помощь и вид");
}

void draw_bottom(ui::Frame& frame, const Surroundings& around, Typed typed) {
    const BottomText bottom = bottom_text(frame.words(), around, typed);
    frame.status_line({.text = bottom.text,
                       .tone = bottom.tone,
                       .sign = bottom.sign,
                       .right = bottom.right,
                       .help = help_word(frame)});
}

std::optional<Speak> language_button(ui::Frame& frame) {
    const bool russian = frame.words().russian();
    // Each language is called by its own name: who can't read this one looks for it.
    if (!frame.button(russian ? "English" : "Русский")) return std::nullopt;
    return Speak{russian ? flow::Language::english : flow::Language::russian};
}

}  // namespace zvonok::screens
