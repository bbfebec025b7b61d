#pragma once

#include "station/base/result.hpp"
#include "station/ui/semantic.hpp"

#include <filesystem>

namespace zvonok::app {

/// The screen in words for whoever drives a demo: {"frame": n, "nodes": [{"role", "name", "value", "x", "y", "w", "h",
/// "enabled", "focused", "chosen", "layer", "group"}]}. It holds names of pupils, so only demo images allow it.
std::string tree_json(const ui::Tree& tree, std::uint64_t frame);

/// Replaced in one step, so that a reader never sees half of it; not flushed to the disk.
Result<void> write_tree(const std::filesystem::path& file, const ui::Tree& tree, std::uint64_t frame);

}  // namespace zvonok::app
