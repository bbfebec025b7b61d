#include "tests/sync/postgres_server.hpp"

#include "sync/server/postgres_connection.hpp"

#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>

namespace zvonok::test {

using sync::server::postgres::Connection;

namespace {

constexpr const char* server_role = "zvonok";
constexpr const char* superuser = "admin";

/// Debian keeps the programs of each version in a folder of its own, outside the path.
std::filesystem::path find_programs() {
    std::filesystem::path best;
    int best_version = 0;
    const std::filesystem::path versions = "/usr/lib/postgresql";
    if (!std::filesystem::exists(versions)) return best;
    for (const auto& version : std::filesystem::directory_iterator(versions)) {
        const int number = std::atoi(version.path().filename().c_str());  // NOLINT(cert-err34-c): 0 is no version
        if (number <= best_version || !std::filesystem::exists(version.path() / "bin" / "postgres")) continue;
        best_version = number;
        best = version.path() / "bin";
    }
    return best;
}

/// PostgreSQL refuses to run as root.
const passwd* other_user() {
    if (::geteuid() != 0) return nullptr;
    const passwd* const user = ::getpwnam("postgres");
    return user != nullptr ? user : ::getpwnam("nobody");
}

/// The command as a user that may run it, ended by the kernel when this process ends.
std::vector<std::string> as_other_user(std::vector<std::string> command) {
    std::vector<std::string> words{"setpriv", "--pdeathsig", "QUIT"};
    if (const passwd* const user = other_user())
        words.insert(words.end(), {"--reuid", std::to_string(user->pw_uid), "--regid", std::to_string(user->pw_gid),
                                   "--clear-groups"});
    words.insert(words.end(), command.begin(), command.end());
    return words;
}

}  // namespace

PostgresServer::PostgresServer() : programs_(find_programs()) {
    REQUIRE_FALSE(programs_.empty());
    if (const passwd* const user = other_user()) REQUIRE(::chown(dir_.path().c_str(), user->pw_uid, user->pw_gid) == 0);
    ChildProcess initdb{as_other_user({(programs_ / "initdb").string(), "-D", (dir_ / "data").string(), "-U", superuser,
                                       "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"}),
                        dir_ / "initdb.log"};
    REQUIRE(initdb.finish() == 0);
    start();
    auto connection = Connection::open(address("postgres", superuser));
    REQUIRE(connection);
    REQUIRE(connection->script(std::string("CREATE ROLE ") + server_role + " LOGIN"));
}

PostgresServer::~PostgresServer() {
    stop();
}

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

void PostgresServer::start() {
    // No flushes: what is tested here is not whether PostgreSQL survives a power cut.
    process_.emplace(as_other_user({(programs_ / "postgres").string(), "-D", (dir_ / "data").string(), "-c",
                                    "listen_addresses=", "-c", "unix_socket_directories=" + dir_.path().string(), "-c",
                                    "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=80"}),
                     dir_ / "postgres.log");
    REQUIRE(eventually([&] { return Connection::open(address("postgres", superuser)).has_value(); }));
}

void PostgresServer::stop() {
    if (process_) process_->end(SIGQUIT);
    process_.reset();
}

std::string PostgresServer::make_database() {
    const std::string name = "test" + std::to_string(++databases_);
    auto connection = Connection::open(address("postgres", superuser));
    REQUIRE(connection);
    REQUIRE(connection->script("CREATE DATABASE " + name + " OWNER " + server_role));
    return address(name, server_role);
}

int PostgresServer::run(const std::string& program, std::vector<std::string> words) const {
    words.insert(words.begin(), (programs_ / program).string());
    ChildProcess child{std::move(words), dir_ / "tools.log"};
    return child.finish();
}

void PostgresServer::dump(const std::string& database, const std::filesystem::path& file) const {
    REQUIRE(run("pg_dump", {"--format=custom", "--file=" + file.string(), "--dbname=" + as_superuser(database)}) == 0);
}

void PostgresServer::dump_sql(const std::string& database, const std::filesystem::path& file) const {
    REQUIRE(run("pg_dump", {"--schema=zvonok", "--inserts", "--no-owner", "--no-privileges", "--no-comments",
                            "--file=" + file.string(), "--dbname=" + as_superuser(database)}) == 0);
}

std::string PostgresServer::restore(const std::filesystem::path& file) {
    const std::string database = make_database();
    REQUIRE(run("pg_restore", {"--exit-on-error", "--dbname=" + as_superuser(database), file.string()}) == 0);
    return database;
}

std::string PostgresServer::address(const std::string& database, const std::string& role) const {
    return "host=" + dir_.path().string() + " dbname=" + database + " user=" + role;
}

std::string PostgresServer::as_superuser(const std::string& database) {
    return database.substr(0, database.rfind(' ')) + " user=" + superuser;
}

}  // namespace zvonok::test
