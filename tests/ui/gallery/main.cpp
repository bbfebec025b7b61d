// Every widget of station/ui in a window, for looking at: gallery [--page N] [--look light|dark|contrast]
// [--percent 100..200] [--size WxH] [--keyboard]. Without --size it takes the whole monitor. Escape ends it.
#include "hal/window/glfw_window.hpp"
#include "station/ui/stage.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace zvonok;
using namespace zvonok::ui;

namespace {

struct Pupil {
    const char* name;
    const char* letter;
    Sign sign;
    const char* mark;
};
constexpr std::array<Pupil, 14> pupils{{
    {"Абдурахманова-Кржижановская Е.", "", Sign::none, "5"},
    {"Белов И.", "Н", Sign::saved, ""},
    {"Васильева М.", "", Sign::none, "3"},
    {"Гаврилов С.", "ОСВ", Sign::saved, ""},
    {"Ёлкин Ф.", "Н", Sign::pending, ""},
    {"Жданов П.", "ОП", Sign::conflict, "4"},
    {"Загидуллина Ә.", "Б", Sign::refused, ""},
    {"Иванова А.", "УП", Sign::held, "5"},
    {"Кузнецов Е.", "", Sign::none, ""},
    {"Объедкова Э.", "", Sign::none, "4"},
    {"Петров И.", "", Sign::none, ""},
    {"Сидорова М.", "Н", Sign::saved, "2"},
    {"Цой В.", "", Sign::none, ""},
    {"Щукина Я.", "", Sign::none, "5"},
}};

struct Scratch {
    std::string topic = "Линейные уравнения с двумя переменными";
    std::string homework =
        "§ 12, № 214-216, письменно; повторить правило раскрытия скобок и принести тетрадь для контрольных работ";
    int chosen = 0;
    int digits = 2;
    std::array<bool, pupils.size()> touched{};
};

void bars(Frame& frame) {
    frame.top_bar({.place = "Каб. 12 · 7Б · алгебра · 3 урок",
                   .clock = "09:42",
                   .person = "Константинопольская Анна Сергеевна",
                   .leave = "Выход"});
    frame.status_line({.text = "Нет связи с сервером. 3 записи ждут отправки, ничего не потеряно.",
                       .tone = Tone::warn,
                       .sign = Sign::pending,
                       .right = "отправлено 09:41"});
}

void lesson(Frame& frame, Scratch& scratch) {
    bars(frame);
    Rect body = frame.body();
    Rect side =
        frame.portrait() ? body.take_bottom(body.h * 0.42f, frame.u(2)) : body.take_right(body.w * 0.4f, frame.u(2));
    frame.card("Класс", body, [&] {
        frame.row({fixed(26), share(), fixed(20)}, [&] {
            frame.button("Все на месте", {.emphasis = Emphasis::main});
            frame.skip();
            frame.text("28 из 30", {.tone = Tone::quiet, .align = Align::right});
        });
        int number = 1;
        const std::array<Track, 5> tracks{fixed(4), share(), fixed(10), fixed(6), fixed(6)};
        for (const Pupil& pupil : pupils) {
            frame.scope(pupil.name, [&] {
                frame.row(tracks, {.height_u = 5, .rule = true, .tinted = number == 3}, [&] {
                    frame.caption(std::to_string(number), {.tone = Tone::quiet, .align = Align::right});
                    frame.text(pupil.name);
                    bool& touched = scratch.touched[static_cast<std::size_t>(number - 1)];
                    const std::string_view letter = touched ? "Н" : pupil.letter;
                    const Tone tone = letter.empty() ? Tone::ink : Tone::bad;
                    const Sign sign = touched ? Sign::pending : pupil.sign;
                    if (frame.cell(pupil.name, {.letter = letter, .sign = sign, .tone = tone, .tinted = touched}))
                        touched = !touched;
                    frame.cell("отметка", {.letter = pupil.mark});
                    frame.cell("отметка 2", {.letter = "·", .tone = Tone::quiet});
                });
            });
            ++number;
        }
    });
    frame.card("Урок", side, [&] {
        frame.heading("Тема и задание");
        frame.text_field("Тема", scratch.topic);
        frame.caption("по плану 14 из 68");
        frame.text_field("Задание на чт 17 сентября", scratch.homework, {.lines = 3});
        const std::array<const char*, 3> ways{"читать", "письменно", "наизусть"};
        frame.row({share(), share(), share()}, [&] {
            for (int i = 0; i < 3; ++i)
                if (frame.choice(ways[static_cast<std::size_t>(i)], {.chosen = scratch.chosen == i}))
                    scratch.chosen = i;
        });
        frame.notice({.tone = Tone::bad,
                      .happened = "Запись отклонена: Загидуллина Ә., посещаемость",
                      .means = "Урок уже закрыт заместителем директора, отметка в журнал не попала.",
                      .advice = "Попросите исправление у завуча."});
        frame.row({share(), share()}, [&] {
            frame.button("Попросить исправление", {.emphasis = Emphasis::quiet});
            frame.button("Записать", {.enabled = false, .emphasis = Emphasis::main});
        });
    });
}

void lock(Frame& frame) {
    frame.status_line({.text = "Всё сохранено на этой станции", .sign = Sign::saved, .right = "отправлено 09:41"});
    Rect body = frame.body();
    frame.area(body.take_top(frame.u(8)), [&] {
        frame.row({share(), share()}, [&] {
            frame.heading("Кабинет 12");
            frame.heading("вт 15 сентября", {.align = Align::right});
        });
    });
    frame.area(body.centred(body.w, frame.u(50)), [&] {
        frame.clock("09:42");
        frame.heading("3 урок · 09:30–10:15 · осталось 33 мин", {.align = Align::centre});
        frame.text("7Б · алгебра", {.tone = Tone::quiet, .align = Align::centre});
        frame.space(4);
        frame.row({share(), fixed(6), fixed(30), share()}, [&] {
            frame.skip();
            frame.icon(Icon::card, Tone::accent);
            frame.heading("Вставьте карту");
        });
    });
}

void pin(Frame& frame, Scratch& scratch) {
    frame.status_line({.text = "Всё сохранено на этой станции", .sign = Sign::saved, .right = "отправлено 09:41"});
    const Rect body = frame.body();
    frame.area(body.centred(frame.u(60), frame.u(75)), [&] {
        frame.title("Анна Сергеевна К.");
        frame.row({share(), share()}, [&] {
            frame.text("Введите PIN карты");
            frame.text("осталось 3 попытки", {.tone = Tone::warn, .align = Align::right});
        });
        frame.pin_dots(scratch.digits, 6);
        frame.space();
        if (const auto key = frame.digit_pad()) {
            if (key->kind == PadKey::Kind::digit)
                ++scratch.digits;
            else if (scratch.digits > 0)
                --scratch.digits;
        }
    });
}

void pieces(Frame& frame, Scratch& scratch) {
    bars(frame);
    Rect body = frame.body();
    const Rect left = body.take_left(body.w / 2, frame.u(2));
    frame.card("Тексты", left, [&] {
        frame.title("Заголовок страницы");
        frame.heading("Раздел «Посещаемость», № 5");
        frame.text("Обычный текст: съешь ещё этих мягких французских булок, да выпей чаю; объём — 1 234,50.");
        frame.text("Выделенный текст", {.strong = true});
        frame.caption("Подпись: по плану 14 из 68, «читать», 0123456789");
        for (const Tone tone : {Tone::ink, Tone::quiet, Tone::accent, Tone::good, Tone::warn, Tone::bad})
            frame.text("Цвет текста", {.tone = tone});
        frame.row({fixed(6), fixed(6), fixed(6), fixed(6), fixed(6), fixed(6), fixed(6)}, [&] {
            for (const Icon icon :
                 {Icon::card, Icon::check, Icon::cross, Icon::back, Icon::offline, Icon::warning, Icon::clock})
                frame.icon(icon);
        });
    });
    frame.card("Кнопки", body, [&] {
        frame.button("Записать", {.emphasis = Emphasis::main});
        frame.button("Отменить");
        frame.button("Недоступно", {.enabled = false});
        frame.choice("Линейные уравнения", {.chosen = true, .note = "по плану 14 из 68"});
        frame.choice("Системы линейных уравнений с двумя неизвестными и их решение способом подстановки",
                     {.note = "15 из 68"});
        frame.text_field("Поиск", scratch.topic, {.placeholder = "Фамилия"});
        frame.notice({.tone = Tone::warn,
                      .happened = "Нет связи с сервером",
                      .means = "Записи сохраняются на этой станции, ничего не потеряно.",
                      .advice = "Можно работать дальше: всё отправится само."});
        frame.notice({.tone = Tone::good, .happened = "Урок записан"});
    });
}

void dialogue(Frame& frame, Scratch& scratch) {
    lesson(frame, scratch);
    frame.dialogue("Карту вынули", 70, 40, [&] {
        frame.heading("Карту вынули");
        frame.text("Набранное сохранено для вас. Вставьте карту, чтобы продолжить.");
        frame.row({share(), share()}, [&] {
            frame.button("Продолжить", {.emphasis = Emphasis::main});
            frame.button("Закончить");
        });
    });
}

}  // namespace

