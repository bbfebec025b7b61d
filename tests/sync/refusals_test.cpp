#include "station/crypto/random.hpp"
#include "sync/server/belief.hpp"
#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"

#include <catch2/catch.hpp>

/// Every way to pass off something as somebody's entry, and what becomes of it: a row each. What is authentic and only
/// in doubt is stored and held; a row says that, too.
using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using wire::Receipt;

namespace {

/// One station with a teacher's two marks in two batches, unsent, and a second station whose owner means ill.
struct Scene {
    Scene() {
        REQUIRE(victim.settle());
        REQUIRE(thief.settle());
        for (const char* code : {"Н", "Б"}) victim.write({victim.absence(server.school.belov, code)}, server.teacher);
        const auto outgoing = victim.journal->unsent();
        REQUIRE(outgoing);
        upload = victim.request();
        upload.sessions = outgoing->sessions;
        upload.batches = outgoing->batches;
        upload.tokens = outgoing->tokens;
        REQUIRE(upload.batches.size() == 2);
    }

    /// The n-th batch's entry as a draft, to be changed and sealed anew.
    [[nodiscard]] entry::Draft draft(std::size_t n) const {
        const auto checked = entry::check_batch(upload.batches[n], victim.card_session->key.public_key());
        REQUIRE(checked);
        return {checked->headers.front(), *checked->bodies.front()};
    }
    [[nodiscard]] entry::SealedBatch sealed(entry::Draft draft, const test::OpenSession& session,
                                            entry::LogTip tip) const {
        return entry::seal_entries(server.school.school, tip, {std::move(draft)}, session.key, entry::Signer::session,
                                   session.statement.session);
    }
    [[nodiscard]] entry::LogTip start() const { return {victim.journal->log(), 0, std::nullopt}; }

