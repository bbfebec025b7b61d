#pragma once

#include "sync/server/import/sheet.hpp"
#include "sync/server/import/source.hpp"

/// Spreadsheets that are zips of XML. Only what a table of words needs is read: no formulas (their last result stands
/// in the file), no styles but those that make a number a date.
namespace zvonok::server::imports {

/// Office Open XML, transitional and strict (ECMA-376 part 1, 18).
std::optional<std::vector<Sheet>> read_xlsx(const std::string& file, Source& parts, Findings& findings);

/// OpenDocument 1.2 spreadsheets.
std::optional<std::vector<Sheet>> read_ods(const std::string& file, Source& parts, Findings& findings);

/// Gathers a sheet's rows within the limits of tuning.hpp: few bytes of a hostile file can stand for many cells.
class SheetBuilder {
  public:
    SheetBuilder(std::string file, std::string name, Findings& findings) : file_(std::move(file)), findings_(findings) {
        sheet_.name = std::move(name);
    }
    /// Rows without cells are dropped. False, and an error, beyond the limits.
    [[nodiscard]] bool add(SheetRow row);
    void merge(const Merged& area);
    Sheet take() { return std::move(sheet_); }

  private:
    std::string file_;
    Findings& findings_;
    Sheet sheet_;
    std::size_t text_bytes_ = 0;
};

/// "2", "0.5", "1000000": as people write the number.
std::string number_text(double value);

/// The day of a spreadsheet's serial number; nothing when it is none that a plan could mean.
///
/// counts_from_1904  how old Macintosh workbooks count
std::optional<std::string> date_of_serial(double serial, bool counts_from_1904);

}  // namespace zvonok::server::imports
