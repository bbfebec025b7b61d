#pragma once

#include "sync/server/import/csv.hpp"
#include "sync/server/import/text.hpp"

#include <map>
#include <set>

namespace zvonok::server::imports {

/// Fields of a CSV table by column name, with findings for what does not parse. Reads one row at a time.
class TableReader {
  public:
    TableReader(const CsvTable& table, Findings& findings) : table_(table), findings_(findings) {}

    /// An error for each of these that the header lacks; says so when only the case differs.
    bool require_columns(const std::vector<std::string_view>& names);
    void to_row(const CsvRow& row) { row_ = &row; }

    /// Empty when the column is absent.
    [[nodiscard]] std::string text(std::string_view column) const;
    /// An error when empty or absent.
    [[nodiscard]] std::string required(std::string_view column) const;
    /// A OneRoster id: 1..255 of letters, digits and . - _ / @
    [[nodiscard]] std::string id(std::string_view column) const;
    /// As id(), and may be empty.
    [[nodiscard]] std::string optional_id(std::string_view column) const;
    [[nodiscard]] std::vector<std::string> list(std::string_view column) const;
    [[nodiscard]] std::optional<LocalDay> date(std::string_view column) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view column) const;
    /// One of `allowed`, exactly. An error otherwise.
    [[nodiscard]] std::string choice(std::string_view column, const std::set<std::string_view>& allowed) const;

    [[nodiscard]] Place place() const { return {table_.file, row_ == nullptr ? 1 : row_->line}; }
    void error(std::string text) const { findings_.error(place(), std::move(text)); }

  private:
    const CsvTable& table_;
    Findings& findings_;
    const CsvRow* row_ = nullptr;
};

/// Why the text is no OneRoster id; empty when it is one.
std::string id_fault(std::string_view text);

}  // namespace zvonok::server::imports
