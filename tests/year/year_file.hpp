#pragma once

#include "station/journal/reader.hpp"
#include "station/journal/replica.hpp"
#include "tests/year/school_year.hpp"

/// The year as a journal file, as it lies on a staff station or behind the server's tables.
namespace zvonok::test {

/// What it took to take the year in.
struct Intake {
    YearCount count;
    double store_us = 0;   ///< CPU of this thread an entry, with its verdict: storing the records
    double fold_us = 0;    ///< likewise: folding them into the tables
    double commit_us = 0;  ///< likewise: writing the pages out
    double bytes = 0;      ///< of the file
};

class YearFile {
  public:
    /// An empty file.
    explicit YearFile(const std::filesystem::path& path, const SchoolYear& year);

    /// All of the year: facts, a batch a lesson, each entry accepted by the server in one more batch.
    Intake fill();
    [[nodiscard]] journal::Replica& replica() { return *replica_; }
    [[nodiscard]] sqlite::Database& database() { return *database_; }
    [[nodiscard]] journal::Reader reader();

  private:
    const SchoolYear& year_;
    std::filesystem::path path_;
    std::unique_ptr<sqlite::Database> database_;
    std::unique_ptr<journal::Replica> replica_;
};

}  // namespace zvonok::test
