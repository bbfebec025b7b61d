#include "station/base/file.hpp"
#include "station/crypto/authority.hpp"
#include "station/crypto/signer_box.hpp"
#include "station/entry/visit_note.hpp"
#include "station/journal/journal.hpp"
#include "sync/belief/envelope.hpp"
#include "sync/relay/discovery.hpp"
#include "sync/wire/compression.hpp"
#include "sync/wire/messages.hpp"
#include "tests/entry/every_kind.hpp"
#include "tests/entry/sample.hpp"
#include "tests/fuzz/known_school.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temp_dir.hpp"

namespace zvonok::fuzz {

namespace {

const Instant noon = *parse_instant("2026-09-15T09:00:00Z");

entry::SessionProof proof(LogId log, const crypto::PublicKey& key) {
    entry::SessionStatement statement;
    statement.school = known_school;
    statement.session = test::any<SessionId>();
    statement.person = test::any<PersonId>();
    statement.station = known_station;
    statement.log = log;
    statement.session_key = key;
    statement.from = noon;
    statement.until = noon + std::chrono::hours{8};
    const Bytes certificate = crypto::random_bytes(40);
    statement.certificate = crypto::sha256(certificate);
    return {entry::encode(statement), crypto::random_bytes(70), certificate};
}

entry::SealedBatch batch(LogId log) {
    return entry::seal_entries(known_school, {log, 0, std::nullopt}, {test::absence("Н"), test::absence("")},
                               known_key(), entry::Signer::session, test::any<SessionId>());
}

entry::SealedBatch server_facts() {
    std::vector<entry::Draft> drafts(2);
    domain::FactVersion version = 0;
    for (entry::Draft& draft : drafts) {
        const auto fact = test::every_fact()[version];
        draft.header.role = domain::Role::server;
        draft.header.kind = domain::CellKind::fact;
        draft.header.cell = entry::fact_cell(known_school, fact.entity);
        draft.body = entry::RecordedFact{++version, fact};
    }
    return entry::seal_entries(known_school, {test::any<LogId>(), 0, std::nullopt}, std::move(drafts), known_key(),
                               entry::Signer::server, {});
}

entry::SignedTimeToken token() {
    return entry::sign_time({known_school, test::any<TokenId>(), known_station, Bytes(16, 7), noon}, known_key());
}

/// Pages of a database that hold rows, each alone, few enough for a corpus; of a log the newest of each page.
void add_pages(Seeds& seeds, std::uint8_t kind, const Bytes& file, std::size_t header, std::size_t between) {
    constexpr std::size_t page_bytes = 4096;
    constexpr std::size_t enough = 10;
    std::map<Bytes, Bytes> found;
    for (std::size_t at = header; at + between + page_bytes <= file.size(); at += between + page_bytes) {
        const ByteView page = ByteView{file}.subspan(at + between, page_bytes);
        // 10: a leaf of an index tree, where the journal's rows lie.
        if (page[0] != 10 || page[4] == 0) continue;
        Bytes alone = copy(ByteView{file}.first(header));
        append(alone, ByteView{file}.subspan(at, between + page_bytes));
        const ByteView number = between == 0 ? page.first(16) : ByteView{file}.subspan(at, 4);
        found[copy(number)] = std::move(alone);
    }
    std::size_t count = 0;
    for (const auto& [number, alone] : found)
        if (++count <= enough) seeds[(kind == 0 ? "page-" : "frame-") + std::to_string(count)] = seed(kind, alone);
}

}  // namespace

Seeds entry_seeds() {
    Seeds seeds;
    const LogId log = test::any<LogId>();
    const auto sealed = batch(log);
    seeds["header"] = seed(0, sealed.records.front().header);
    for (domain::Writing writing : test::every_act()) {
        writing.cell.kind = test::kind_of(writing);
        seeds["act-" + std::to_string(writing.act.index())] = seed(1, entry::encode(entry::Body{writing}));
    }
    for (const domain::Fact& fact : test::every_fact())
        seeds["fact-" + std::to_string(fact.value.index())] =
            seed(1, entry::encode(entry::Body{entry::RecordedFact{3, fact}}));
    seeds["verdict"] = seed(
        1,
        entry::encode(entry::Body{entry::Verdict{{log, 1}, domain::Outcome::held, "clock.doubt", {"held.accepted"}}}));
    seeds["seal"] = seed(2, sealed.seal.content);
    seeds["seal-server"] = seed(2, server_facts().seal.content);
    const auto said = proof(log, known_key().public_key());
    seeds["statement"] = seed(3, said.statement);
    seeds["proof"] = seed(4, entry::encode(said));
    seeds["path"] = seed(5, Bytes{0, 3, 0, 9, 4});
    seeds["time"] = seed(6, token().content);
    const entry::VisitNote visit{test::any<EntityId>(), test::any<PersonId>(), test::any<PersonId>(), noon, true};
    if (const auto sealed = entry::seal_visit(visit, known_key().public_key()))
        if (const auto inside = crypto::open_as_signer(known_key(), *sealed)) seeds["visit"] = seed(7, *inside);
    return seeds;
}

Seeds wire_seeds() {
    using namespace sync;
    const LogId log = test::any<LogId>();
    wire::SyncRequest request;
    request.school = known_school;
    request.epoch = test::any<EpochId>();
    request.cursor = 7;
    request.nonce = Bytes(16, 1);
    request.log = log;
    request.sessions = {proof(log, known_key().public_key())};
    request.batches = {batch(log)};
    request.tokens = {token()};
    request.losses = {{log, 3, 5}};
    wire::SyncAnswer answer;
    answer.access = wire::AccessList{5, {Bytes(60, 2)}, {test::any<PersonId>()}};
    answer.epoch = request.epoch;
    answer.time = token();
    answer.outcomes = {{wire::Receipt::stored, {}}, {wire::Receipt::refused, "seal.signature"}};
    answer.received = {{log, 9}};
    const auto facts = server_facts();
    answer.changes = {3, 8, true, request.sessions, {facts, entry::part_of(facts, [&](const entry::Record& record) {
                                                         return record == facts.records.front();
                                                     })}};
    return {{"request", seed(0, wire::encode(request))},
            {"answer", seed(1, wire::encode(answer))},
            {"access", seed(2, wire::encode(*answer.access))},
            {"enrol-request", seed(3, wire::encode(wire::EnrolRequest{"0123456789abcdef", Bytes(80, 3)}))},
            {"enrol-answer", seed(4, wire::encode(wire::EnrolAnswer{"-----BEGIN", known_station, known_school}))},
            {"time", seed(5, wire::encode(token()))},
            {"problem", seed(6, wire::encode(wire::Problem{wire::ProblemKind::outdated, "protocol 0"}))},
            {"zstd", seed(7, wire::compress(Bytes(3000, 9)))},
            {"zstd-request", seed(7, wire::compress(wire::encode(request)))}};
}

Seeds relay_seeds() {
    using namespace sync;
    const LogId log = test::any<LogId>();
    const belief::KeyRing keys{{belief::envelope_key(known_key(), known_school, 1)}};
    std::vector<entry::Draft> drafts{test::absence("Н"),
                                     test::draft(domain::Topic{"Дроби", {}}, domain::CellKind::topic)};
    drafts.back().header.audience = domain::Audience::everyone;
    const wire::ParcelContent content{entry::seal_entries(known_school, {log, 0, std::nullopt}, std::move(drafts),
                                                          known_key(), entry::Signer::session, test::any<SessionId>()),
                                      proof(log, known_key().public_key()),
                                      {token()}};
    Seeds seeds{{"content", seed(1, wire::encode(content))},
                {"ask", seed(2, wire::encode(wire::RelayAsk{wire::protocol_version, known_school, {{1}, {2}}}))}};
    if (const auto parcel = belief::make_parcel(content, keys)) {
        seeds["parcel"] = seed(0, wire::encode(*parcel));
        seeds["answer"] = seed(3, wire::encode(wire::RelayAnswer{{parcel->name, {3}}, {*parcel}}));
    }
    Bytes advert;
    for (const std::string& each : {std::string{"v=1"}, "school=" + relay::school_mark(known_school)}) {
        advert.push_back(static_cast<std::uint8_t>(each.size()));
        append(advert, as_bytes(each));
    }
    seeds["advert"] = seed(4, advert);
    return seeds;
}

Seeds salvage_seeds() {
    Seeds seeds;
    const test::TempDir dir;
    test::ManualClock clock{noon};
    {
        journal::Options options;
        options.school = known_school;
        options.station = known_station;
        options.server_keys = {known_key().public_key()};
        auto opened = journal::Journal::open(dir / "journal.db", options);
        if (!opened) return seeds;
        journal::Journal& journal = opened->journal;
        const auto said = proof(journal.log(), known_key().public_key());
        const auto statement = entry::decode_statement(said.statement);
        static_cast<void>(journal.begin_session(said));
        for (const domain::Writing& writing : test::every_act()) {
            const journal::Draft draft{writing.cell, writing.act};
            static_cast<void>(journal.write(std::span{&draft, 1},
                                            {statement->person, domain::Role::teacher, statement->session, known_key()},
                                            clock));
        }
        journal::Incoming incoming;
        incoming.epoch = test::any<EpochId>();
        incoming.cursor = 1;
        incoming.batches = {server_facts()};
        static_cast<void>(journal.apply(incoming, clock));
        if (const auto log = read_file(dir / "journal.db-wal", 1u << 26)) add_pages(seeds, 1, *log, 32, 24);
    }
    if (const auto file = read_file(dir / "journal.db", 1u << 26)) add_pages(seeds, 0, *file, 0, 0);
    for (const auto& entry : std::filesystem::directory_iterator(dir.path()))
        if (entry.file_size() < 1024)
            if (const auto small = read_file(entry.path(), 1024)) seeds["witness"] = seed(2, *small);
    return seeds;
}

}  // namespace zvonok::fuzz
