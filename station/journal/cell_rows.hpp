#pragma once

#include "station/entry/entry.hpp"
#include "station/sqlite/statement.hpp"

#include <optional>
#include <span>
#include <vector>

/// How the cells of each kind lie in the tables: one description a table, instead of statements a kind.
namespace zvonok::journal {

using Values = std::vector<sqlite::Value>;

/// Where a lesson lies in the tables: by load, day and ordinal, so that a load's journal is one run of rows. An
/// unplanned lesson is named by its id alone; what its key says besides is only a description, which two entries may
/// give differently. It stands under its id as the load, day and ordinal 0.
struct LessonPlace {
    LoadId load;
    std::int64_t day = 0;
    std::int64_t ordinal = 0;

    auto operator<=>(const LessonPlace&) const = default;
};
LessonPlace place_of(const domain::LessonKey& lesson);

/// What lies in a lesson, as bits of lesson_contents. Stored: only add.
enum class Content : std::uint16_t {
    attendance = 1,
    reason = 2,
    topic = 4,
    homework = 8,  ///< said, be it that nothing is set
    work = 16,
    mark = 32,
    held = 64,
    not_held = 128,
    plan_link = 256,
};
/// The bit that an act sets in its lesson; 0: none, or nothing to see (a withdrawn mark, an empty topic).
std::uint16_t content_of(const domain::Act& act);

struct RowShape {
    const char* table;
    const char* key;                    ///< the columns behind `school` that name the cell
    const char* rest;                   ///< those behind the common ones: description and value
    const char* value;                  ///< the column that is null where a newer program wrote
    bool (*fits)(const domain::Cell&);  ///< what the kind does not use is empty: no two cells share a key
    /// The values view what they are given.
    void (*put_key)(const CellId&, const domain::Cell&, Values&);
    /// An act of a newer program has no value: nulls.
    void (*put_rest)(const domain::Cell&, const domain::Act&, Instant saved, Values&);
};
inline constexpr std::size_t shape_count = 8;
std::span<const RowShape, shape_count> row_shapes();

/// Index of the kind's table; nothing for kinds that have none (facts, verdicts, newer ones).
std::optional<std::size_t> shape_of(domain::CellKind kind);

/// The columns behind the key that every row of a cell has.
inline constexpr const char* common_columns = "layer, log, seq, author, saved_ms, outcome, rule, versions";

std::string put_sql(const RowShape& shape);
std::string clear_sql(const RowShape& shape);  ///< all layers of one cell

/// What lies in the lesson (?2, ?3, ?4), whose cells in the register are ?5 (held) and ?6 (plan link): rows (layer,
/// bits).
std::string see_contents_sql();
/// The description of an unplanned lesson that its rows give: accepted ones first, of several the least.
std::string describe_contents_sql();

}  // namespace zvonok::journal
