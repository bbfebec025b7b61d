#pragma once

#include "tests/bench/sync/house.hpp"

/// What one teacher after the other writes at the end of each lesson: a mark or an absence for every pupil of the
/// class.
namespace zvonok::bench {

/// One class in one lesson.
struct LessonRows {
    domain::LessonKey key;
    PersonId teacher;
    Instant saved;
    std::vector<domain::Writing> writings;
};

/// The first lessons of the year with as many rows as asked for; the last lesson may be cut.
std::vector<LessonRows> rows_of(const test::SchoolYear& year, std::size_t count);

/// A row as a program without history, authors and signatures would send it: what names it, and its value.
struct PlainRow {
    LoadId load;
    std::int32_t day = 0;
    std::uint8_t ordinal = 0;
    EntityId pupil;
    std::uint8_t kind = 0;
    std::string value;
};
std::vector<PlainRow> plain_rows(const std::vector<LessonRows>& lessons);

}  // namespace zvonok::bench
