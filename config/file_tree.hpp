#pragma once

#include "station/base/bytes.hpp"

#include <filesystem>
#include <map>

namespace zvonok::config {

/// The files of an image: path from its root, "stations/ab12.toml", and content. Sorted, so that order is no choice.
using FileTree = std::map<std::string, Bytes, std::less<>>;

/// Lower-case letters, digits, '.', '-', '_' between single slashes, no part that starts with a dot, at most three
/// folders deep and 120 bytes: a path that can leave no folder and collide on no file system.
bool is_safe_path(std::string_view path);

}  // namespace zvonok::config
