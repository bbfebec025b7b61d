#include "station/screens/column_text.hpp"

#include "station/ui/text.hpp"

namespace zvonok::screens {

namespace {

constexpr std::string_view no_break_space = "\u00A0";
constexpr char32_t no_character = 0xFFFD;

bool is_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t sign = ui::next_character(text, at);
        const bool ends = sign == '\n' || sign == '\r' || sign == '\t';
        if (sign == no_character || sign == 0x7F || (sign < ' ' && !ends)) return false;
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    for (;;) {
        const std::size_t size = text.size();
        while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
        while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
        if (text.starts_with(no_break_space)) text.remove_prefix(no_break_space.size());
        if (text.ends_with(no_break_space)) text.remove_suffix(no_break_space.size());
        if (text.size() == size) return text;
    }
}

/// Takes the first line off; CR LF, LF and CR all end one.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (text.starts_with("\r\n"))
        text.remove_prefix(2);
    else if (!text.empty())
        text.remove_prefix(1);
    return line;
}

}  // namespace

ColumnText read_column(std::string_view text) {
    ColumnText column;
    const auto fails = [](ColumnText::Trouble trouble) { return ColumnText{trouble, {}, false}; };
    if (text.size() > column_bytes) return fails(ColumnText::Trouble::too_long);
    if (!is_text(text)) return fails(ColumnText::Trouble::not_text);
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        const std::size_t tab = std::min(line.find('\t'), line.size());
        column.cells.emplace_back(trimmed(line.substr(0, tab)));
        column.wider = column.wider || !trimmed(line.substr(tab)).empty();
    }
    // Below the last value there is nothing to skip.
    while (!column.cells.empty() && column.cells.back().empty()) column.cells.pop_back();
    return column.cells.empty() ? fails(ColumnText::Trouble::empty) : column;
}

}  // namespace zvonok::screens
