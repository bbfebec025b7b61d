#pragma once

#include <cstddef>
#include <string>
#include <variant>

/// What a person does to a window, as values: hal/window makes them, station/ui reads them, neither knows the other.
namespace zvonok::input {

/// Keys that mean something besides the character that they type.
enum class Key {
    tab,
    enter,
    escape,
    space,
    backspace,
    remove,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    select_all,  ///< the editing keys arrive by meaning: Ctrl+A and its like, in any keyboard layout
    copy,
    cut,
    paste,
    undo,
    help,   ///< F1
    voice,  ///< F4
};

/// A key went down, or repeats while it is held.
struct KeyPress {
    Key key{};
    bool shift = false;
    bool operator==(const KeyPress&) const = default;
};
/// A character was typed; control characters never come this way.
struct Character {
    char32_t code = 0;
    bool operator==(const Character&) const = default;
};
/// What the system's clipboard holds, cut at clipboard_bytes; comes before the key of paste. Anything at all: from no
/// text to what never was a text.
struct Pasted {
    std::string text{};
    bool operator==(const Pasted&) const = default;
};
/// One more than anybody here takes, so that whoever reads it sees that there was more.
constexpr std::size_t clipboard_bytes = 65537;

/// Window pixels from the top left corner. A finger is a pointer that presses where it lands.
struct PointerMove {
    float x = 0;
    float y = 0;
    bool operator==(const PointerMove&) const = default;
};
struct PointerButton {
    bool down = false;
    bool operator==(const PointerButton&) const = default;
};
/// Wheel steps, up is positive.
struct Scroll {
    float steps = 0;
    bool operator==(const Scroll&) const = default;
};
struct Resize {
    int width = 0;
    int height = 0;
    bool operator==(const Resize&) const = default;
};
/// The window's picture was lost or uncovered and must be shown again.
struct Expose {
    bool operator==(const Expose&) const = default;
};

using Event = std::variant<KeyPress, Character, Pasted, PointerMove, PointerButton, Scroll, Resize, Expose>;

}  // namespace zvonok::input
