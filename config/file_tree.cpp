#include "config/file_tree.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {
bool is_safe_part(std::string_view part) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    };
    return !part.empty() && part.front() != '.' && std::ranges::all_of(part, allowed);
}
}  // namespace

bool is_safe_path(std::string_view path) {
    if (path.size() > 120 || std::ranges::count(path, '/') > 3) return false;
    for (;;) {
        const std::size_t slash = path.find('/');
        if (!is_safe_part(path.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
}

}  // namespace zvonok::config
