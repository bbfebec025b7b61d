#include "station/app/tree_file.hpp"
#include "station/base/file.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::app;

namespace {

ui::Tree one_node(std::string name) {
    ui::Tree tree;
    ui::Node node;
    node.role = ui::Role::button;
    node.name = std::move(name);
    node.rect = {10.5f, 20, 30, 40};
    tree.add(std::move(node));
    return tree;
}

}  // namespace

TEST_CASE("tree file: a node is told with role, name and whole pixels", "[app][tree]") {
    const std::string json = tree_json(one_node("Выход"), 7);
    CHECK(json.find(R"("frame":7)") != std::string::npos);
    CHECK(json.find(R"({"role":"button","name":"Выход")") != std::string::npos);
    CHECK(json.find(R"("x":10,"y":20,"w":30,"h":40)") != std::string::npos);
}

TEST_CASE("tree file: quotes, backslashes and control characters stay inside their string", "[app][tree]") {
    CHECK(tree_json(one_node("a\"b\\c\nd"), 1).find(R"("a\"b\\c\u000ad")") != std::string::npos);
}

TEST_CASE("tree file: writing again replaces the file whole", "[app][tree]") {
    const test::TempDir dir;
    REQUIRE(write_tree(dir / "tree", one_node("a long name that goes"), 1));
    REQUIRE(write_tree(dir / "tree", one_node("b"), 2));
    const auto file = read_file(dir / "tree", 1 << 16);
    REQUIRE(file);
    CHECK(std::string(as_text(*file)) == tree_json(one_node("b"), 2));
    CHECK_FALSE(write_tree(dir / "nowhere" / "tree", one_node("b"), 3));
}
