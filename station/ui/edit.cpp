#include "station/ui/edit.hpp"

#include <algorithm>
#include <cmath>

namespace zvonok::ui {

namespace {

/// Moves the caret; the anchor follows unless Shift holds it.
Edited moved(Caret& caret, std::size_t to, bool shift) {
    const Caret was = caret;
    caret.at = to;
    if (!shift) caret.anchor = to;
    return caret == was ? Edited::nothing : Edited::caret;
}

Edited erased(std::string& text, Caret& caret, Span what) {
    if (what.begin == what.end) return Edited::nothing;
    text.erase(what.begin, what.end - what.begin);
    caret = {what.begin, what.begin};
    return Edited::text;
}

Edited to_line(std::string_view text, Caret& caret, const std::vector<Span>& lines, std::size_t from, std::size_t to,
               bool shift, const Advance& advance) {
    const float x = width_of(text.substr(lines[from].begin, caret.at - lines[from].begin), advance);
    return moved(caret, nearest(text, lines[to], x, advance), shift);
}

}  // namespace

Caret clamped(Caret caret, std::string_view text) {
    const auto edge = [&](std::size_t at) {
        at = std::min(at, text.size());
        return at < text.size() ? before(text, after(text, at)) : at;
    };
    return {edge(caret.at), edge(caret.anchor)};
}

void insert(std::string& text, Caret& caret, std::string_view what) {
    const Span selection = caret.selection();
    text.replace(selection.begin, selection.end - selection.begin, what);
    caret.at = caret.anchor = selection.begin + what.size();
}

std::size_t line_of(const std::vector<Span>& lines, std::size_t at) {
    std::size_t line = 0;
    while (line + 1 < lines.size() && lines[line + 1].begin <= at) ++line;
    return line;
}

std::size_t nearest(std::string_view text, const Span& line, float x, const Advance& advance) {
    float used = 0;
    for (std::size_t at = line.begin; at < line.end;) {
        const std::size_t here = at;
        const float step = advance(next_character(text, at));
        if (x < used + step / 2) return here;
        used += step;
    }
    return line.end;
}

Edited edit(std::string& text, Caret& caret, const input::KeyPress& press, const std::vector<Span>& lines,
            const Advance& advance, std::string& clipboard) {
    using input::Key;
    const std::size_t line = line_of(lines, caret.at);
    const Span selection = caret.selection();
    switch (press.key) {
        case Key::left:
            if (caret.selects() && !press.shift) return moved(caret, selection.begin, false);
            return moved(caret, before(text, caret.at), press.shift);
        case Key::right:
            if (caret.selects() && !press.shift) return moved(caret, selection.end, false);
            return moved(caret, after(text, caret.at), press.shift);
        case Key::up:
            return line == 0 ? Edited::nothing : to_line(text, caret, lines, line, line - 1, press.shift, advance);
        case Key::down:
            return line + 1 >= lines.size() ? Edited::nothing
                                            : to_line(text, caret, lines, line, line + 1, press.shift, advance);
        case Key::home:
            return moved(caret, lines[line].begin, press.shift);
        case Key::end:
            return moved(caret, lines[line].end, press.shift);
        case Key::backspace:
            return erased(text, caret, caret.selects() ? selection : Span{before(text, caret.at), caret.at});
        case Key::remove:
            return erased(text, caret, caret.selects() ? selection : Span{caret.at, after(text, caret.at)});
        case Key::select_all:
            caret = {text.size(), 0};
            return Edited::caret;
        case Key::copy:
        case Key::cut:
            if (!caret.selects()) return Edited::nothing;
            clipboard = text.substr(selection.begin, selection.end - selection.begin);
            return press.key == Key::cut ? erased(text, caret, selection) : Edited::caret;
        case Key::paste:
            if (clipboard.empty()) return Edited::nothing;
            insert(text, caret, clipboard);
            return Edited::text;
        case Key::undo:
            return Edited::caret;  // what the screen would take back is not what is being typed
        default:
            return Edited::nothing;
    }
}

}  // namespace zvonok::ui
