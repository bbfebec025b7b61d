#include "sync/server/postgres_store.hpp"

namespace zvonok::sync::server {

using postgres::Command;
using postgres::Row;
using postgres::Statement;
using postgres::Values;

namespace {

#define ZVONOK_SELECT_STATIONS                                                                                        \
    "SELECT s.station, s.mode, s.name, s.revoked_ms, (SELECT count(*) FROM certificates c WHERE c.school = s.school " \
    "AND c.station = s.station) FROM stations s WHERE s.school = $1 "
constexpr Statement all_stations{"all_stations", ZVONOK_SELECT_STATIONS "ORDER BY s.name COLLATE \"C\", s.station"};
constexpr Statement one_station{"one_station", ZVONOK_SELECT_STATIONS "AND s.station = $2"};
constexpr Statement station_of_certificate{
    "station_of_certificate",
    ZVONOK_SELECT_STATIONS "AND s.station = (SELECT station FROM certificates WHERE school = $1 AND fingerprint = $2)"};
#undef ZVONOK_SELECT_STATIONS
constexpr Statement put_station_statement{
    "put_station",
    "INSERT INTO stations(school, station, mode, name) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (school, station) DO UPDATE SET mode = excluded.mode, name = excluded.name"};
constexpr Statement revoke{
    "revoke", "UPDATE stations SET revoked_ms = $3 WHERE school = $1 AND station = $2 AND revoked_ms IS NULL"};
constexpr Statement forget_tokens{"forget_tokens",
                                  "UPDATE tokens SET expires_ms = 0 WHERE school = $1 AND station = $2"};
constexpr Statement insert_certificate{
    "insert_certificate", "INSERT INTO certificates(school, fingerprint, station, issued_ms) VALUES ($1, $2, $3, $4)"};
constexpr Statement insert_token{"insert_token",
                                 "INSERT INTO tokens(school, hash, station, expires_ms) VALUES ($1, $2, $3, $4) "
                                 "ON CONFLICT DO NOTHING"};
constexpr Statement find_token{
    "find_token", "SELECT station, expires_ms, used_ms, used_by FROM tokens WHERE school = $1 AND hash = $2"};
constexpr Statement use_token_statement{"use_token",
                                        "UPDATE tokens SET used_ms = $3, used_by = $4 WHERE school = $1 AND hash = $2"};
constexpr Statement point_to{"point_to",
                             "INSERT INTO directory(kind, key, school) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
constexpr Statement all_authorities{"all_authorities",
                                    "SELECT certificate FROM staff_authorities WHERE school = $1 ORDER BY fingerprint"};
constexpr Statement insert_authority{
    "insert_authority",
    "INSERT INTO staff_authorities(school, fingerprint, certificate) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

std::int64_t ms_of(Instant at) {
    return at.time_since_epoch().count();
}

std::optional<StationRow> first_of(std::vector<StationRow> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

Result<std::vector<StationRow>> PostgresStore::read_stations(SchoolId school, Command command) {
    const auto answer = ask_one(school, std::move(command));
    if (!answer) return tl::unexpected(answer.error());
    std::vector<StationRow> found;
    const auto read = answer->each([&](Row& row) {
        StationRow& station = found.emplace_back();
        station.school = school;
        station.station = row.id<StationId>(0);
        station.mode = static_cast<domain::StationMode>(row.integer(1));
        station.name = row.text(2);
        if (!row.is_null(3)) station.revoked = Instant{std::chrono::milliseconds{row.integer(3)}};
        station.certificates = static_cast<std::size_t>(row.integer(4));
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<std::vector<StationRow>> PostgresStore::stations(SchoolId school) {
    return read_stations(school, {all_stations, Values::of(school)});
}

Result<std::optional<StationRow>> PostgresStore::station(SchoolId school, StationId station) {
    return read_stations(school, {one_station, Values::of(school, station)}).map(first_of);
}

Result<std::optional<StationRow>> PostgresStore::station_by_certificate(const crypto::Digest& fingerprint) {
    const auto school = school_of(Directory::certificate, fingerprint);
    if (!school) return tl::unexpected(school.error());
    if (!*school) return std::nullopt;
    return read_stations(**school, {station_of_certificate, Values::of(**school, fingerprint)}).map(first_of);
}

Result<void> PostgresStore::put_station(const StationRow& station) {
    return write(station.school,
                 {{put_station_statement, Values::of(station.school, station.station, station.mode, station.name)}});
}

Result<void> PostgresStore::revoke_station(SchoolId school, StationId station, Instant at) {
    return write(school,
                 {{revoke, Values::of(school, station, ms_of(at))}, {forget_tokens, Values::of(school, station)}});
}

Result<void> PostgresStore::add_certificate(const StationRow& station, const crypto::Digest& fingerprint,
                                            Instant issued) {
    return write(station.school,
                 {{point_to, Values::of(Directory::certificate, fingerprint, station.school)},
                  {insert_certificate, Values::of(station.school, fingerprint, station.station, ms_of(issued))}});
}

Result<void> PostgresStore::add_token(const crypto::Digest& token, const StationRow& station, Instant expires) {
    return write(station.school, {{point_to, Values::of(Directory::token, token, station.school)},
                                  {insert_token, Values::of(station.school, token, station.station, ms_of(expires))}});
}

Result<Registry::TokenRow> PostgresStore::token(const crypto::Digest& token, Instant now) {
    const auto school = school_of(Directory::token, token);
    if (!school) return tl::unexpected(school.error());
    TokenRow found;
    if (!*school) return found;
    const auto answer = ask_one(**school, {find_token, Values::of(**school, token)});
    if (!answer) return tl::unexpected(answer.error());
    const auto read = answer->each([&](Row& row) {
        found.school = **school;
        found.station = row.id<StationId>(0);
        if (!row.is_null(3)) found.used_by = row.array<32>(3);
        found.state = !row.is_null(2)                ? TokenState::used
                      : row.integer(1) <= ms_of(now) ? TokenState::expired
                                                     : TokenState::good;
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<void> PostgresStore::use_token(SchoolId school, const crypto::Digest& token, const crypto::Digest& key,
                                      Instant now) {
    return write(school, {{use_token_statement, Values::of(school, token, ms_of(now), key)}});
}

Result<std::vector<Bytes>> PostgresStore::staff_authorities(SchoolId school) {
    const auto answer = ask_one(school, {all_authorities, Values::of(school)});
    if (!answer) return tl::unexpected(answer.error());
    std::vector<Bytes> found;
    const auto read = answer->each([&](Row& row) { found.push_back(row.bytes(0)); });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<void> PostgresStore::add_staff_authority(SchoolId school, ByteView certificate) {
    return write(school, {{insert_authority, Values::of(school, crypto::sha256(certificate), certificate)}});
}

}  // namespace zvonok::sync::server
