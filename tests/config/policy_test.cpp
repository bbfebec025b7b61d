#include "config/policy.hpp"

#include "station/base/file.hpp"
#include "station/domain/permissions.hpp"
#include "station/domain/policy_parameters.hpp"
#include "tests/config/demo_config.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace zvonok;
using namespace zvonok::config;
using namespace zvonok::test;

namespace {

std::string source_file(const std::string& name) {
    const char* source = std::getenv("ZVONOK_SOURCE");
    REQUIRE(source != nullptr);
    const auto content = read_file(std::filesystem::path(source) / name, 1 << 20);
    REQUIRE(content);
    return std::string{as_text(*content)};
}

domain::Policies rules_of(const std::string& text, const std::string& file) {
    const auto rules = parse_policies(text, file);
    if (!rules) FAIL(rules.error().fault.what);
    return *rules;
}

domain::Policies shipped(const std::string& name) {
    const ShippedPreset* preset = shipped_preset(name);
    REQUIRE(preset != nullptr);
    return rules_of(std::string(preset->text), name);
}

std::string fault_of(const std::string& text) {
    const auto rules = parse_policies(text, "own.toml");
    REQUIRE_FALSE(rules);
    CHECK(rules.error().reason == Reason::bad_config);
    return rules.error().fault.what;
}

}  // namespace

TEST_CASE("policies: the presets that the programs carry are the files of the tree", "[config][policy]") {
    CHECK(shipped_presets().size() == 6);
    for (const ShippedPreset& preset : shipped_presets())
        CHECK(source_file("config/policies/" + std::string(preset.name) + ".toml") == preset.text);
    CHECK(shipped_preset("005-no-such-school") == nullptr);
}

TEST_CASE("policies: the default preset names every parameter and holds the program's defaults", "[config][policy]") {
    CHECK(shipped("default") == domain::Policies{});
    CHECK(domain::policy_texts(shipped("default")) == domain::policy_texts(domain::Policies{}));
}

TEST_CASE("policies: a preset becomes fact texts, and those the same rules again, for every key", "[config][policy]") {
    for (const ShippedPreset& preset : shipped_presets()) {
        INFO(preset.name);
        const domain::Policies rules = shipped(std::string(preset.name));
        const auto texts = domain::policy_texts(rules);
        CHECK(texts.size() == domain::policy_parameters().size());
        const domain::ResolvedPolicies resolved = domain::resolve_policies(texts);
        CHECK(resolved.troubles.empty());
        CHECK(resolved.policies == rules);
    }
}

TEST_CASE("policies: every value of a school's preset names the clause that it comes from", "[config][policy]") {
    for (const ShippedPreset& preset : shipped_presets()) {
        if (preset.name == "default") continue;
        const std::string seed{preset.name.substr(0, 3)};
        std::string comment;
        std::string text{preset.text};
        for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
            end = std::min(text.find('\n', at), text.size());
            const std::string line = text.substr(at, end - at);
            if (line.starts_with("#")) comment = line;
            if (line.empty()) comment.clear();
            // The values of [[...]] are explained above their first one.
            if (line.starts_with("[[") && line != "[[" + comment + "]]" && !comment.empty())
                CHECK(comment.find(seed) != std::string::npos);
            const bool in_record = line.starts_with("code =") || line.starts_with("title =") ||
                                   line.starts_with("kind =") || line.starts_with("missed =") ||
                                   line.starts_with("document =");
            if (line.find(" = ") == std::string::npos || line.starts_with("#") || line.starts_with("extends") ||
                in_record)
                continue;
            INFO(preset.name << ": " << line);
            const std::size_t clause = line.find("# ");
            REQUIRE(clause != std::string::npos);
            CHECK((line.find(seed + " ", clause) != std::string::npos ||
                   line.find("scenario " + seed, clause) != std::string::npos));
        }
    }
}

