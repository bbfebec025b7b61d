#include "station/screens/help.hpp"
#include "station/screens/phrases.hpp"

#include <array>

namespace zvonok::screens::help {

namespace {

using Lines = std::span<const std::string_view>;

constexpr std::array notice_can{phrase("На экране сказано, что случилось, что это значит и что делать."),
                                phrase("Записи, которые уже сохранены на станции, при этом не пропадают.")};

constexpr std::array lock_can{
    phrase("Вставьте карту и введите PIN: откроется урок, который идёт сейчас."),
    phrase("Выньте карту, и станция закроется. Недописанное дождётся вас: вставьте ту же карту снова."),
    phrase("Здесь видно, какой урок идёт и какой следующий, замены, отмены и объявления для сотрудников.")};

constexpr std::array pin_can{
    phrase("Нажмите цифры PIN на экране или на клавиатуре, затем «Готово»."),
    phrase(
        "Под точками сказано, сколько попыток осталось у карты. Когда попыток нет, карту разблокирует администратор."),
    phrase("Карта не ваша? Выньте её, ничего не вводя.")};
constexpr std::array pin_keys{phrase("0–9: цифра. Backspace: стереть. Enter: готово. Esc: отмена.")};

constexpr std::array lessons_can{
    phrase("«Открыть» у урока ведёт к списку класса: явка, оценки, тема и задание."),
    phrase(
        "В списке «Требует внимания» то, что не принято, не заполнено или скоро закроется. «Перейти» ведёт на место."),
    phrase("Кнопки над уроками открывают остальные ваши дела: исправления, пропуски класса, замены, объявления.")};
constexpr std::array lessons_keys{phrase("Tab и стрелки: по кнопкам. Enter: открыть урок, который идёт сейчас.")};

constexpr std::array lesson_can{
    phrase("Коснитесь клетки посещаемости: буква меняется с каждым касанием, пустая клетка значит «на месте»."),
    phrase("«Все на месте» отмечает всех, о ком ещё ничего не записано."),
    phrase("Коснитесь клетки оценки и выберите оценку. Вид работы выбирают кнопкой над списком."),
    phrase("Тему предлагает план, задание можно набрать; «Записать» сохраняет то и другое."),
    phrase("Ошиблись? Исправьте так же, как записали: прежнее остаётся в истории, новое вступает в силу."),
    phrase("«Журнал» показывает все уроки периода, «Мои уроки» возвращает к списку дня.")};
constexpr std::array lesson_keys{
    phrase("Стрелки: по клеткам. Буква: отметка, цифра: оценка, и курсор переходит к следующему ученику."),
    phrase("Delete: убрать отметку. Home, End, Page Up, Page Down: по списку.")};

constexpr std::array page_can{
    phrase("Коснитесь клетки: полоса под таблицей пишет в неё. Второе касание или «Ещё» показывает всё о клетке."),
    phrase("Таблицу можно тянуть пальцем вбок, к прежним и будущим урокам."),
    phrase("Итоги периода стоят в правом столбце; рядом средний балл и прогноз по правилам школы."),
    phrase("Срезанный угол: запись отклонена. Двойной угол: двое записали разное. Коснитесь, чтобы узнать причину."),
    phrase("«Вставить столбец» берёт оценки, скопированные из электронной таблицы; сначала видно, что изменится.")};
constexpr std::array page_keys{
    phrase("Стрелки: по клеткам. Цифра: оценка, буква: отметка. Delete: убрать. Enter: выбрать из списка."),
    phrase("Ctrl+V: вставить столбец из таблицы, начиная с клетки курсора.")};

constexpr std::array requests_can{
    phrase("Здесь просьбы исправить запись, срок которой прошёл: кто просит, почему и что решено."),
    phrase("Просьба начинается там, где запись отклонена: «Внимание», затем «Попросить исправление»."),
    phrase("Кому положено решать, разрешает или отказывает; исполнитель вносит запись с номером просьбы.")};

constexpr std::array absences_can{
    phrase("Выберите день и ученика и скажите причину пропуска: она встанет рядом с отметкой учителя."),
    phrase("Справка даёт причину сразу всем урокам своих дней."),
    phrase("Дни, где причин не хватает, отмечены числом.")};

constexpr std::array timetable_can{phrase("Выберите день, класс и урок, затем замену, перенос или отмену."),
                                   phrase("Изменение появляется на экранах станций, как только запись принята.")};

constexpr std::array notices_can{
    phrase("«Новое объявление» вешает его на экраны станций; для семей его показывают и киоски."),
    phrase("Объявление снимается само в назначенный день; снять раньше можно кнопкой под ним.")};

constexpr std::array messages_can{
    phrase("Сверху то, что ждёт вашего ответа, в порядке, который принят в школе; ниже объявления и остальное."),
    phrase("Открытое перестаёт быть новым на всех станциях. «Ответить» отправляет ответ тому, кто написал."),
    phrase("«Новое сообщение» пишут коллеге или семьям класса. Без сети оно подождёт и уйдёт само.")};

constexpr std::array board_can{phrase("Коснитесь своего класса: увидите уроки и домашнее задание."),
                               phrase("Вход и код для этого не нужны."), phrase("Язык экрана меняет кнопка наверху.")};
constexpr std::array class_day_can{phrase("Наверху дни: сегодня и ближайшие учебные. Коснитесь нужного."),
                                   phrase("В строке урока: кабинет, учитель и что задано."),
                                   phrase("«Все классы» возвращает на первую страницу.")};

}  // namespace

Topic topic_of(Place place) {
    switch (place) {
        case Place::notice:
            break;
        case Place::lock:
            return {phrase("Экран ожидания"), lock_can, {}};
        case Place::pin:
            return {phrase("Вход по карте"), pin_can, pin_keys};
        case Place::lessons:
            return {phrase("Мои уроки"), lessons_can, lessons_keys};
        case Place::lesson:
            return {phrase("Урок"), lesson_can, lesson_keys};
        case Place::page:
            return {phrase("Страница журнала"), page_can, page_keys};
        case Place::requests:
            return {phrase("Исправления"), requests_can, {}};
        case Place::absences:
            return {phrase("Пропуски класса"), absences_can, {}};
        case Place::timetable:
            return {phrase("Замены и переносы"), timetable_can, {}};
        case Place::notices:
            return {phrase("Объявления"), notices_can, {}};
        case Place::messages:
            return {phrase("Сообщения"), messages_can, {}};
        case Place::board:
            return {phrase("Все классы"), board_can, {}};
        case Place::class_day:
            return {phrase("День класса"), class_day_can, {}};
    }
    return {phrase("Сообщение станции"), notice_can, {}};
}

std::string_view meaning_of(const Surroundings& around) {
    if (around.disk_full)
        return phrase("Пустое кольцо в клетке: ещё не сохранено. Станция сохранит сама, когда место освободят.");
    switch (around.server) {
        case Server::unknown:
            return phrase("Станция только что включена. Работать можно сразу: всё сохраняется на ней.");
        case Server::reached:
            return phrase("Всё, что вы пишете, сразу ложится на диск станции и уходит на сервер школы.");
        case Server::unreachable:
        case Server::portal:
        case Server::proxy:
            return phrase("Работайте как обычно: записи лежат на диске станции и уйдут сами, когда появится связь.");
        case Server::distrusted:
        case Server::refuses_us:
            return phrase(
                "Записи лежат на диске станции и никуда не пропадут. Уйдут они, когда администратор наладит обмен.");
        case Server::outdated:
            break;
    }
    return phrase("Работайте как обычно. Новую программу поставит администратор.");
}

}  // namespace zvonok::screens::help