    test::DemoServer server;
    test::DemoStation victim{server, 101, domain::StationMode::classroom};
    test::DemoStation thief{server, 102, domain::StationMode::classroom};
    wire::SyncRequest upload;
};

struct Row {
    std::string name;
    /// Changes the upload, and says who sends it.
    std::function<test::DemoStation&(Scene&)> attack;
    std::string rule;  ///< of the first batch; empty: stored
};

const std::vector<Row>& rows() {
    namespace rule = server::rule;
    static const std::vector<Row> table{
        {"replayed by another station with its own certificate",
         [](Scene& scene) -> test::DemoStation& { return scene.thief; }, std::string(rule::session_statement)},
        {"replayed into another school",
         [](Scene& scene) -> test::DemoStation& {
             auto draft = scene.draft(0);
             draft.header.school = SchoolId{{77}};
             scene.upload.batches = {entry::seal_entries(SchoolId{{77}}, scene.start(), {std::move(draft)},
                                                         scene.victim.card_session->key, entry::Signer::session,
                                                         scene.victim.card_session->statement.session)};
             return scene.victim;
         },
         std::string(rule::seal_school)},
        {"forged: a body exchanged under a true header",
         [](Scene& scene) -> test::DemoStation& {
             scene.upload.batches[0].records[0].body = scene.upload.batches[1].records[0].body;
             return scene.victim;
         },
         std::string(rule::seal_records)},
        {"forged: a session that no card has stated",
         [](Scene& scene) -> test::DemoStation& {
             scene.upload.sessions.clear();
             return scene.victim;
         },
         std::string(rule::session_missing)},
        {"forged: a statement whose certificate is another person's",
         [](Scene& scene) -> test::DemoStation& {
             scene.upload.sessions[0].certificate = scene.server.other_teacher.certificate.der();
             return scene.victim;
         },
         // A proof whose parts do not belong together is as if it were not there.
         std::string(rule::session_missing)},
        {"forged: a seal by a key that calls itself the server's",
         [](Scene& scene) -> test::DemoStation& {
             scene.upload.batches = {entry::seal_entries(scene.server.school.school, scene.start(), {scene.draft(0)},
                                                         crypto::SigningKey::generate(), entry::Signer::server, {})};
             return scene.victim;
         },
         std::string(rule::entry_kind)},
        {"re-signed with a key of the thief's under the true session's name",
         [](Scene& scene) -> test::DemoStation& {
             const auto& true_session = *scene.victim.card_session;
             scene.upload.batches = {entry::seal_entries(scene.server.school.school, scene.start(), {scene.draft(0)},
                                                         crypto::SigningKey::generate(), entry::Signer::session,
                                                         true_session.statement.session)};
             return scene.victim;
         },
         std::string(rule::seal_signature)},
        {"re-signed under a colleague's own true session, in the author's name",
         [](Scene& scene) -> test::DemoStation& {
             const auto own =
                 test::open_session(scene.server.other_teacher, scene.server.school.school, scene.victim.id,
                                    scene.victim.journal->log(), scene.server.clock.now());
             scene.upload.sessions.push_back(own.proof);
             scene.upload.batches = {scene.sealed(scene.draft(0), own, scene.start())};
             return scene.victim;
         },
         std::string(rule::entry_author)},
        {"re-signed: the author's statement, signed by a colleague's card",
         [](Scene& scene) -> test::DemoStation& {
             auto& proof = scene.upload.sessions[0];
             auto statement = entry::decode_statement(proof.statement).value();
             statement.certificate = scene.server.other_teacher.certificate.fingerprint();
             proof.statement = entry::encode(statement);
             proof.certificate = scene.server.other_teacher.certificate.der();
             proof.signature = scene.server.other_teacher.key.sign(entry::signed_bytes(proof.statement)).value();
             return scene.victim;
         },
         std::string(rule::session_person)},
        {"re-ordered: two entries of one seal",
         [](Scene& scene) -> test::DemoStation& {
             const auto& session = *scene.victim.card_session;
             auto batch =
                 entry::seal_entries(scene.server.school.school, scene.start(), {scene.draft(0), scene.draft(1)},
                                     session.key, entry::Signer::session, session.statement.session);
             std::swap(batch.records[0], batch.records[1]);
             scene.upload.batches = {std::move(batch)};
             return scene.victim;
         },
         std::string(rule::seal_records)},
        {"re-ordered: the second seal put first, with no seal before it",
         [](Scene& scene) -> test::DemoStation& {
             const auto later = scene.sealed(scene.draft(1), *scene.victim.card_session, scene.start());
             const auto first = scene.upload.batches[0];
             REQUIRE(scene.victim.post([&] {
                 auto honest = scene.upload;
                 honest.batches = {first};
                 return honest;
             }()));
             scene.upload.batches = {later};
             return scene.victim;
         },
         std::string(rule::log_fork)},
        {"re-ordered: a seal that names another past",
         [](Scene& scene) -> test::DemoStation& {
             auto honest = scene.upload;
             honest.batches.resize(1);
             REQUIRE(scene.victim.post(honest));
             scene.upload.batches = {scene.sealed(scene.draft(1), *scene.victim.card_session,
                                                  {scene.victim.journal->log(), 1, crypto::sha256(Bytes{1})})};
             return scene.victim;
         },
         std::string(rule::seal_chain)},
        {"foreign station: its log is written on under a true session of the thief's station",
         [](Scene& scene) -> test::DemoStation& {
             REQUIRE(scene.victim.post(scene.upload));  // the log is the victim's from now on
             const auto own = test::open_session(scene.server.teacher, scene.server.school.school, scene.thief.id,
                                                 scene.victim.journal->log(), scene.server.clock.now());
             scene.upload.sessions = {own.proof};
             scene.upload.batches = {scene.sealed(
                 scene.draft(0), own,
                 {scene.victim.journal->log(), 2, entry::seal_hash(scene.upload.batches[1].seal.content)})};
             return scene.thief;
         },
         std::string(rule::log_foreign)},
        {"foreign station: a session stated for it, sent from here",
         [](Scene& scene) -> test::DemoStation& {
             const auto elsewhere = test::open_session(scene.server.teacher, scene.server.school.school, scene.thief.id,
                                                       scene.victim.journal->log(), scene.server.clock.now());
             scene.upload.sessions = {elsewhere.proof};
             scene.upload.batches = {scene.sealed(scene.draft(0), elsewhere, scene.start())};
             return scene.victim;
         },
         std::string(rule::session_statement)},
        {"unreadable from end to end",
         [](Scene& scene) -> test::DemoStation& {
             scene.upload.batches[0].seal.content = crypto::random_bytes(100);
             return scene.victim;
         },
         std::string(rule::seal_unreadable)},
    };
    return table;
}

}  // namespace

