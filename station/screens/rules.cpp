#include "station/screens/rules.hpp"

#include "station/domain/judge.hpp"
#include "station/screens/phrases.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens {

namespace {

struct Row {
    std::string_view rule;
    Explanation explanation;
};

constexpr std::array<Row, 14> rows{{
    {domain::rule::lesson_unknown,
     {phrase("Такого урока нет в расписании."), phrase("Запись сохранена, но в журнал не вошла."),
      phrase("Проверьте расписание у диспетчера. Если урок был, попросите внести его и сделайте запись снова.")}},
    {domain::rule::lesson_ahead,
     {phrase("Урок ещё не начался."), phrase("Запись о будущем уроке в журнал не входит."),
      phrase("Сделайте запись, когда урок начнётся.")}},
    {domain::rule::not_assigned,
     {phrase("Этот урок вам не поручен."), phrase("Запись сохранена, но в журнал не вошла."),
      phrase("Если вы заменяете коллегу, попросите завуча внести замену и сделайте запись снова.")}},
    {domain::rule::not_on_list,
     {phrase("В день урока ученика не было в списке класса."),
      phrase("Запись об этом ученике в журнал не вошла, остальные не затронуты."),
      phrase("Если список неверен, попросите секретаря исправить его.")}},
    {domain::rule::unknown_code,
     {phrase("Школа не пользуется таким обозначением."), phrase("Отметка в журнал не вошла."),
      phrase("Выберите другое обозначение в этой же клетке.")}},
    {domain::rule::attendance_window,
     {phrase("Срок исправления прошёл."), phrase("В журнале осталось то, что было записано раньше."),
      phrase("Если отметку надо исправить, обратитесь к завучу.")}},
    {domain::rule::topic_empty,
     {phrase("Тема урока пустая."), phrase("В журнале осталась прежняя тема."),
      phrase("Напишите тему или выберите её из плана и запишите снова.")}},
    {domain::rule::text_too_long,
     {phrase("Текст слишком длинный."), phrase("В журнал он не вошёл."), phrase("Сократите текст и запишите снова.")}},
    {domain::rule::homework_addressee,
     {phrase("Задание дано не тем, кто был на этом уроке."), phrase("Ученики его не видят."),
      phrase("Запишите задание на уроке своего класса.")}},
    {domain::rule::homework_due,
     {phrase("Задание дано на день, который уже прошёл."), phrase("Ученики его не видят."),
      phrase("Запишите задание на следующий урок.")}},
    {domain::rule::audience,
     {phrase("Запись составлена с ошибкой программы."), phrase("Она сохранена, но в журнал не вошла."),
      phrase("Сделайте запись снова и сообщите администратору.")}},
    {domain::rule::clock_doubt,
     {phrase("Часы станции вызывают сомнение."),
      phrase("Запись сохранена и ждёт: администратор подтвердит, что она сделана вовремя."),
      phrase("Делать ничего не нужно. Если это срочно, позовите администратора.")}},
    {domain::rule::facts_differ,
     {phrase("На станции были не последние данные школы."),
      phrase("Запись сохранена и ждёт: администратор проверит её по новым данным."),
      phrase("Делать ничего не нужно. Если это срочно, позовите администратора.")}},
    {domain::rule::newer_program,
     {phrase("Запись сделана более новой программой."), phrase("Она сохранена и ждёт, пока обновят сервер."),
      phrase("Сообщите администратору, что программы школы разных версий.")}},
}};

constexpr Explanation other{phrase("Журнал не принял запись."), phrase("Она сохранена, но в журнал не вошла."),
                            phrase("Обратитесь к завучу или администратору.")};

}  // namespace

Explanation explain(std::string_view rule) {
    const auto found = std::ranges::find(rows, rule, &Row::rule);
    return found == rows.end() ? other : found->explanation;
}

Explanation explain_conflict() {
    return {phrase("Об одном и том же записали двое, не зная друг о друге."),
            phrase("Обе записи сохранены; в журнале видна более поздняя."),
            phrase("Договоритесь и отметьте эту клетку ещё раз: новая запись станет общей.")};
}

}  // namespace zvonok::screens
