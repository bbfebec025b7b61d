#include "config/commands/command_words.hpp"

#include <CLI/CLI.hpp>

namespace zvonok::config {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

void name_groups(CLI::App& app) {
    app.set_help_flag("-h,--help", "Эта справка");
    for (CLI::Option* option : app.get_options()) option->group("Параметры");
    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
        command->group("Команды");
        name_groups(*command);
    }
}

/// The command that was being read when the words ended.
const CLI::App& innermost(const CLI::App& app, std::string& path) {
    path += (path.empty() ? "" : " ") + app.get_name();
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : innermost(*parsed.back(), path);
}

}  // namespace

void complete(CLI::App& app) {
    app.set_version_flag("--version", ZVONOK_VERSION, "Версия программы");
    const auto words = app.get_formatter();
    constexpr std::pair<const char*, const char*> labels[]{
        {"Usage", "Вызов"},          {"OPTIONS", "ПАРАМЕТРЫ"},
        {"Options", "Параметры"},    {"Positionals", "Слова"},
        {"SUBCOMMAND", "КОМАНДА"},   {"SUBCOMMANDS", "КОМАНДЫ"},
        {"Subcommands", "Команды"},  {"REQUIRED", "(обязательно)"},
        {"TEXT", "ТЕКСТ"},           {"INT", "ЧИСЛО"},
        {"UINT", "ЧИСЛО"},           {"FLOAT", "ЧИСЛО"},
        {"Excludes", "не вместе с"}, {"Needs", "вместе с"},
    };
    for (const auto& [english, russian] : labels) words->label(english, russian);
    name_groups(app);
}

std::string command_fault(const CLI::App& app, const CLI::ParseError& fault) {
    std::string path;
    const CLI::App& of = innermost(app, path);
    const std::vector<std::string> left = of.remaining();
    std::vector<std::string> commands;
    for (const CLI::App* command : of.get_subcommands([](const CLI::App*) { return true; }))
        commands.push_back(command->get_name());

    std::string text;
    if (!left.empty()) text = "Не понято: " + joined(left) + ".";
    if (commands.empty() && dynamic_cast<const CLI::RequiredError*>(&fault) != nullptr) {
        constexpr std::string_view ending = " is required";
        std::string what = fault.what();
        if (what.ends_with(ending)) what.resize(what.size() - ending.size());
        text += (text.empty() ? "" : " ") + ("Не хватает: " + what + ".");
    }
    if (!commands.empty()) text += (text.empty() ? "Не хватает команды." : "") + (" Есть: " + joined(commands) + ".");
    // What the library says of a value stands in its own words.
    if (text.empty()) text = std::string{"Команда не понята: "} + fault.what();
    return text + "\nСправка: " + path + " --help\n";
}

}  // namespace zvonok::config
