#include "station/app/run.hpp"

#include "hal/window/glfw_window.hpp"
#include "station/app/link.hpp"
#include "station/app/sight.hpp"
#include "station/app/signals.hpp"
#include "station/app/station.hpp"
#include "station/app/voice.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

namespace zvonok::app {

namespace {

namespace notice = screens::notice;

notice::Kind notice_of(config::Reason reason) {
    using config::Reason;
    using notice::Kind;
    switch (reason) {
        case Reason::nothing_applied:
        case Reason::no_trust:
            return Kind::blank;
        case Reason::altered:
        case Reason::unsigned_image:
            return Kind::image_altered;
        case Reason::truncated:
            return Kind::image_truncated;
        case Reason::foreign_key:
        case Reason::foreign_school:
            return Kind::image_foreign;
        case Reason::expired:
            return Kind::image_expired;
        case Reason::newer_format:
            return Kind::image_newer;
        case Reason::no_section:
            return Kind::no_section;
        case Reason::unreadable:
        case Reason::disk:
            return Kind::image_unreadable;
        default:
            return Kind::image_faulty;
    }
}

struct Screen {
    std::unique_ptr<hal::Window> window;
    std::unique_ptr<ui::Stage> stage;
};

Result<Screen> open_screen(const Options& options, const config::Defaults& defaults, bool kiosk, Log& log,
                           Trace& trace) {
    hal::GlfwOptions wanted;
    wanted.title = "Звонок";
    if (options.size) wanted.extent = hal::Extent{options.size->width, options.size->height};
    wanted.x = options.x;
    wanted.y = options.y;
    // A hallway's screen has no mouse; in a window on somebody's desk there is one.
    wanted.pointer = !kiosk || options.size.has_value();
    auto window = hal::open_glfw_window(wanted);
    if (!window) return tl::unexpected(window.error());
    trace.note("window open");
    const auto fonts = ui::find_fonts();
    if (!fonts) return tl::unexpected(fonts.error());

    ui::StageOptions stage_options = with({}, sight_of(defaults));
    stage_options.on_screen_keyboard = true;
    stage_options.width = (*window)->extent().width;
    stage_options.height = (*window)->extent().height;
    auto stage = ui::Stage::open(*fonts, words_of(sight_of(defaults).language, log), stage_options);
    if (!stage) return tl::unexpected(stage.error());
    trace.note("stage ready");
    return Screen{std::move(*window), std::move(*stage)};
}

/// Shows one notice until the window closes; true: the person wants to try again.
bool show_notice(Screen& screen, const notice::State& state, Inbox& inbox, Log& log) {
    inbox.attach(*screen.window);
    bool retry = false;
    notice::Scratch scratch;
    namespace help = screens::help;
    help::State helping{.place = help::Place::notice, .around = state.around};
    help::Scratch help_scratch;
    Voice voice{[&inbox](hal::Speech speech) { inbox.tell(SpeechNews{speech}); }};
    const auto draw = [&] {
        ui::Finished finished;
        std::optional<flow::Sight> chosen;
        do {
            if (chosen) {
                const flow::Sight former = std::exchange(helping.sight, *std::exchange(chosen, {}));
                screen.stage->change(with(screen.stage->options(), helping.sight));
                if (former.language != helping.sight.language)
                    screen.stage->speak(words_of(helping.sight.language, log));
            }
            finished = screen.stage->frame([&](ui::Frame& frame) {
                const auto intent = notice::draw(frame, state, scratch);
                if (const auto wanted = help::draw(frame, helping, help_scratch))
                    chosen = std::get<help::Choose>(*wanted).sight;
                if (!intent) return;
                retry = retry || std::holds_alternative<notice::Retry>(*intent);
                if (const auto* wanted = std::get_if<screens::Speak>(&*intent)) {
                    chosen = helping.sight;
                    chosen->language = wanted->language;
                }
            });
        } while (!finished.settled || chosen);
        screen.window->show(*finished.picture);
        voice.follow(*screen.stage, helping.sight.spoken);
    };
    draw();
    while (!screen.window->closing() && !inbox.stopping() && !retry) {
        for (const input::Event& event : screen.window->wait(std::nullopt)) screen.stage->handle(event);
        for (const News& news : inbox.take())
            if (const auto* heard = std::get_if<SpeechNews>(&news)) helping.hearing = hearing_of(heard->speech);
        draw();
    }
    return retry;
}

int refuse(std::string_view russian) {
    std::cerr << "zvonok-station: " << russian << '\n';
    return 2;
}

/// For whoever started it: nothing can be shown, so it is said.
int no_screen(const Fault& fault) {
    const char* display = std::getenv("DISPLAY");
    if (display == nullptr || *display == '\0')
        refuse("показать некуда: не задан DISPLAY. Запустите программу в графическом сеансе или через xvfb-run");
    else
        refuse("экран " + std::string(display) + " не открывается: " + fault.what);
    return 1;
}

/// How far the demo's clock is moved.
Result<std::chrono::milliseconds> demo_offset(const Options& options, const config::StationConfig& config) {
    if (options.clock_offset) return *options.clock_offset;
    if (!options.demo_time) return std::chrono::milliseconds{0};
    const auto zone = Zone::find(config.common.school.zone);
    if (!zone) return tl::unexpected(zone.error());
    return zone->to_instant(*options.demo_time) - SystemClock{}.now();
}

int run_station(const Options& options, const config::StationConfig& config, Inbox& inbox, Log& log, Trace& trace) {
    const auto offset = demo_offset(options, config);
    if (!offset) {
        log.fault("demo time", offset.error());
        return 2;
    }
    const SystemClock clock{*offset};
    const bool kiosk = config.station.mode == config::Mode::kiosk;
    const Tell tell = [&inbox](News news) { inbox.tell(std::move(news)); };

    StoreSetup setup;
    setup.file = config::StatePaths{options.root}.journal();
    setup.contact_file = options.root / "contact";
    setup.options.school = config.common.school.id;
    setup.options.station = config.station.id;
    setup.options.server_keys = config.common.server.signing_keys;
    setup.zone = config.common.school.zone;

    std::optional<Screen> screen;  // the window outlives the workers, who wake it
    Store store{std::move(setup), clock, tell, log, trace};
    auto opened = open_screen(options, config.common.defaults, kiosk, log, trace);
    if (!opened) return no_screen(opened.error());
    screen.emplace(std::move(*opened));
    inbox.attach(*screen->window);

    std::unique_ptr<Cards> cards;
    if (!kiosk)
        cards = std::make_unique<Cards>(
            card::pcsc_service(), clock, tell, [&store](BeginSession order) { store.post(std::move(order)); }, log,
            trace);
    Link link{options.root, config, store, clock, tell, log};
    Station station{{options, config, clock, *screen->window, *screen->stage, inbox,
                     Workers{store, cards.get(), [&link] { link.nudge(); }}, log, trace}};
    station.run();
    return 0;
}

}  // namespace

std::filesystem::path data_folder() {
    std::error_code error;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto prefix = binary.parent_path().parent_path() / "share";
    return std::filesystem::exists(prefix / "zvonok", error) ? prefix / "zvonok" : prefix;
}

ui::Words words_of(flow::Language language, Log& log) {
    if (language == flow::Language::russian) return {};
    auto words = ui::Words::open(data_folder() / "languages" / "en.mo");
    if (words) return std::move(*words);
    log.fault("catalogue", words.error());
    return {};
}

int run(const Options& options, Log& log) {
    Trace trace;
    if (options.trace)
        if (const auto opened = trace.open(*options.trace); !opened)
            return refuse("--trace: в этот файл нельзя писать");
    trace.note("main");
    // A folder that is not there is a slip of who gave the command; one that is empty may be a station's first day.
    if (std::error_code error; !std::filesystem::is_directory(options.root, error))
        return refuse("--root: папки состояния станции нет: " + options.root.string() +
                      ". Её заводит zvonokctl station init --trust КЛЮЧ --root " + options.root.string());
    StopSignals signals;
    Inbox inbox;
    signals.listen([&inbox] { inbox.stop(); });

    for (;;) {
        const auto config = config::load_station(options.root);
        if (config) {
            trace.note("config");
            if (!config->common.image.demo && (options.demo_time || options.clock_offset))
                return refuse(
                    "--demo-time и --clock-offset разрешены только станции, чей образ настройки помечен как demo");
            if (!config->common.image.demo && options.tree)
                return refuse("--tree разрешено только станции, чей образ настройки помечен как demo");
            if (config->standing == config::Standing::rolled_back)
                log.warn("config: the newest image did not come up; back to " + config->image);
            return run_station(options, *config, inbox, log, trace);
        }
        auto screen = open_screen(options, {}, false, log, trace);
        if (!screen) {
            refuse(config.error().text);
            return no_screen(screen.error());
        }
        log.fault("config", config.error().fault);
        notice::State told{
            .kind = notice_of(config.error().reason), .detail = config.error().fault.what, .may_retry = true};
        if (!show_notice(*screen, told, inbox, log)) return 1;
    }
}

}  // namespace zvonok::app
