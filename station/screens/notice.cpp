#include "station/screens/notice.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::notice {

namespace {

struct Told {
    ui::Tone tone = ui::Tone::warn;
    std::string_view happened{}, means{}, advice{};
};

constexpr std::string_view ask_image = phrase("Попросите администратора прислать новый образ настройки.");
constexpr std::string_view former_kept = phrase("Станция продолжает работать с прежней настройкой.");
constexpr std::string_view not_set_up = phrase("Пока станция не настроена, войти на ней нельзя.");

Told told_of(Kind kind) {
    using enum Kind;
    using ui::Tone;
    switch (kind) {
        case starting:
            return {Tone::ink, phrase("Станция включается"), phrase("Открываем журнал этой станции."), {}};
        case enrolling:
            return {Tone::ink, phrase("Станция знакомится с сервером"), phrase("Сервер выдаёт ей удостоверение."),
                    phrase("Это бывает один раз и занимает меньше минуты.")};
        case receiving:
            return {Tone::ink, phrase("Станция получает данные школы"),
                    phrase("Расписание, классы и списки приходят с сервера."),
                    phrase("Подождите: экран сменится сам.")};
        case blank:
            return {
                Tone::ink, phrase("Станция ещё не настроена"), not_set_up,
                phrase("Администратору: вставьте носитель с образом настройки школы или выполните zvonokctl apply.")};
        case image_unreadable:
            return {Tone::warn, phrase("Образ настройки не читается"), former_kept,
                    phrase("Проверьте носитель и вставьте его снова.")};
        case image_truncated:
            return {Tone::warn, phrase("Образ настройки записан не до конца"), former_kept,
                    phrase("Скопируйте образ на носитель ещё раз и дождитесь конца записи.")};
        case image_altered:
            return {Tone::bad, phrase("Образ настройки изменён после подписи"),
                    phrase("Доверять ему нельзя, станция его не применила."), ask_image};
        case image_foreign:
            return {Tone::bad, phrase("Образ настройки подписан не этой школой"),
                    phrase("Доверять ему нельзя, станция его не применила."), ask_image};
        case image_expired:
            return {Tone::warn, phrase("Срок образа настройки истёк"), phrase("Станция его не применила."), ask_image};
        case image_older:
            return {Tone::warn, phrase("Этот образ старше применённого"), former_kept,
                    phrase("Делать ничего не нужно. Если нужен именно он, пусть администратор выпустит его заново.")};
        case image_newer:
            return {Tone::warn, phrase("Образ сделан для более новой программы"), former_kept,
                    phrase("Сначала обновите программу станции.")};
        case image_faulty:
            return {Tone::warn, phrase("В образе настройки ошибка"), former_kept, ask_image};
        case no_section:
            return {Tone::warn, phrase("В образе нет раздела для этого компьютера"), not_set_up,
                    phrase("Администратору: добавьте компьютер в настройку школы и выпустите образ заново.")};
        case enrol_refused:
            return {Tone::bad, phrase("Сервер не принял эту станцию"), not_set_up,
                    phrase("Администратору: одноразовый ключ станции использован, истёк или выдан другому компьютеру. "
                           "Выпустите новый образ.")};
        case enrol_offline:
            return {Tone::warn, phrase("Сервер школы не отвечает"),
                    phrase("Первое включение требует связи с сервером."),
                    phrase("Проверьте сетевой кабель и адрес сервера. Станция пробует снова сама.")};
        case enrol_distrusted:
            return {Tone::bad, phrase("Ответил не сервер этой школы"),
                    phrase("Его сертификат выдан кем-то другим, станция ничего ему не отправила."),
                    phrase("Администратору: проверьте адрес сервера и центр сертификации в настройке.")};
        case enrol_portal:
            return {Tone::warn, phrase("Сеть просит войти через браузер"),
                    phrase("До сервера школы станция пока не дошла и ничего ему не отправила."),
                    phrase("Администратору: откройте станции доступ в сеть без входа. Станция пробует снова сама.")};
        case enrol_proxy:
            return {
                Tone::warn, phrase("Прокси-сервер не пропускает станцию"),
                phrase("Первое включение требует связи с сервером."),
                phrase("Администратору: проверьте прокси-сервер, заданный на станции. Станция пробует снова сама.")};
        case database_newer:
            return {Tone::bad, phrase("Журнал станции записан более новой программой"),
                    phrase("Записи целы, но эта программа не может их открыть."),
                    phrase("Администратору: верните новую версию программы.")};
        case database_unusable:
            return {Tone::bad, phrase("Журнал станции не открывается"),
                    phrase("Файл журнала отложен и не удалён; отправленное хранится на сервере."),
                    phrase("Позовите администратора: без исправного диска станция работать не может.")};
        case salvaged:
            return {Tone::warn, phrase("Журнал станции был повреждён и восстановлен"), {}, {}};
        case disk_full:
            return {Tone::bad, phrase("На диске станции нет места"),
                    phrase("Станция не может сохранять записи. Сохранённое раньше цело."),
                    phrase("Позовите администратора: нужно освободить место.")};
        case failed:
            break;
    }
    return {Tone::bad, phrase("Программа станции остановилась из-за ошибки"), phrase("Сохранённые записи целы."),
            phrase("Включите станцию снова. Если повторится, позовите администратора.")};
}

std::uint64_t lost_count(const std::vector<Gap>& lost) {
    std::uint64_t count = 0;
    for (const Gap& gap : lost) count += gap.last - gap.first + 1;
    return count;
}

/// «№ 118–120, 131»
std::string numbers(const std::vector<Gap>& lost) {
    std::string result;
    for (const Gap& gap : lost) {
        result += result.empty() ? "№ " : ", ";
        result += std::to_string(gap.first);
        if (gap.last != gap.first) result += "–" + std::to_string(gap.last);
    }
    return result;
}

/// The three sentences of the salvage, which depend on its numbers.
struct Salvage {
    std::string kept, lost, advice;
};
Salvage salvage_of(const ui::Words& words, const State& state) {
    Salvage salvage;
    salvage.kept = words.count(state.kept, "Сохранена {} запись.", "Сохранены {} записи.", "Сохранено {} записей.");
    const std::uint64_t lost = lost_count(state.lost);
    if (lost == 0) {
        salvage.lost = words.tr("Ничего не потеряно.");
        salvage.advice = words.tr("Можно продолжать работу. Сообщите администратору: диск мог износиться.");
        return salvage;
    }
    salvage.lost = words.count(static_cast<long>(lost),
                               "Не прочитана {} запись:", "Не прочитаны {} записи:", "Не прочитаны {} записей:") +
                   " " + numbers(state.lost) + ".";
    salvage.advice = words.tr(
        "Отправленные из них есть на сервере и вернутся сами. Проверьте последние уроки и сообщите администратору.");
    return salvage;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& /*scratch*/) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const Told told = told_of(state.kind);
    // A refused image leaves a station as it was: with its former configuration, or with none.
    const bool never_set_up = told.means == former_kept && !state.set_up;
    std::string means{words.tr(never_set_up ? not_set_up : told.means)};
    std::string advice{words.tr(told.advice)};
    std::string more;
    if (state.kind == Kind::salvaged) {
        const Salvage salvage = salvage_of(words, state);
        means = salvage.kept;
        more = salvage.lost;
        advice = salvage.advice;
    }

