#pragma once

#include "tests/support/child_process.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>
#include <optional>
#include <string>

namespace zvonok::test {

/// A real PostgreSQL of the test's own: a new cluster in a temporary folder, reached by a socket in it and by nothing
/// else. It ends with the test's process, however that ends.
class PostgresServer {
  public:
    PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    /// The one that the tests of this program share; starts with the first that asks.
    static PostgresServer& shared();

    void start();  ///< and waits until it answers
    void stop();   ///< cuts all connections
    /// A new empty database, as the role that a server is to have.
    std::string make_database();
    /// The same database as the superuser; to look past row-level security.
    [[nodiscard]] static std::string as_superuser(const std::string& database);

    /// As an administrator would: pg_dump into a file, pg_restore into a new database.
    void dump(const std::string& database, const std::filesystem::path& file) const;
    std::string restore(const std::filesystem::path& file);
    /// The server's tables as SQL that any role can run, with a statement for each row: for tests/data.
    void dump_sql(const std::string& database, const std::filesystem::path& file) const;

  private:
    [[nodiscard]] int run(const std::string& program, std::vector<std::string> words) const;
    [[nodiscard]] std::string address(const std::string& database, const std::string& role) const;

    TempDir dir_;
    std::filesystem::path programs_;
    std::optional<ChildProcess> process_;
    int databases_ = 0;
};

}  // namespace zvonok::test
