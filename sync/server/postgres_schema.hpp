#pragma once

#include "sync/server/postgres_connection.hpp"

namespace zvonok::sync::server::postgres {

/// Brings the database to this program's tables (sync/server/SCHEMA.md), in one transaction, one process at a time.
/// refused: a newer program changed it beyond what we can read; or the role could look past row-level security
Result<void> prepare_database(Connection& connection);

}  // namespace zvonok::sync::server::postgres