int main(int count, char** arguments) {
    StageOptions options;
    hal::GlfwOptions window_options{.title = "Gallery"};
    int page = 0;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = arguments[i];
        const std::string value = i + 1 < count ? arguments[i + 1] : "";
        if (name == "--page") page = std::atoi(value.c_str());
        if (name == "--percent") options.text_percent = std::atoi(value.c_str());
        if (name == "--look")
            options.look = value == "dark" ? Look::dark : value == "contrast" ? Look::high_contrast : Look::light;
        if (name == "--keyboard") options.on_screen_keyboard = true;
        if (name == "--size") {
            hal::Extent extent;
            if (std::sscanf(value.c_str(), "%dx%d", &extent.width, &extent.height) == 2) window_options.extent = extent;
        }
    }
    const auto files = find_fonts();
    if (!files) return 2;
    const auto window = hal::open_glfw_window(window_options);
    if (!window) {
        std::fprintf(stderr, "%s\n", describe(window.error()).c_str());
        return 2;
    }
    options.width = (*window)->extent().width;
    options.height = (*window)->extent().height;
    const auto stage = Stage::open(*files, Words{}, options);
    if (!stage) {
        std::fprintf(stderr, "%s\n", describe(stage.error()).c_str());
        return 2;
    }
    Scratch scratch;
    bool leave = false;
    const auto draw = [&](Frame& frame) {
        switch (page) {
            case 1:
                lock(frame);
                break;
            case 2:
                pin(frame, scratch);
                break;
            case 3:
                pieces(frame, scratch);
                break;
            case 4:
                dialogue(frame, scratch);
                break;
            default:
                lesson(frame, scratch);
        }
        leave = leave || frame.escape();
    };
    while (!leave && !(*window)->closing()) {
        (*stage)->pass(std::chrono::steady_clock::now());
        Finished finished = (*stage)->frame(draw);
        while (!finished.settled) finished = (*stage)->frame(draw);
        (*window)->show(*finished.picture);
        for (const input::Event& event : (*window)->wait(finished.due)) (*stage)->handle(event);
    }
}