    frame.status_line({.text = room_text(words, state.room), .right = state.around.help, .help = help_word(frame)});
    ui::Rect page = frame.body();
    const float u = frame.u();
    ui::Rect corner = page.take_bottom(control_height(frame), 2 * u);
    in_place(frame, corner.take_right(button_width(frame, "Русский")), [&] {
        if (const auto speak = language_button(frame)) intent = *speak;
    });

    const std::string_view happened = words.tr(told.happened);
    const float width = std::min(page.w, frame.u(120));
    const auto text_height = [&](std::string_view text) {
        return text.empty() ? 0 : frame.height(text, width) + 2 * u;
    };
    const bool buttons = state.may_continue || state.may_retry;
    const float height = 10 * u + frame.height(happened, width, ui::TextSize::title) + 2 * u + text_height(means) +
                         text_height(more) + text_height(advice) +
                         (state.detail.empty() ? 0 : frame.height(state.detail, width, ui::TextSize::caption) + 2 * u) +
                         (buttons ? 8 * u : 0);
    frame.scroll(frame.tr("Сообщение"), page.centred(width, std::min(height, page.h)), [&] {
        const ui::Rect icon = frame.strip(8 * u);
        const bool trouble = told.tone != ui::Tone::ink;
        in_place(frame, {icon.x, icon.y, icon.h, icon.h}, [&] {
            frame.icon(trouble ? ui::Icon::warning : ui::Icon::clock, trouble ? told.tone : ui::Tone::accent);
        });
        frame.title(happened, {.tone = ui::Tone::ink, .strong = true});
        frame.space(1);
        for (const std::string& text : {means, more, advice})
            if (!text.empty()) frame.text(text);
        if (!state.detail.empty()) frame.caption(state.detail);
        if (!buttons) return;
        frame.space(1);
        if (state.may_continue && frame.button(frame.tr("Продолжить"), {.emphasis = ui::Emphasis::main}))
            intent = Continue{};
        if (state.may_retry && frame.button(frame.tr("Попробовать снова"), {.emphasis = ui::Emphasis::main}))
            intent = Retry{};
    });
    return intent;
}

}  // namespace zvonok::screens::notice
