#pragma once

#include "station/base/input.hpp"
#include "station/ui/text.hpp"

#include <string>
#include <vector>

namespace zvonok::ui {

/// Where the person is in a text: bytes, always at the edge of a character. What lies between is selected.
struct Caret {
    std::size_t at = 0;
    std::size_t anchor = 0;
    bool operator==(const Caret&) const = default;
    [[nodiscard]] bool selects() const { return at != anchor; }
    [[nodiscard]] Span selection() const { return at < anchor ? Span{at, anchor} : Span{anchor, at}; }
};

/// Puts the caret back inside a text that somebody else has changed.
Caret clamped(Caret caret, std::string_view text);

/// Replaces the selection.
void insert(std::string& text, Caret& caret, std::string_view what);

enum class Edited { nothing, caret, text };

/// Carries out an editing key. `lines` as drawn now (wrap), for Up, Down, Home and End; `clipboard` is read and
/// written. nothing: the key means something else here, such as Up in the first line.
Edited edit(std::string& text, Caret& caret, const input::KeyPress& key, const std::vector<Span>& lines,
            const Advance& advance, std::string& clipboard);

/// The byte nearest to `x` pixels from the left in that line.
std::size_t nearest(std::string_view text, const Span& line, float x, const Advance& advance);
/// The line that holds the byte.
std::size_t line_of(const std::vector<Span>& lines, std::size_t at);

}  // namespace zvonok::ui
