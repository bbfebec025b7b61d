#include "tests/bench/sync/floor.hpp"

#include "station/sqlite/database.hpp"
#include "sync/server/listener.hpp"
#include "sync/wire/compression.hpp"

#include <cstring>

namespace zvonok::bench {

using namespace zvonok::sync;
using namespace std::chrono_literals;

namespace {

/// Fixed fields, then the value with its length.
Bytes encoded(const std::vector<PlainRow>& rows) {
    Bytes bytes;
    for (const PlainRow& row : rows) {
        append(bytes, row.load.view());
        for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(row.day >> shift));
        bytes.push_back(row.ordinal);
        append(bytes, row.pupil.view());
        bytes.push_back(row.kind);
        bytes.push_back(static_cast<std::uint8_t>(row.value.size()));
        append(bytes, as_bytes(row.value));
    }
    return bytes;
}

std::vector<PlainRow> decoded(ByteView bytes) {
    std::vector<PlainRow> rows;
    while (bytes.size() >= 39) {
        PlainRow& row = rows.emplace_back();
        std::memcpy(row.load.bytes.data(), bytes.data(), 16);
        for (int i = 0; i < 4; ++i) row.day |= bytes[16 + static_cast<std::size_t>(i)] << 8 * i;
        row.ordinal = bytes[20];
        std::memcpy(row.pupil.bytes.data(), bytes.data() + 21, 16);
        row.kind = bytes[37];
        row.value = as_text(bytes.subspan(39, bytes[38]));
        bytes = bytes.subspan(39u + bytes[38]);
    }
    return rows;
}

/// One table, as a program that keeps nothing but the last state has it.
class Table {
  public:
    explicit Table(const std::filesystem::path& path) : database_(must("floor", sqlite::Database::open(path))) {
        must("floor", database_.script("CREATE TABLE bare(load BLOB, day INTEGER, ordinal INTEGER, kind INTEGER, pupil "
                                       "BLOB, value TEXT, PRIMARY KEY(load, day, ordinal, kind, pupil)) WITHOUT "
                                       "ROWID"));
        insert_ = must("floor", database_.prepare("REPLACE INTO bare VALUES (?, ?, ?, ?, ?, ?)"));
        all_ = must("floor", database_.prepare("SELECT load, day, ordinal, kind, pupil, value FROM bare"));
    }
    void put(const std::vector<PlainRow>& rows) {
        auto transaction = must("floor", sqlite::Transaction::begin(database_));
        for (const PlainRow& row : rows)
            must("floor", insert_.run(row.load, std::int64_t{row.day}, std::int64_t{row.ordinal},
                                      std::int64_t{row.kind}, row.pupil, std::string_view{row.value}));
        must("floor", transaction.commit());
    }
    std::vector<PlainRow> all() {
        std::vector<PlainRow> rows;
        must("floor", all_.each([&](sqlite::Row& row) {
            rows.push_back({row.id<LoadId>(0), static_cast<std::int32_t>(row.integer(1)),
                            static_cast<std::uint8_t>(row.integer(2)), row.id<EntityId>(4),
                            static_cast<std::uint8_t>(row.integer(3)), std::string(row.text(5))});
        }));
        return rows;
    }

  private:
    sqlite::Database database_;
    sqlite::Statement insert_, all_;
};

class Handler final : public server::HttpHandler {
  public:
    explicit Handler(Table& table) : table_(table) {}
    [[nodiscard]] std::size_t body_limit(server::Method, const std::string&) const override { return 1u << 23; }
    void handle(server::HttpRequest request, server::Respond respond) override {
        if (request.method == server::Method::post) {
            table_.put(decoded(must("floor", wire::decompress(request.body, 1u << 26))));
            return respond({204});
        }
        respond({200, "application/octet-stream", wire::compress(encoded(table_.all()))});
    }

  private:
    Table& table_;
};

client::Answer answer_to(client::Transport& transport, const client::Ask& ask) {
    transport.ask(client::Lane::exchange, ask);
    for (;;)
        if (auto event = transport.wait(1s)) return std::move(event->answer);
}

}  // namespace

FloorRun run_floor(const std::vector<PlainRow>& rows) {
    const test::TempDir dir;
    const Instant now = SystemClock{}.now();
    const auto authority = must("CA", crypto::Authority::create("Floor CA", now - 24h, now + 24h));
    const crypto::PrivateKey key = crypto::PrivateKey::generate();
    const auto certificate = must("certificate", authority.issue({.profile = crypto::Profile::server,
                                                                  .common_name = "localhost",
                                                                  .ip_addresses = {"127.0.0.1"},
                                                                  .not_before = now - 1h,
                                                                  .not_after = now + 24h},
                                                                 key.public_key()));
    Table server_table{dir / "server.db"}, other_table{dir / "other.db"};
    Handler handler{server_table};
    Log log{"floor", Log::Voice::silent};
    server::ListenOptions options;
    options.certificate_pem = certificate.pem();
    options.key_pem = std::string(as_text(key.pem().view()));
    options.client_authority_pem = authority.certificate().pem();
    const auto listener = must("listener", server::Listener::open(options, handler, log));
    const auto transport =
        must("transport",
             client::open_transport(
                 {{"https://127.0.0.1:" + std::to_string(listener->port())}, authority.certificate().pem(), {}, {}}));
    FloorRun run;
    run.cost = cost_of(0, [&] {
        const auto posted = answer_to(
            *transport, {.path_and_query = "/rows", .body = wire::compress(encoded(rows)), .compressed = true});
        if (posted.status != 204) give_up("the floor's POST: " + posted.detail);
        run.sent = traffic_to(listener->port()).sent;
        const auto got = answer_to(*transport, {.path_and_query = "/rows"});
        if (got.status != 200) give_up("the floor's GET: " + got.detail);
        other_table.put(decoded(must("floor", wire::decompress(got.body, 1u << 26))));
    });
    run.received = traffic_to(listener->port()).received;
    if (other_table.all().size() != rows.size()) give_up("the floor lost rows");
    return run;
}

}  // namespace zvonok::bench
