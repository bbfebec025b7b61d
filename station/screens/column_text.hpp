#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zvonok::screens {

/// The first column of what a spreadsheet put into the clipboard: lines with tabs between the columns.
struct ColumnText {
    enum class Trouble {
        none,
        empty,     ///< nothing but white space
        too_long,  ///< more than column_bytes
        not_text,  ///< no UTF-8, or control characters in it
    };
    Trouble trouble = Trouble::none;
    std::vector<std::string> cells{};  ///< without white space around them; an empty one skips its pupil
    bool wider = false;                ///< other columns held something, too
};

/// Far more than any class needs, and little enough to look at in one frame.
constexpr std::size_t column_bytes = 65536;

/// `text` is anybody's: any bytes at all.
ColumnText read_column(std::string_view text);

}  // namespace zvonok::screens
