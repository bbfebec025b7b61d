#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

namespace zvonok::test {

/// The checkout that is tested.
inline std::filesystem::path source() {
    const char* folder = std::getenv("ZVONOK_SOURCE");  // NOLINT(concurrency-mt-unsafe): one thread
    REQUIRE(folder != nullptr);
    return folder;
}

}  // namespace zvonok::test
