#include "sync/server/sqlite_store.hpp"

namespace zvonok::sync::server {

using sqlite::Row;

namespace {
StationRow station_row(Row& row) {
    StationRow found{row.id<SchoolId>(0),      row.id<StationId>(1), static_cast<domain::StationMode>(row.integer(2)),
                     std::string(row.text(3)), std::nullopt,         static_cast<std::size_t>(row.integer(5))};
    if (!row.is_null(4)) found.revoked = Instant{std::chrono::milliseconds{row.integer(4)}};
    return found;
}

constexpr std::string_view select_stations =
    "SELECT school, station, mode, name, revoked_ms, (SELECT count(*) FROM certificates c WHERE c.school = s.school "
    "AND c.station = s.station) FROM stations s WHERE school = ?";
}  // namespace

Result<std::vector<StationRow>> SqliteStore::read_stations(sqlite::Statement& statement, const auto&... values) {
    std::vector<StationRow> found;
    const auto read = statement.each([&](Row& row) { found.push_back(station_row(row)); }, values...);
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<std::vector<StationRow>> SqliteStore::stations(SchoolId school) {
    auto all = database_.prepare(std::string(select_stations) + " ORDER BY name, station");
    if (!all) return tl::unexpected(all.error());
    return read_stations(*all, school);
}

Result<std::optional<StationRow>> SqliteStore::station(SchoolId school, StationId station) {
    auto one = database_.prepare(std::string(select_stations) + " AND station = ?");
    if (!one) return tl::unexpected(one.error());
    auto found = read_stations(*one, school, station);
    if (!found) return tl::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
}

Result<std::optional<StationRow>> SqliteStore::station_by_certificate(const crypto::Digest& fingerprint) {
    auto found = read_stations(find_certificate_, fingerprint);
    if (!found) return tl::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
}

Result<void> SqliteStore::put_station(const StationRow& station) {
    auto put = database_.prepare(
        "INSERT INTO stations(school, station, mode, name) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET mode = excluded.mode, name = excluded.name");
    if (!put) return tl::unexpected(put.error());
    return put->run(station.school, station.station, station.mode, station.name);
}

Result<void> SqliteStore::revoke_station(SchoolId school, StationId station, Instant at) {
    auto revoke = database_.prepare(
        "UPDATE stations SET revoked_ms = ?3 WHERE school = ?1 AND station = ?2 AND revoked_ms IS NULL");
    if (!revoke) return tl::unexpected(revoke.error());
    if (auto done = revoke->run(school, station, at.time_since_epoch().count()); !done) return done;
    auto forget = database_.prepare("UPDATE tokens SET expires_ms = 0 WHERE school = ? AND station = ?");
    if (!forget) return tl::unexpected(forget.error());
    return forget->run(school, station);
}

Result<void> SqliteStore::add_certificate(const StationRow& station, const crypto::Digest& fingerprint,
                                          Instant issued) {
    auto insert = database_.prepare("INSERT INTO certificates VALUES (?, ?, ?, ?)");
    if (!insert) return tl::unexpected(insert.error());
    return insert->run(fingerprint, station.school, station.station, issued.time_since_epoch().count());
}

Result<void> SqliteStore::add_token(const crypto::Digest& token, const StationRow& station, Instant expires) {
    auto insert = database_.prepare("INSERT INTO tokens VALUES (?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING");
    if (!insert) return tl::unexpected(insert.error());
    return insert->run(token, station.school, station.station, expires.time_since_epoch().count());
}

Result<Registry::TokenRow> SqliteStore::token(const crypto::Digest& token, Instant now) {
    auto find = database_.prepare("SELECT school, station, expires_ms, used_ms, used_by FROM tokens WHERE hash = ?");
    if (!find) return tl::unexpected(find.error());
    TokenRow found;
    const auto read = find->first(
        [&](Row& row) {
            found.school = row.id<SchoolId>(0);
            found.station = row.id<StationId>(1);
            if (!row.is_null(4)) found.used_by = row.array<32>(4);
            found.state = !row.is_null(3)                                    ? TokenState::used
                          : row.integer(2) <= now.time_since_epoch().count() ? TokenState::expired
                                                                             : TokenState::good;
        },
        token);
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<void> SqliteStore::use_token(SchoolId school, const crypto::Digest& token, const crypto::Digest& key,
                                    Instant now) {
    auto use = database_.prepare("UPDATE tokens SET used_ms = ?3, used_by = ?4 WHERE school = ?1 AND hash = ?2");
    if (!use) return tl::unexpected(use.error());
    return use->run(school, token, now.time_since_epoch().count(), key);
}

Result<std::vector<Bytes>> SqliteStore::staff_authorities(SchoolId school) {
    std::vector<Bytes> found;
    auto all = database_.prepare("SELECT certificate FROM staff_authorities WHERE school = ?");
    if (!all) return tl::unexpected(all.error());
    if (auto read = all->each([&](Row& row) { found.push_back(row.bytes(0)); }, school); !read)
        return tl::unexpected(read.error());
    return found;
}

Result<void> SqliteStore::add_staff_authority(SchoolId school, ByteView certificate) {
    auto insert = database_.prepare("INSERT INTO staff_authorities VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    if (!insert) return tl::unexpected(insert.error());
    return insert->run(school, crypto::sha256(certificate), certificate);
}

}  // namespace zvonok::sync::server
