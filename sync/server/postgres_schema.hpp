#pragma once

#include "sync/server/postgres_connection.hpp"

namespace zvonok::sync::server::postgres {

/// Brings the database to this program's tables (sync/server/SCHEMA.md), in one transaction, one process at a time.
/// refused: a newer program changed it beyond what we can read; or the role could look past row-level security
Result<void> prepare_database(Connection& connection);

/// The number of the newest step that this program knows.
std::int64_t newest_schema();

}  // namespace zvonok::sync::server::postgres
