#pragma once

#include <cstddef>

/// Limits on files from outside. Higher ones accept larger districts and let a hostile file take more memory.
namespace zvonok::server::imports::tuning {

inline constexpr std::size_t file_limit_bytes = 64U << 20U;     ///< one table, timetable or map
inline constexpr std::size_t field_limit_bytes = 64U << 10U;    ///< one CSV field; OneRoster promises 255 characters
inline constexpr std::size_t source_limit_bytes = 256U << 20U;  ///< all files of one folder or zip, unpacked
inline constexpr std::size_t source_limit_files = 1000;         ///< a OneRoster zip holds at most 22
inline constexpr std::size_t zip_ratio_limit = 250;             ///< unpacked to packed, for entries over 1 MiB
inline constexpr std::size_t zip_ratio_from_bytes = 1U << 20U;  ///< small files may be as repetitive as they like
inline constexpr std::size_t sheet_limit_rows = 20000;          ///< with something in them, of one sheet
inline constexpr std::size_t sheet_limit_lines = 1U << 20U;     ///< as numbered; what programs themselves allow
inline constexpr std::size_t sheet_limit_columns = 256;         ///< further ones are not looked at
inline constexpr std::size_t sheet_limit_merged = 5000;         ///< areas; further ones count as not merged
inline constexpr std::size_t plan_limit_hours = 99;             ///< of one topic
inline constexpr std::size_t plan_limit_rows = 2000;            ///< topics of one plan
inline constexpr std::size_t shown_findings_limit = 200;        ///< lines of each kind that a report prints
inline constexpr std::size_t summary_notes_limit = 5;           ///< of things left out, in the short report
inline constexpr double default_deletions_limit_percent = 5.0;  ///< of what the school holds, for one bulk import

}  // namespace zvonok::server::imports::tuning
