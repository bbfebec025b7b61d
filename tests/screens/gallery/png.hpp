#pragma once

#include "station/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace zvonok::test {

/// RGBA, rows from the top, written as a PNG without alpha.
Result<void> write_png(const std::filesystem::path& file, int width, int height, const std::vector<std::uint8_t>& rgba);

}  // namespace zvonok::test
