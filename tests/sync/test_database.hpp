#pragma once

#include "sync/server/data_folder.hpp"
#include "sync/server/storage.hpp"

namespace zvonok::test {

/// What keeps the server's log. Tests of what a school sees run on both:
///     test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
enum class Backend { sqlite, postgresql };

/// A new empty database.
struct TestDatabase {
    explicit TestDatabase(Backend of);
    [[nodiscard]] std::unique_ptr<sync::server::Storage> storage(const sync::server::DataFolder& folder) const;

    Backend backend;
    std::string address;  ///< PostgreSQL's; empty for the file in the folder
};

}  // namespace zvonok::test
