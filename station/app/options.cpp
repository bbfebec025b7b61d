#include "station/app/options.hpp"

#include "config/commands/command_words.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace zvonok::app {

std::optional<LocalTime> parse_school_time(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
    const int fields = std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d%n:%2d%n", &year, &month, &day, &hour, &minute,
                                   &read, &second, &read);
    if (fields < 5 || static_cast<std::size_t>(read) != text.size()) return std::nullopt;
    const auto date = std::chrono::year{year} / month / day;
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return std::nullopt;
    return LocalTime{LocalDay{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

Parsed parse_options(int argc, const char* const* argv) {
    CLI::App app{"Станция электронного журнала «Звонок»", "zvonok-station"};
    Options options;
    std::string size, place, demo_time, trace, tree;
    std::optional<std::int64_t> clock_offset;
    bool windowed = false;
    app.add_option("--root", options.root, "папка состояния станции")->required();
    app.add_option("--size", size, "размер окна, ШИРИНАxВЫСОТА");
    app.add_flag("--windowed", windowed, "окно 1280x720 вместо всего экрана");
    app.add_option("--at", place, "место окна, X,Y");
    CLI::Option* demo_option = app.add_option("--demo-time", demo_time,
                                              "школьное время при запуске, 2026-09-15T09:42; только для образа demo");
    app.add_option("--clock-offset", clock_offset, "на сколько секунд сдвинуть часы; только для образа demo")
        ->excludes(demo_option);
    app.add_option("--trace", trace, "дописывать времена в этот файл, строками JSON");
    app.add_option("--tree", tree, "после каждого кадра записывать экран словами в этот файл; только для образа demo");
    config::complete(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return {std::nullopt, app.exit(asked)};
    } catch (const CLI::ParseError& wrong) {
        std::cerr << config::command_fault(app, wrong);
        return {std::nullopt, 2};
    }
    const auto wrong = [](const char* what) {
        std::cerr << "zvonok-station: " << what << '\n';
        return Parsed{std::nullopt, 2};
    };
    if (windowed) options.size = Options::Size{1280, 720};
    if (!size.empty()) {
        Options::Size wanted;
        int read = 0;
        if (std::sscanf(size.c_str(), "%5dx%5d%n", &wanted.width, &wanted.height, &read) != 2 ||
            static_cast<std::size_t>(read) != size.size() || wanted.width < 320 || wanted.height < 240)
            return wrong("--size: нужно ШИРИНАxВЫСОТА, не меньше 320x240");
        options.size = wanted;
    }
    if (!place.empty()) {
        int read = 0;
        if (std::sscanf(place.c_str(), "%6d,%6d%n", &options.x, &options.y, &read) != 2 ||
            static_cast<std::size_t>(read) != place.size())
            return wrong("--at: нужно X,Y");
    }
    if (!demo_time.empty()) {
        options.demo_time = parse_school_time(demo_time);
        if (!options.demo_time) return wrong("--demo-time: нужно время вида 2026-09-15T09:42");
    }
    if (clock_offset) options.clock_offset = std::chrono::seconds{*clock_offset};
    if (!trace.empty()) options.trace = trace;
    if (!tree.empty()) options.tree = tree;
    return {std::move(options), 0};
}

}  // namespace zvonok::app