TEST_CASE("policies: own rules may extend any shipped preset", "[config][policy]") {
    const domain::Policies rules = rules_of(
        "extends = \"001-city-school\"\n[mark]\ncurrent.edit_window_days = 3\n[permission]\nfact.room = []\ntopic = "
        "[\"teacher\", "
        "\"deputy\"]\n",
        "own.toml");
    CHECK(rules.mark.window == std::chrono::days{3});
    CHECK(rules.attendance.window == std::chrono::days{2});
    CHECK(rules.permission("topic") == std::vector<domain::Role>{domain::Role::teacher, domain::Role::deputy});
    CHECK(rules.permission("fact.room") == std::vector<domain::Role>{});
    CHECK(fault_of("extends = \"006\"\n").find("own.toml:1: extends must be one of default, 000-village-school") !=
          std::string::npos);
}

TEST_CASE("policies: each kind of fault names its file and line", "[config][policy]") {
    struct Case {
        std::string from, to, line, told;
    };
    const auto broken = GENERATE(
        Case{"cache_hours = 72", "cache_hours = \"72\"", "cache_hours",
             "login.cache_hours must be a whole number (hours)"},
        Case{"cache_hours = 72", "cache_days = 3", "cache_days",
             "unknown key login.cache_days; is it login.cache_hours?"},
        Case{"cache_hours = 72", "cache_hours = 745", "cache_hours", "between 0..744"},
        Case{"edit_window_days = 7 ", "edit_window_days = -1 ", "edit_window_days", "between 0..366"},
        Case{"edit_window_days = 7 ", "edit_window_days = \"7\" ", "edit_window_days", "or a word in quotes (days)"},
        Case{"edit_window_days = 7 ", "edit_window_days = \"7 hours\" ", "edit_window_days", "whole number"},
        Case{"edit_window_days = 7 ", "edit_window_days = 7.5 ", "edit_window_days", "must be a whole number"},
        Case{"written.deadline = \"4 days\"", "written.deadline = \"4 hours\"", "written.deadline", "must be in days"},
        Case{"written.deadline = \"4 days\"", "written.deadline = [\"2-4: next_lesson\",\n \"5-11: soon\"]",
             "5-11: soon", "\"soon\" must be one of none, lesson_day"},
        Case{"approver = [\"director\"]", "approver = [\"headmaster\"]", "headmaster", "must be one of director"},
        Case{"approver = [\"director\"]", "approver = \"director\"", "approver", "must be a list of texts"},
        Case{"kind_required = true", "kind_required = \"yes\"", "kind_required", "must be true or false"},
        Case{"markless_scale = \"mastered\"", "markless_scale = \"passed\"", "markless_scale",
             "\"passed\" must be one of five"},
        Case{"scale_of = \"five\"", "scale_of = \"2-11: ten\"", "scale_of", "\"ten\" must be one of five"},
        Case{"kind = \"valid\"", "kind = \"nice\"", "kind = \"nice\"", "must be one of unexplained"},
        Case{"kind = \"valid\"", "colour = \"red\"", "colour", "\"colour\" is not known"},
        Case{"code = \"УП\"", "code = \"Н\"", "title = \"уваж", "stands twice"},
        Case{"code = \"УП\"", "code = \"У П\"", "code = \"У П\"", "no space and no comma"},
        Case{"title = \"тест\"", "title = \"тест; опрос\"", "title = \"тест; опрос\"", "no semicolon"},
        Case{"title = \"тест\"\nweight = 1", "title = \"тест\"\nweight = \"тяжёлая\"", "weight = \"т", "two decimals"},
        Case{"maximum = 100", "maximum = true", "maximum = true", "whole number"},
        Case{"due_not_before = \"not_today_not_past\"", "due_not_before = \"tomorrow\"", "due_not_before",
             "must be one of any_day"},
        Case{"due = \"08-31\"", "due = \"31 августа\"", "due = \"31", "MM-DD"},
        Case{"{ length = 10,", "{ length = 0,", "length = 0", "between 1..100"},
        Case{"[final_mark]\n", "[final_mark]\nhue = 1\n", "hue", "unknown key final_mark.hue"},
        Case{"[final_mark]\n", "[weather]\nsun = 1\n[final_mark]\n", "[weather]", "unknown key weather"},
        Case{"interval = \"weekly\"  # I-07", "", "", "forecast.interval is left out"},
        Case{"[final_mark]\n", "[permission]\ntopic = [\"nobody\"]\n[final_mark]\n", "nobody", "permission.topic"},
        Case{"[final_mark]\n", "[permission]\nfact.room = true\n[final_mark]\n", "fact.room",
             "must be a list of texts"},
        Case{"[final_mark]\n", "[permission]\nfact.roof = [\"director\"]\n[final_mark]\n", "fact.roof",
             "unknown key permission.fact.roof; is it permission.fact.room?"});
    const std::string text = changed(source_file("config/policies/default.toml"), broken.from, broken.to);
    const std::string told = fault_of(text);
    INFO(told);
    CHECK(told.find(broken.told) != std::string::npos);
    // `stands twice` is told at the second one's code: the line before its title.
    std::size_t at =
        broken.line.empty() ? 0 : text.find(broken.line, text.find(broken.to.substr(0, broken.to.find('\n'))));
    if (at == std::string::npos) at = text.find(broken.line);
    REQUIRE(at != std::string::npos);
    auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    if (broken.told == "stands twice") --line;
    CHECK(told.find("own.toml:" + std::to_string(line) + ": ") != std::string::npos);
    CHECK(parse_policies(text, "own.toml").error().text.find("строка " + std::to_string(line)) != std::string::npos);
}

