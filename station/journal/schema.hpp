#pragma once

#include "station/sqlite/migration.hpp"

namespace zvonok::journal {

/// "ZvJ1": a file with one school's records and their projection, of a station or of the server.
inline constexpr std::uint32_t file_kind = 0x5a764a31;

/// Moves whenever the fold puts other rows into the tables for the same records; an older file is then rebuilt.
inline constexpr int projection_version = 4;

/// The tables, as station/journal/SCHEMA.md describes them.
std::span<const sqlite::Migration> migrations();

}  // namespace zvonok::journal
