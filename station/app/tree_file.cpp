#include "station/app/tree_file.hpp"

#include <fstream>

namespace zvonok::app {

namespace {

void add_text(std::string& json, std::string_view text) {
    static constexpr std::string_view hex = "0123456789abcdef";
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            json += "\\u00";
            json += hex[static_cast<unsigned char>(c) >> 4U];
            json += hex[static_cast<unsigned char>(c) & 0xFU];
        } else {
            json += c;
        }
    }
    json += '"';
}

}  // namespace

std::string tree_json(const ui::Tree& tree, std::uint64_t frame) {
    std::string json = "{\"frame\":" + std::to_string(frame) + ",\"nodes\":[";
    bool first = true;
    for (const ui::Node& node : tree.nodes()) {
        const auto field = [&](std::string_view name, const auto& value) {
            json += ",\"";
            json += name;
            json += "\":";
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) {
                json += value ? "true" : "false";
            } else if constexpr (std::is_floating_point_v<std::decay_t<decltype(value)>>) {
                json += std::to_string(static_cast<long>(value));
            } else if constexpr (std::is_integral_v<std::decay_t<decltype(value)>>) {
                json += std::to_string(value);
            } else {
                add_text(json, value);
            }
        };
        json += first ? "\n{\"role\":" : ",\n{\"role\":";
        first = false;
        add_text(json, ui::to_text(node.role));
        field("name", std::string_view{node.name});
        field("value", std::string_view{node.value});
        field("meaning", std::string_view{node.meaning});
        field("x", node.rect.x);
        field("y", node.rect.y);
        field("w", node.rect.w);
        field("h", node.rect.h);
        field("enabled", node.enabled);
        field("focused", node.focused);
        field("chosen", node.chosen);
        field("layer", node.layer);
        field("group", node.group);
        json += '}';
    }
    json += "]}\n";
    return json;
}

Result<void> write_tree(const std::filesystem::path& file, const ui::Tree& tree, std::uint64_t frame) {
    const std::filesystem::path fresh = file.string() + ".new";
    {
        std::ofstream out{fresh, std::ios::trunc};
        out << tree_json(tree, frame);
        if (!out.flush()) return fail(FaultKind::refused, "the tree file cannot be written");
    }
    std::error_code error;
    std::filesystem::rename(fresh, file, error);
    if (error) return fail(FaultKind::refused, "the tree file cannot be replaced", error.value());
    return {};
}

}  // namespace zvonok::app
