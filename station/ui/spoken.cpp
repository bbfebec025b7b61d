#include "station/ui/spoken.hpp"

#include "station/ui/text.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::ui {

namespace {

constexpr int keyboard_on_screen = 2;  // it lies over the others and is no place of its own

void add_part(std::string& text, std::string_view part, std::string_view between) {
    if (part.empty()) return;
    if (!text.empty()) text += between;
    text += part;
}

/// One after another, each with a pause behind it.
void add_sentence(std::string& text, std::string_view part) {
    const bool ended = text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with(':');
    add_part(text, part, ended ? " " : ". ");
}

/// The layer that takes the person's keys.
int top_layer(const Tree& tree) {
    int top = 0;
    for (const Node& node : tree.nodes())
        if (node.layer != keyboard_on_screen) top = std::max(top, node.layer);
    return top;
}

const Node* focus_of(const Tree& tree) {
    const Node* focused = tree.focused();
    return focused != nullptr && focused->layer == top_layer(tree) ? focused : nullptr;
}

bool in_group(const Tree& tree, const Node& node, std::string_view name) {
    return node.group >= 0 && tree.nodes()[static_cast<std::size_t>(node.group)].name == name;
}

/// What the screen or the dialogue upon it is called: a screen by what its top bar says, and its first heading.
struct Title {
    std::string_view place, heading;
};
Title title_of(const Tree& tree, const Words& words) {
    const int top = top_layer(tree);
    const std::string_view bar = words.tr("Верхняя строка");
    Title title;
    for (const Node& node : tree.nodes()) {
        if (node.layer != top) continue;
        if (top > 0 && node.role == Role::group) return {node.name, {}};
        if (node.role == Role::text && title.place.empty() && in_group(tree, node, bar)) title.place = node.name;
        if (node.role == Role::heading && title.heading.empty()) title.heading = node.name;
    }
    return title;
}

/// Whether most of what can be pressed has changed: headings alone do not tell, they count, and a table that scrolls
/// has other cells.
bool other_controls(const Tree& before, const Tree& now, int layer) {
    const auto counts = [layer](const Node& node) {
        return node.layer == layer && node.focusable && node.role != Role::cell;
    };
    const auto had = std::ranges::count_if(before.nodes(), counts);
    const auto has = std::ranges::count_if(now.nodes(), counts);
    const auto stayed = std::ranges::count_if(
        now.nodes(), [&](const Node& node) { return counts(node) && before.find(node.id) != nullptr; });
    return 2 * stayed < std::max(had, has);
}

/// «3 из 30»: which row of its table, or which of the choices that stand together.
std::string position_of(const Tree& tree, const Node& of, const Words& words) {
    if (of.role != Role::cell && of.role != Role::choice) return {};
    if (of.row.rows > 0) return fill(words.tr("{} из {}"), {std::to_string(of.row.row), std::to_string(of.row.rows)});
    // Cells that stand side by side follow each other in the tree; a list in two columns goes on beside its first one.
    // Choices stand together as long as nothing comes between them.
    std::size_t count = 0, at = 0, row = 0, rows = 0;
    float y = 0;
    for (const Node& node : tree.nodes()) {
        if (node.role != of.role || node.group != of.group || node.layer != of.layer) {
            if (of.role == Role::cell) continue;
            if (at > 0) break;
            count = 0;
            continue;
        }
        if (count++ == 0 || node.rect.y != y) ++rows;
        y = node.rect.y;
        if (&node != &of) continue;
        at = count;
        row = rows;
    }
    const bool by_row = rows > 1 && of.role == Role::cell;
    if (count < 2) return {};
    return fill(words.tr("{} из {}"), {std::to_string(by_row ? row : at), std::to_string(by_row ? rows : count)});
}

/// The node's name with the word for what it is.
std::string called(const Node& node, const Words& words) {
    switch (node.role) {
        case Role::button:
            return fill(words.tr("кнопка {}"), {node.name});
        case Role::text_field:
            return fill(words.tr("поле {}"), {node.name});
        case Role::key:
            return node.secret ? std::string{words.tr("клавиша с цифрой")} : fill(words.tr("клавиша {}"), {node.name});
        default:
            return node.name;
    }
}

/// What it holds and what state it is in.
std::string held_by(const Node& node, const Words& words) {
    std::string text = node.secret ? std::string{} : node.meaning.empty() ? node.value : node.meaning;
    const bool holds = node.role == Role::text_field || node.role == Role::cell;
    if (text.empty() && holds) text = words.tr("пусто");
    // A cell is chosen by standing on it, which is heard anyway.
    if (node.chosen && node.role != Role::cell) add_part(text, words.tr("выбрано"), ", ");
    if (!node.enabled) add_part(text, words.tr("недоступно"), ", ");
    return text;
}

std::string described(const Tree& tree, const Node& node, const Words& words) {
    std::string text = called(node, words);
    add_part(text, held_by(node, words), ", ");
    add_part(text, position_of(tree, node, words), ", ");
    return text;
}

/// What was typed: the character, and at a word's end the word; what was taken away otherwise is told by the rest.
std::string typed_into(std::string_view before, std::string_view now, const Words& words) {
    if (now.empty()) return std::string{words.tr("пусто")};
    if (!now.starts_with(before)) return std::string{now};
    const std::string_view added = now.substr(before.size());
    if (added != " " && added != "\n") return std::string{added};
    const std::size_t end = before.find_last_not_of(" \n");
    if (end == std::string_view::npos) return std::string{words.tr("пробел")};
    const std::size_t gap = before.find_last_of(" \n", end);
    const std::size_t start = gap == std::string_view::npos ? 0 : gap + 1;
    return std::string{before.substr(start, end - start + 1)};
}

std::string change_of(const Tree& tree, const Node& before, const Node& now, const Words& words) {
    if (before.name != now.name) return described(tree, now, words);
    if (before.value != now.value && now.role == Role::text_field && !now.secret)
        return typed_into(before.value, now.value, words);
    const std::string held = held_by(now, words);
    if (held == held_by(before, words)) return {};
    return held.empty() ? described(tree, now, words) : held;
}

int number_of(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// How a secret grew: that is all that may be heard of it.
std::string secret_change(const Node* before, const Node& now, const Words& words) {
    if (before == nullptr || before->value == now.value) return {};
    return std::string{number_of(now.value) > number_of(before->value) ? words.tr("Цифра принята")
                                                                       : words.tr("Стёрто")};
}

void add_title(std::string& text, const Title& title) {
    add_sentence(text, title.place);
    add_sentence(text, title.heading);
}

/// The dots between the parts of a line are for the eye.
std::string without_dots(std::string text) {
    constexpr std::string_view dot = " · ";
    for (std::size_t at = text.find(dot); at != std::string::npos; at = text.find(dot, at))
        text.replace(at, dot.size(), ", ");
    return text;
}

/// A page that is words and buttons is read to the person; of a table he hears where he goes.
bool is_read_out(const Tree& tree, int layer) {
    return layer > 0 || std::ranges::none_of(tree.nodes(), [&](const Node& node) {
               return node.layer == layer &&
                      (node.role == Role::cell || node.role == Role::choice || node.role == Role::text_field);
           });
}

}  // namespace

Spoken spoken(const Tree& before, const Tree& now, const Words& words) {
    const int layer = top_layer(now);
    const Title title = title_of(now, words);
    const bool closed = layer < top_layer(before);
    const bool opened = !closed && (before.nodes().empty() || layer > top_layer(before) ||
                                    title.place != title_of(before, words).place || other_controls(before, now, layer));

    std::string text;
    if (opened) add_title(text, title);
    std::string status;
    for (const Node& node : now.nodes()) {
        const Node* known = before.find(node.id);
        const bool same = known != nullptr && known->name == node.name && known->value == node.value;
        if (node.role == Role::status && node.secret) {
            add_sentence(text, secret_change(known, node, words));
        } else if (node.role == Role::status) {
            if (known == nullptr && !before.nodes().empty()) add_sentence(status, node.name);
        } else if ((node.role == Role::notice || node.alert) && !same) {
            // A table that opens has its old refusals shown; of those that come up while it is open one must hear.
            if (node.role == Role::cell && (opened || known == nullptr || node.focused)) continue;
            std::string alarm = node.name;
            if (node.role == Role::notice)
                add_sentence(alarm, node.value);
            else
                add_part(alarm, held_by(node, words), ", ");
            add_sentence(text, alarm);
        }
    }
    const Node* focus = focus_of(now);
    const Node* old_focus = focus_of(before);
    if (focus != nullptr) {
        const bool stayed = !opened && old_focus != nullptr && old_focus->id == focus->id;
        add_sentence(text, stayed ? change_of(now, *old_focus, *focus, words) : described(now, *focus, words));
    } else if (closed) {
        add_title(text, title);
    }
    if (opened && is_read_out(now, layer)) {
        for (const Node& node : now.nodes()) {
            const bool words_of_it = node.role == Role::heading || node.role == Role::text;
            const bool in_a_bar = layer == 0 && in_group(now, node, words.tr("Верхняя строка"));
            if (node.layer == layer && words_of_it && !node.alert && !in_a_bar && node.name != title.heading &&
                node.name != title.place)
                add_sentence(text, node.name);
        }
    }
    if (text.empty()) return {without_dots(std::move(status)), true};
    add_sentence(text, status);
    return {without_dots(std::move(text)), false};
}

}  // namespace zvonok::ui
