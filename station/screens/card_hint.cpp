#include "station/screens/card_hint.hpp"

#include "station/screens/phrases.hpp"

namespace zvonok::screens::lock {

namespace {

struct Words3 {
    bool trouble = false;
    ui::Tone tone = ui::Tone::ink;
    std::string_view happened{}, means{}, advice{};
};

constexpr std::string_view ask_admin = phrase("Выньте карту и обратитесь к администратору.");
constexpr std::string_view station_keeps = phrase("Войти пока нельзя. Записи на станции целы.");

Words3 words_of(Card card) {
    using enum Card;
    using ui::Tone;
    switch (card) {
        case insert:
            return {.happened = phrase("Вставьте карту")};
        case starting:
            return {.tone = Tone::quiet, .happened = phrase("Считыватель включается")};
        case reading:
            return {.happened = phrase("Читаем карту, не вынимайте её")};
        case no_reader:
            return {true, Tone::warn, phrase("Считыватель карт не найден."), phrase("Войти по карте пока нельзя."),
                    phrase("Проверьте, включён ли кабель считывателя. Станция увидит его сама.")};
        case no_service:
            return {true, Tone::warn, phrase("Служба карт не работает."), station_keeps,
                    phrase("Подождите минуту: станция ждёт службу. Если не помогло, позовите администратора.")};
        case access_denied:
            return {true, Tone::warn, phrase("Служба карт не отвечает этой программе."), station_keeps,
                    phrase("Позовите администратора: программе нужно право на считыватель.")};
        case unreadable:
            return {true, Tone::warn, phrase("Карта не читается."),
                    phrase("Она вставлена не той стороной или повреждена."),
                    phrase("Выньте карту и вставьте чипом вперёд и вверх.")};
        case foreign:
            return {true, Tone::warn, phrase("Это не карта сотрудника."), phrase("По ней войти нельзя."),
                    phrase("Выньте её и вставьте свою карту сотрудника.")};
        case busy:
            return {true, Tone::warn, phrase("Карту держит другая программа."),
                    phrase("Станция не может её прочитать."),
                    phrase("Выньте карту и вставьте снова. Если не помогло, позовите администратора.")};
        case two_cards:
            return {true, Tone::warn, phrase("Вставлено две карты."), phrase("Неясно, кто входит."),
                    phrase("Оставьте одну карту.")};
        case left_in:
            return {.happened = phrase("Станция закрыта. Выньте карту")};
        case pulled:
            return {true, Tone::warn, phrase("Карту вынули слишком рано."), phrase("Вход не выполнен."),
                    phrase("Вставьте карту и не вынимайте до конца урока.")};
        case pin_blocked:
            return {true, Tone::bad, phrase("Карта заблокирована: PIN набран неверно слишком много раз."),
                    phrase("Войти по ней нельзя, пока её не разблокируют."), ask_admin};
        case other_authority:
            return {true, Tone::bad, phrase("Карту выдала не эта школа."), phrase("По ней войти нельзя."), ask_admin};
        case not_yet_valid:
            return {true, Tone::bad, phrase("Карта ещё не действует."), phrase("По ней пока нельзя войти."), ask_admin};
        case expired:
            return {true, Tone::bad, phrase("Срок карты истёк."), phrase("По ней больше нельзя войти."), ask_admin};
        case revoked:
            return {true, Tone::bad, phrase("Карта отозвана."), phrase("По ней больше нельзя войти."), ask_admin};
        case list_stale:
            return {true, Tone::warn, phrase("Станция слишком долго не получала список отозванных карт."),
                    phrase("Без него нельзя поверить ни одной карте."),
                    phrase("Нужна связь с сервером. Позовите администратора.")};
        case unsuitable:
            return {true, Tone::bad, phrase("Карта не годится для входа."), phrase("Её сертификат выдан не для этого."),
                    ask_admin};
        case not_proved:
            return {true, Tone::bad, phrase("Карта не подтвердила, что она настоящая."), phrase("Вход не выполнен."),
                    ask_admin};
        case closed_account:
            return {true, Tone::bad, phrase("Учётная запись закрыта."), phrase("Войти по этой карте нельзя."),
                    phrase("Если это ошибка, обратитесь к администратору журнала.")};
        case no_agreement:
            return {true, Tone::warn, phrase("Нет обязательства о неразглашении персональных данных."),
                    phrase("По правилам школы без него журнал не открывают."),
                    phrase("Подпишите обязательство в отделе кадров.")};
        case unknown_person:
            return {true, Tone::bad, phrase("Владельца карты нет в списке сотрудников."), phrase("Войти пока нельзя."),
                    phrase("Выньте карту и обратитесь к секретарю школы.")};
        case no_contact:
            return {true, Tone::warn, phrase("Станция слишком долго без связи с сервером."),
                    phrase("По правилам школы вход закрыт, пока связи нет. Записи на станции целы."),
                    phrase("Проверьте сетевой кабель или позовите администратора.")};
        case clock_doubt:
            return {true, Tone::warn, phrase("Часам станции нельзя верить."),
                    phrase("Срок карты проверить нечем, вход закрыт."),
                    phrase("Нужна связь с сервером: он поправит часы. Позовите администратора.")};
        case authority_unfit:
            return {true, Tone::bad, phrase("Центр, который выдаёт карты школы, больше не действует."),
                    phrase("Войти не может никто. Записи на станции целы."), phrase("Позовите администратора.")};
        case changed:
            return {true, Tone::warn, phrase("Карту сменили во время входа."), phrase("Вход не выполнен."),
                    phrase("Выньте карту и вставьте свою.")};
        case slow:
            return {true, Tone::warn, phrase("Карта не ответила вовремя."), phrase("Вход не выполнен."),
                    phrase("Выньте карту и вставьте снова. Если не помогло, позовите администратора.")};
        case no_facts:
            return {true, Tone::warn, phrase("Станция ещё не получила данные школы."),
                    phrase("Кто входит, проверить пока нечем."), phrase("Подождите: данные придут с сервера сами.")};
        case disk_full:
            return {true, Tone::bad, phrase("На диске станции нет места."),
                    phrase("Вход не записать, поэтому он закрыт. Прежние записи целы."),
                    phrase("Позовите администратора: нужно освободить место.")};
        case idle:
            return {.happened = phrase("Долго не было работы. Выньте карту и вставьте снова")};
        case session_over:
            return {.happened = phrase("Время входа истекло. Выньте карту и вставьте снова")};
        case failed:
            break;
    }
    return {true, Tone::warn, phrase("Войти не удалось."), phrase("Записи на станции целы."),
            phrase("Выньте карту и вставьте снова. Если не помогло, позовите администратора.")};
}

constexpr float icon_u = 6;

float panel_width(const ui::Frame& frame, float width) {
    return std::min(width, frame.u(card_hint_width_u));
}

}  // namespace

CardHint card_hint(const ui::Words& words, const State& state) {
    const Words3 text = words_of(state.card);
    CardHint hint{text.trouble, text.tone, std::string{words.tr(text.happened)}, std::string{words.tr(text.means)},
                  std::string{words.tr(text.advice)}};
    if (state.date && state.card == Card::expired)
        hint.happened = ui::fill(words.tr("Срок карты истёк {}."), {date_text(words, *state.date)});
    if (state.date && state.card == Card::not_yet_valid)
        hint.happened = ui::fill(words.tr("Карта начнёт действовать {}."), {date_text(words, *state.date)});
    return hint;
}

float card_hint_height(const ui::Frame& frame, const CardHint& hint, float width) {
    if (!hint.trouble) {
        const float beside_icon = panel_width(frame, width) - frame.u(icon_u + 2);
        return std::max(frame.u(8), frame.height(hint.happened, beside_icon, ui::TextSize::heading));
    }
    const float inner = panel_width(frame, width) - frame.u(5);
    return frame.height(hint.happened, inner) + frame.height(hint.means, inner) + frame.height(hint.advice, inner) +
           frame.u(3);
}

void draw_card_hint(ui::Frame& frame, const CardHint& hint, const ui::Rect& place) {
    const ui::Rect panel = place.centred(panel_width(frame, place.w), card_hint_height(frame, hint, place.w));
    if (hint.trouble) {
        frame.area(panel, [&] {
            frame.notice({.tone = hint.tone, .happened = hint.happened, .means = hint.means, .advice = hint.advice});
        });
        return;
    }
    const float icon = frame.u(icon_u);
    const float words = frame.width(hint.happened, ui::TextSize::heading) + frame.u();
    ui::Rect line = panel.centred(icon + frame.u(2) + words, panel.h);
    const ui::Rect picture = line.take_left(icon, frame.u(2));
    frame.area(picture.centred(icon, icon), [&] { frame.icon(ui::Icon::card, hint.tone); });
    frame.area(line.centred(line.w, frame.height(hint.happened, line.w, ui::TextSize::heading)),
               [&] { frame.heading(hint.happened, {.tone = hint.tone}); });
}

}  // namespace zvonok::screens::lock
