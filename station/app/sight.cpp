#include "station/app/sight.hpp"

#include "station/base/file.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace zvonok::app {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::string_view spoken_word = "spoken", english_word = "english";
constexpr std::string_view first_line = "zvonok sights 1";
constexpr std::array<std::string_view, 3> look_names{"light", "dark", "contrast"};  // in the order of flow::Look

ui::Look look_of(flow::Look look) {
    switch (look) {
        case flow::Look::dark:
            return ui::Look::dark;
        case flow::Look::contrast:
            return ui::Look::high_contrast;
        case flow::Look::light:
            break;
    }
    return ui::Look::light;
}

flow::Look look_of(config::Theme theme) {
    switch (theme) {
        case config::Theme::dark:
            return flow::Look::dark;
        case config::Theme::contrast:
            return flow::Look::contrast;
        case config::Theme::light:
            break;
    }
    return flow::Look::light;
}

}  // namespace

flow::Sight sight_of(const config::Defaults& defaults) {
    return {
        .text_percent = defaults.text_percent,
        .look = look_of(defaults.theme),
        .language = defaults.language == config::Language::english ? flow::Language::english : flow::Language::russian};
}

ui::StageOptions with(ui::StageOptions options, const flow::Sight& sight) {
    options.text_percent = sight.text_percent;
    options.look = look_of(sight.look);
    return options;
}

Result<std::map<PersonId, flow::Sight>> read_sights(const std::filesystem::path& file) {
    std::map<PersonId, flow::Sight> sights;
    const auto content = read_file(file, most_bytes);
    if (!content && content.error().kind == FaultKind::missing) return sights;
    if (!content) return tl::unexpected(content.error());
    std::istringstream lines{std::string{as_text(*content)}};
    std::string line;
    if (!std::getline(lines, line) || line != first_line) return fail(FaultKind::corrupt, "not a file of sights");
    while (std::getline(lines, line)) {
        std::istringstream words{line};
        std::string person, look;
        flow::Sight sight;
        words >> person >> sight.text_percent >> look;
        const auto id = PersonId::from_hex_text(person);
        const auto named = std::ranges::find(look_names, look);
        const bool size = std::ranges::find(flow::text_sizes, sight.text_percent) != flow::text_sizes.end();
        if (!words || !id || named == look_names.end() || !size)
            return fail(FaultKind::corrupt, "a line of sights that says nothing");
        sight.look = static_cast<flow::Look>(named - look_names.begin());
        for (std::string more; words >> more;) {
            if (more != spoken_word && more != english_word)
                return fail(FaultKind::corrupt, "a line of sights that says something else");
            if (more == spoken_word) sight.spoken = true;
            if (more == english_word) sight.language = flow::Language::english;
        }
        sights[*id] = sight;
    }
    return sights;
}

Result<void> write_sights(const std::filesystem::path& file, const std::map<PersonId, flow::Sight>& sights) {
    std::string text{first_line};
    text += '\n';
    for (const auto& [person, sight] : sights)
        text += person.hex() + ' ' + std::to_string(sight.text_percent) + ' ' +
                std::string{look_names.at(static_cast<std::size_t>(sight.look))} +
                (sight.spoken ? ' ' + std::string{spoken_word} : std::string{}) +
                (sight.language == flow::Language::english ? ' ' + std::string{english_word} : std::string{}) + '\n';
    return write_file(file, as_bytes(text), FileMode::owner_only);
}

}  // namespace zvonok::app