TEST_CASE("policies: all faults of a file are told at once", "[config][policy]") {
    const std::string told =
        fault_of("extends = \"default\"\n[topic]\nsource = \"own\"\nedit_window_days = 400\ncolour = 1\n");
    CHECK(told.find("own.toml:3: ") != std::string::npos);
    CHECK(told.find("own.toml:4: ") != std::string::npos);
    CHECK(told.find("own.toml:5: ") != std::string::npos);
}

TEST_CASE("policies: POLICIES.md and the program know the same parameters", "[config][policy]") {
    std::string page = source_file("config/POLICIES.md");
    REQUIRE(page.find("\n## Parameters\n") != std::string::npos);
    page.erase(0, page.find("\n## Parameters\n"));
    static constexpr std::string_view shapes[]{"number", "number or word", "decimal", "flag",   "word",
                                               "words",  "rules",          "records", "options"};
    const domain::Policies defaults;
    std::size_t rows = 0;
    for (std::size_t at = page.find("\n| `"); at != std::string::npos; at = page.find("\n| `", at + 1)) ++rows;
    for (const domain::PolicyParameter& parameter : domain::policy_parameters()) {
        const std::size_t begin = page.find("\n| `" + std::string(parameter.key) + "` | ");
        INFO(parameter.key);
        REQUIRE(begin != std::string::npos);
        const std::string row = page.substr(begin + 1, page.find('\n', begin + 1) - begin - 1);
        INFO(row);
        const auto shape = shapes[static_cast<std::size_t>(parameter.shape)];
        CHECK(row.find("` | " + std::string(shape) + " | " + std::string(parameter.unit) +
                       (parameter.unit.empty() ? "| " : " | ")) != std::string::npos);
        CHECK(row.find(" | " + std::string(parameter.requirement) + " | ") != std::string::npos);
        std::string otherwise = parameter.write(defaults);
        for (std::size_t bar = otherwise.find('|'); bar != std::string::npos; bar = otherwise.find('|', bar + 2))
            otherwise.insert(bar, "\\");
        CHECK(row.ends_with(" | `" + otherwise + "` |"));
    }
    for (const domain::Permission& permission : domain::permissions()) {
        INFO(permission.name);
        std::string roles;
        for (int role = 1; role <= static_cast<int>(domain::Role::server); ++role)
            if (permission.roles.has(static_cast<domain::Role>(role)))
                roles.append(roles.empty() ? "" : ", ").append(domain::role_word(static_cast<domain::Role>(role)));
        CHECK(page.find("\n| `permission." + std::string(permission.name) + "` | " + roles + " |\n") !=
              std::string::npos);
    }
    CHECK(rows == domain::policy_parameters().size() + domain::permissions().size());
}