TEST_CASE("refusals: each way to pass something off is refused by its rule, and the true entries still come",
          "[sync][refusals]") {
    for (const Row& row : rows()) {
        INFO(row.name);
        Scene scene;
        const auto honest = scene.upload;
        test::DemoStation& sender = row.attack(scene);
        scene.upload.log = sender.journal->log();
        const auto answer = sender.post(scene.upload);
        REQUIRE(answer);
        REQUIRE_FALSE(answer->outcomes.empty());
        CHECK(answer->outcomes.front().receipt == Receipt::refused);
        CHECK(answer->outcomes.front().rule == row.rule);
        // Nobody's true entries suffer from it, neither before nor after.
        const auto after = scene.victim.post(honest);
        REQUIRE(after);
        for (const wire::BatchOutcome& outcome : after->outcomes)
            CHECK((outcome.receipt == Receipt::stored || outcome.receipt == Receipt::known));
        REQUIRE(scene.victim.settle());
        CHECK(test::received_of(scene.victim) == 2);
        CHECK(test::equal_to_server(scene.victim));
    }
}

TEST_CASE("refusals: what is sent twice, or by the way of a thief, counts once", "[sync][refusals]") {
    Scene scene;
    auto doubled = scene.upload;
    doubled.batches.insert(doubled.batches.end(), scene.upload.batches.begin(), scene.upload.batches.end());
    const auto answer = scene.victim.post(doubled);
    REQUIRE(answer);
    CHECK(answer->outcomes ==
          std::vector<wire::BatchOutcome>{
              {Receipt::stored, {}}, {Receipt::stored, {}}, {Receipt::known, {}}, {Receipt::known, {}}});
    REQUIRE(scene.victim.settle());
    CHECK(test::received_of(scene.victim) == 2);
    CHECK(test::equal_to_server(scene.victim));
}

TEST_CASE(
    "refusals: an entry that says an earlier time than its session or its time token can bear is held, not believed",
    "[sync][refusals][clock]") {
    Scene scene;
    auto draft = scene.draft(0);
    std::optional<test::OpenSession> older;
    SECTION("dated back before the session") {
        draft.header.saved.at -= 48h;
    }
    SECTION("dated ahead of the server") {
        draft.header.saved.at += 48h;
    }
    SECTION("dated back within a session that claims to be older") {
        older = test::open_session(scene.server.teacher, scene.server.school.school, scene.victim.id,
                                   scene.victim.journal->log(), scene.server.clock.now() - 6h);
        draft.header.saved.at -= 3h;
        scene.upload.sessions = {older->proof};
    }
    const test::OpenSession& session = older ? *older : *scene.victim.card_session;
    scene.upload.batches = {scene.sealed(draft, session, scene.start())};
    const auto answer = scene.victim.post(scene.upload);
    REQUIRE(answer);
    CHECK(answer->outcomes.front().receipt == Receipt::stored);
    REQUIRE(scene.thief.settle());
    const auto items = scene.thief.journal->read().attention_of(scene.server.school.teacher);
    REQUIRE(items);
    REQUIRE(items->size() == 1);
    CHECK(items->front().outcome == domain::Outcome::held);
    CHECK(items->front().rule == domain::rule::clock_doubt);
}

TEST_CASE("refusals: a forged batch ahead of the log does not stand for the entries before it", "[sync][refusals]") {
    Scene scene;
    for (const char* code : {"О", "У"})
        scene.victim.write({scene.victim.absence(scene.server.school.belov, code)}, scene.server.teacher);
    const auto outgoing = scene.victim.journal->unsent();
    REQUIRE(outgoing);
    REQUIRE(outgoing->batches.size() == 4);
    const auto& session = *scene.victim.card_session;
    const auto receipt = [&](const entry::SealedBatch& batch) {
        auto upload = scene.upload;
        upload.batches = {batch};
        const auto answer = scene.victim.post(upload);
        REQUIRE(answer);
        return answer->outcomes.front().receipt;
    };
    CHECK(receipt(outgoing->batches[0]) == Receipt::stored);
    const entry::LogTip ahead{scene.victim.journal->log(), 2, crypto::sha256(Bytes{1})};
    CHECK(
        receipt(entry::seal_entries(scene.server.school.school, ahead, {scene.draft(0)}, crypto::SigningKey::generate(),
                                    entry::Signer::session, session.statement.session)) == Receipt::gap);
    CHECK(receipt(scene.sealed(scene.draft(0), session, ahead)) == Receipt::gap);
    CHECK(receipt(outgoing->batches[3]) == Receipt::gap);  // the entries 2 and 3 are nowhere yet
    REQUIRE(scene.victim.settle());
    CHECK(test::received_of(scene.victim) == 4);
    CHECK(test::equal_to_server(scene.victim));
}
