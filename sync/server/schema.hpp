#pragma once

#include "station/sqlite/migration.hpp"

namespace zvonok::sync::server {

/// "ZvS1": the log and the registry of a server.
inline constexpr std::uint32_t file_kind = 0x5a765331;

/// The tables, as sync/server/SCHEMA.md describes them.
std::span<const sqlite::Migration> migrations();

}  // namespace zvonok::sync::server
