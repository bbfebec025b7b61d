#include "station/journal/heads.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace zvonok;
using journal::History;
using journal::Node;

namespace {

entry::EntryId id(int n) {
    entry::EntryId made;
    made.log.bytes[0] = static_cast<std::uint8_t>(1 + n % 3);
    made.seq = static_cast<std::uint64_t>(n + 1);
    return made;
}

/// By the definition, word for word: accepted entries that no other accepted entry has seen, seeing passing through
/// all.
std::vector<std::size_t> by_definition(const std::vector<Node>& nodes, const std::vector<std::size_t>& standing) {
    const std::size_t n = nodes.size();
    std::vector<std::vector<bool>> sees(n, std::vector<bool>(n));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) sees[i][j] = std::ranges::count(nodes[i].seen, nodes[j].id) > 0;
    for (std::size_t k = 0; k < n; ++k)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                if (sees[i][k] && sees[k][j]) sees[i][j] = true;
    std::vector<std::size_t> heads;
    for (const std::size_t i : standing)
        if (std::ranges::none_of(standing, [&](std::size_t other) { return other != i && sees[other][i]; }))
            heads.push_back(i);
    std::ranges::sort(
        heads, [&](std::size_t left, std::size_t right) { return journal::shows_before(nodes[left], nodes[right]); });
    return heads;
}

}  // namespace

TEST_CASE("heads: equal to the definition on random histories without rings", "[journal][heads]") {
    std::mt19937 random{7};
    for (int round = 0; round < 2000; ++round) {
        const int count = static_cast<int>(random() % 9);
        std::vector<Node> nodes;
        std::vector<std::size_t> standing;
        for (int i = 0; i < count; ++i) {
            Node node{id(i), random() % 4, {}};
            for (int seen = 0; seen < i; ++seen)
                if (random() % 3 == 0) node.seen.push_back(id(seen));
            if (random() % 5 == 0) node.seen.push_back(id(50));  // one that never arrived
            nodes.push_back(std::move(node));
            if (random() % 3 != 0) standing.push_back(static_cast<std::size_t>(i));
        }
        CHECK(History{nodes}.heads(standing) == by_definition(nodes, standing));
    }
}

TEST_CASE("heads: the order of the nodes does not matter, nor do rings leave a cell empty", "[journal][heads]") {
    std::mt19937 random{11};
    for (int round = 0; round < 2000; ++round) {
        const int count = 1 + static_cast<int>(random() % 7);
        std::vector<Node> nodes;
        for (int i = 0; i < count; ++i) {
            Node node{id(i), random() % 3, {}};
            for (int seen = 0; seen < count; ++seen)
                if (random() % 3 == 0) node.seen.push_back(id(seen));  // itself and later ones too
            nodes.push_back(std::move(node));
        }
        const auto ids_of_heads = [](const std::vector<Node>& of) {
            std::vector<std::size_t> all;
            for (std::size_t i = 0; i < of.size(); ++i) all.push_back(i);
            std::vector<entry::EntryId> ids;
            for (const std::size_t i : History{of}.heads(all)) ids.push_back(of[i].id);
            return ids;
        };
        const auto expected = ids_of_heads(nodes);
        CHECK_FALSE(expected.empty());
        std::ranges::shuffle(nodes, random);
        CHECK(ids_of_heads(nodes) == expected);
    }
}

TEST_CASE("heads: a refused entry in between passes on what it has seen", "[journal][heads]") {
    const std::vector<Node> nodes{{id(0), 1, {}}, {id(1), 2, {id(0)}}, {id(2), 3, {id(1)}}};
    const std::vector<std::size_t> without_middle{0, 2};
    CHECK(History{nodes}.heads(without_middle) == std::vector<std::size_t>{2});
}
