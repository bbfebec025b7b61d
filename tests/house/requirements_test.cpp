#include "station/base/file.hpp"
#include "tests/house/source.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>

/// Which tests hold which requirement, read off the tags of the tests themselves.
namespace {

namespace fs = std::filesystem;
using zvonok::test::source;

std::string text_of(const fs::path& file) {
    const auto bytes = zvonok::read_file(file, 1u << 20);
    REQUIRE(bytes);
    return std::string(zvonok::as_text(*bytes));
}

/// Ids of journal_requirements.txt, in its order.
std::vector<std::string> wanted() {
    std::vector<std::string> ids;
    std::istringstream lines{text_of(source() / "tests/house/journal_requirements.txt")};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words{line};
        for (std::string id; words >> id;) ids.push_back(id);
    }
    return ids;
}

/// Requirement -> titles of the tests that carry its tag.
std::map<std::string, std::vector<std::string>> held() {
    std::map<std::string, std::vector<std::string>> tests;
    const std::regex test_case{R"re((?:TEST_CASE|SCENARIO)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+),\s*((?:"[^"]*"\s*)+)\))re"};
    const std::regex tag{R"re(\[([A-T]-\d\d|00\d-\d+)\])re"};
    for (const auto& entry : fs::recursive_directory_iterator(source() / "tests")) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = text_of(entry.path());
        for (std::sregex_iterator found{text.begin(), text.end(), test_case}, end; found != end; ++found) {
            const std::string title = entry.path().stem().string() + ": " + (*found)[1].str();
            const std::string tags = (*found)[2];
            for (std::sregex_iterator id{tags.begin(), tags.end(), tag}; id != end; ++id)
                tests[(*id)[1]].push_back(title);
        }
    }
    return tests;
}

}  // namespace

TEST_CASE("requirements: each one that the journal holds is named by a test", "[house]") {
    const auto tests = held();
    std::ostringstream table;
    std::vector<std::string> missing;
    for (const std::string& id : wanted()) {
        const auto found = tests.find(id);
        if (found == tests.end()) {
            missing.push_back(id);
            continue;
        }
        table << std::left << std::setw(7) << id << found->second.size()
              << (found->second.size() == 1 ? " test:" : " tests:") << "\n";
        for (const std::string& title : found->second) table << "        " << title << "\n";
    }
    std::cout << table.str();
    CAPTURE(missing);
    CHECK(missing.empty());
}
