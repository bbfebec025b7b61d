#include "config/commands/command_words.hpp"

#include <CLI/CLI.hpp>

namespace zvonok::config {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// A text in the language.
class Say {
  public:
    explicit Say(Language language) : english_(language == Language::english) {}
    [[nodiscard]] std::string operator()(const char* russian, const char* english) const {
        return english_ ? english : russian;
    }

  private:
    bool english_;
};

/// What holds where the option is not given; empty: nothing, or what its description says.
std::string default_of(CLI::Option& option) {
    option.capture_default_str();
    std::string text = option.get_default_str();
    option.default_str("");  // the library would put it into the middle of the line, after the kind of value
    // A list has brackets, a path quotation marks, and what is empty means none.
    std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '{' || c == '}' || c == '"'; });
    for (std::size_t comma = 0; (comma = text.find(',', comma)) != std::string::npos; comma += 2)
        text.replace(comma, 1, ", ");
    return text == "0" ? std::string{} : text;
}

void complete_all(CLI::App& app, const Say& say) {
    app.set_help_flag("-h,--help", say("Эта справка", "This help"));
    for (CLI::Option* option : app.get_options()) {
        option->group(say("Параметры", "Options"));
        const bool is_flag = option->get_expected_max() == 0 || option->get_type_size() == 0;
        if (option->get_required() || is_flag) continue;
        const std::string text = default_of(*option);
        if (text.empty()) continue;
        std::string about = option->get_description();
        // A list of what there is stands below its title.
        about.insert(std::min(about.find(":\n"), about.size()), say(" (по умолчанию ", " (default ") + text + ")");
        option->description(about);
    }
    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
        command->group(say("Команды", "Commands"));
        complete_all(*command, say);
    }
}

/// The command that was being read when the words ended.
const CLI::App& innermost(const CLI::App& app, std::string& path) {
    path += (path.empty() ? "" : " ") + app.get_name();
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : innermost(*parsed.back(), path);
}

}  // namespace

void complete(CLI::App& app, Language language) {
    const Say say{language};
    app.set_version_flag("--version", ZVONOK_VERSION, say("Версия программы", "The program's version"));
    complete_all(app, say);
    if (language == Language::english) return;  // the library's own words
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
}

std::string command_fault(const CLI::App& app, const CLI::ParseError& fault, Language language) {
    const Say say{language};
    std::string path;
    const CLI::App& of = innermost(app, path);
    const std::vector<std::string> left = of.remaining();
    std::vector<std::string> commands;
    for (const CLI::App* command : of.get_subcommands([](const CLI::App*) { return true; }))
        commands.push_back(command->get_name());

    std::string text;
    if (!left.empty()) text = say("Не понято: ", "Not understood: ") + joined(left) + ".";
    if (commands.empty() && dynamic_cast<const CLI::RequiredError*>(&fault) != nullptr) {
        constexpr std::string_view ending = " is required";
        std::string what = fault.what();
        if (what.ends_with(ending)) what.resize(what.size() - ending.size());
        text += (text.empty() ? "" : " ") + (say("Не хватает: ", "Missing: ") + what + ".");
    }
    if (!commands.empty())
        text += (text.empty() ? say("Не хватает команды.", "A command is missing.") : "") +
                say(" Есть: ", " There are: ") + joined(commands) + ".";
    // What the library says of a value stands in its own words.
    if (text.empty()) text = say("Команда не понята: ", "The command is not understood: ") + fault.what();
    return text + say("\nСправка: ", "\nHelp: ") + path + " --help\n";
}

}  // namespace zvonok::config
