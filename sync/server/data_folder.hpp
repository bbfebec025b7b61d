#pragma once

#include "config/refusal.hpp"
#include "station/base/file.hpp"
#include "station/crypto/authority.hpp"
#include "station/crypto/signing.hpp"

#include <filesystem>

namespace zvonok::sync::server {

/// Where a server keeps what is its own. Only its owner may look inside.
struct DataFolder {
    std::filesystem::path path;

    [[nodiscard]] std::filesystem::path database() const { return path / "zvonok.db"; }
    /// The address of the PostgreSQL database that holds the log instead, a libpq connection string.
    [[nodiscard]] std::filesystem::path database_address() const { return path / "database"; }
    [[nodiscard]] std::filesystem::path projection(SchoolId school) const {
        return path / ("projection-" + school.hex() + ".db");
    }
    [[nodiscard]] std::filesystem::path signing_key() const { return path / "signing.key"; }
    [[nodiscard]] std::filesystem::path station_authority() const { return path / "station-ca.pem"; }
    [[nodiscard]] std::filesystem::path station_authority_key() const { return path / "station-ca.key"; }
    /// Held by the process that works on the folder.
    [[nodiscard]] std::filesystem::path lock() const { return path / "lock"; }
    /// Where a running server takes the commands of the others.
    [[nodiscard]] std::filesystem::path socket() const { return path / "admin.sock"; }
    /// Present in a demo's folder: its server may be told what time it is.
    [[nodiscard]] std::filesystem::path demo_mark() const { return path / "demo"; }
};

/// Whether the folder is a server's already.
bool is_made(const DataFolder& folder);

/// The server's secrets.
struct Keys {
    crypto::SigningKey signing;           ///< seals facts, verdicts and time tokens
    crypto::Authority station_authority;  ///< issues the stations' certificates
};

/// unreadable, bad_key
config::Checked<Keys> load_keys(const DataFolder& folder);

/// The folder is this process's until the returned descriptor closes.   busy: another process works on it
Result<UniqueFd> take_lock(const DataFolder& folder);

}  // namespace zvonok::sync::server
