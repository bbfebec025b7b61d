#include "station/ui/semantic.hpp"

#include <algorithm>

namespace zvonok::ui {

const Node* Tree::find(Role role, std::string_view name) const {
    const auto found =
        std::ranges::find_if(nodes_, [&](const Node& node) { return node.role == role && node.name == name; });
    return found == nodes_.end() ? nullptr : &*found;
}

const Node* Tree::find(NodeId id) const {
    const auto found = std::ranges::find(nodes_, id, &Node::id);
    return found == nodes_.end() ? nullptr : &*found;
}

const Node* Tree::focused() const {
    const auto found = std::ranges::find(nodes_, true, &Node::focused);
    return found == nodes_.end() ? nullptr : &*found;
}

bool Tree::says(std::string_view text) const {
    return std::ranges::any_of(nodes_, [&](const Node& node) {
        return node.name.find(text) != std::string::npos || node.value.find(text) != std::string::npos;
    });
}

std::string Tree::describe() const {
    std::string result;
    for (const Node& node : nodes_) {
        for (int up = node.group; up >= 0; up = nodes_[static_cast<std::size_t>(up)].group) result += "  ";
        result.append(to_text(node.role)).append(" \"").append(node.name).append("\"");
        if (!node.value.empty()) result.append(" = \"").append(node.value).append("\"");
        if (!node.enabled) result += ", disabled";
        if (node.chosen) result += ", chosen";
        if (node.focused) result += ", focused";
        result += '\n';
    }
    return result;
}

Node& Tree::add(Node node) {
    return nodes_.emplace_back(std::move(node));
}

std::string_view to_text(Role role) {
    switch (role) {
        case Role::screen:
            return "screen";
        case Role::group:
            return "group";
        case Role::heading:
            return "heading";
        case Role::text:
            return "text";
        case Role::clock:
            return "clock";
        case Role::button:
            return "button";
        case Role::choice:
            return "choice";
        case Role::text_field:
            return "text field";
        case Role::cell:
            return "cell";
        case Role::key:
            return "key";
        case Role::status:
            return "status";
        case Role::notice:
            return "notice";
    }
    return "unknown";
}

}  // namespace zvonok::ui
