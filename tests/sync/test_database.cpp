#include "tests/sync/test_database.hpp"

#include "sync/server/postgres_store.hpp"
#include "sync/server/sqlite_store.hpp"
#include "tests/sync/postgres_server.hpp"

namespace zvonok::test {

using namespace zvonok::sync;

TestDatabase::TestDatabase(Backend of) : backend(of) {
    if (of == Backend::postgresql) address = PostgresServer::shared().make_database();
}

std::unique_ptr<server::Storage> TestDatabase::storage(const server::DataFolder& folder) const {
    if (backend == Backend::postgresql) return std::make_unique<server::PostgresStorage>(address);
    return std::make_unique<server::SqliteStorage>(folder.database());
}

}  // namespace zvonok::test
