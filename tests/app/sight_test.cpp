#include "station/app/sight.hpp"
#include "station/base/file.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using app::read_sights;

namespace {

PersonId somebody(std::uint8_t number) {
    PersonId id;
    id.bytes[0] = number;
    return id;
}

}  // namespace

TEST_CASE("sights: what was written is read again, by person", "[app][sight]") {
    const test::TempDir folder;
    const auto file = folder.path() / app::sights_file;
    CHECK(read_sights(file).value().empty());
    const std::map<PersonId, flow::Sight> sights{
        {somebody(1), {200, flow::Look::contrast, true}},
        {somebody(2), {125, flow::Look::dark}},
        {somebody(3), {.language = flow::Language::english}},
        {somebody(4), {100, flow::Look::light, true, flow::Language::english}}};
    REQUIRE(app::write_sights(file, sights));
    CHECK(read_sights(file).value() == sights);
}

TEST_CASE("sights: a file that is none, or was cut, is refused whole", "[app][sight]") {
    const test::TempDir folder;
    const auto file = folder.path() / app::sights_file;
    const std::string id = somebody(1).hex();
    const std::string text =
        GENERATE_COPY(std::string{}, std::string{"zvonok sights 2\n"}, "zvonok sights 1\n" + id + " 130 dark\n",
                      "zvonok sights 1\n" + id + " 150 green\n", "zvonok sights 1\n" + id.substr(1) + " 150 dark\n",
                      "zvonok sights 1\n" + id + " 150 dark loud\n", "zvonok sights 1\n" + id + " 1");
    REQUIRE(write_file(file, as_bytes(text), FileMode::owner_only));
    const auto read = read_sights(file);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == FaultKind::corrupt);
}
