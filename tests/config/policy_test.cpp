#include "config/policy.hpp"
#include "station/base/file.hpp"
#include "tests/config/demo_config.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace zvonok;
using namespace zvonok::config;
using namespace zvonok::test;

namespace {
std::string preset() {
    const char* source = std::getenv("ZVONOK_SOURCE");
    REQUIRE(source != nullptr);
    const auto content = read_file(std::filesystem::path(source) / "config/policies/default.toml", 65536);
    REQUIRE(content);
    return std::string{as_text(*content)};
}
}  // namespace

TEST_CASE("policies: the default preset holds what the requirements name", "[config][policy]") {
    const auto policies = parse_policies(preset(), "default.toml");
    REQUIRE(policies);
    CHECK(policies->number("attendance.edit_window_days") == 7);
    CHECK(policies->number("login.cache_hours") == 72);
    const auto codes = policies->codes("attendance.codes");
    REQUIRE(codes);
    std::vector<std::string> letters;
    for (const AbsenceCode& code : *codes) letters.push_back(code.code);
    CHECK(letters == std::vector<std::string>{"Н", "УП", "НП", "Б", "ОСВ"});
    for (const Policy& policy : policies->values) CHECK_FALSE(fact_text(policy.value).empty());
    CHECK(fact_text(*codes) == "Н УП НП Б ОСВ");
    CHECK_FALSE(policies->number("attendance.codes"));
    CHECK_FALSE(policies->number("attendance.unheard_of"));
}

TEST_CASE("policies: a broken preset names its file and line", "[config][policy]") {
    struct Case {
        std::string from, to, english;
    };
    const auto broken = GENERATE(Case{"cache_hours = 72", "cache_hours = \"72\"", "login.cache_hours must be a whole"},
                                 Case{"cache_hours = 72", "cache_days = 3", "unknown key login.cache_days"},
                                 Case{"edit_window_days = 7", "edit_window_days = -1", "must lie between 0"},
                                 Case{"code = \"УП\"", "code = \"Н\"", "stands twice"},
                                 Case{"code = \"УП\"", "code = \"У П\"", "no space and no comma"},
                                 Case{"not_today_not_past\"\n\n", "tomorrow\"\n\n", "must be one of any_day"});
    const auto policies = parse_policies(changed(preset(), broken.from, broken.to), "default.toml");
    REQUIRE_FALSE(policies);
    INFO(policies.error().fault.what);
    CHECK(policies.error().reason == Reason::bad_config);
    CHECK(policies.error().fault.what.find("default.toml:") != std::string::npos);
    CHECK(policies.error().fault.what.find(broken.english) != std::string::npos);
    CHECK(policies.error().text.find("строка ") != std::string::npos);
}
