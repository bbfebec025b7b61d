#include "config/key_file.hpp"
#include "config/zvonokctl/command_line.hpp"
#include "station/base/file.hpp"
#include "station/journal/evidence.hpp"
#include "tests/journal/world.hpp"
#include "tests/support/odd_certificate.hpp"

#include <sstream>

using namespace zvonok;
using namespace zvonok::test;
using namespace std::chrono_literals;

namespace {
/// A station's journal with entries of a person who logged in by a real card, and what IT has at hand to check them.
struct Scene {
    TempDir folder;
    ManualClock clock = school_clock();
    ServerLog server;
    crypto::Authority authority = test_authority();
    crypto::PrivateKey card_key = crypto::PrivateKey::generate();
    crypto::Certificate card = authority.issue(staff_order(), card_key.public_key()).value();
    crypto::SigningKey session_key = crypto::SigningKey::generate();
    SessionId session = crypto::random_id<SessionId>();
    std::string out, error;

    Scene() {
        put("staff-ca.pem", authority.certificate().pem());
        put("staff-ca.crl", test_list(authority).pem());
        put("server.pub", config::public_key_line(server.writer.key.public_key()));
    }

    void put(const std::string& name, std::string_view content) {
        REQUIRE(write_file(folder / name, as_bytes(content), FileMode::everyone_reads));
    }

    entry::SessionProof proof(LogId log, const std::function<void(entry::SessionStatement&)>& change = {}) {
        entry::SessionStatement statement;
        statement.school = school;
        statement.session = session;
        statement.person = person(1);
        statement.certificate = card.fingerprint();
        statement.station = station(1);
        statement.log = log;
        statement.session_key = session_key.public_key();
        statement.from = clock.now() - 1min;
        statement.until = clock.now() + 8h;
        if (change) change(statement);
        const Bytes bytes = entry::encode(statement);
        return {bytes, card_key.sign(entry::signed_bytes(bytes)).value(), card.der()};
    }

    /// Writes one mark in a session with this proof; gives its text id.
    std::string write_mark(const std::function<void(entry::SessionProof&)>& spoil = {}) {
        auto journal = test::open(folder / "journal.db", options(server));
        entry::SessionProof given = proof(journal.log());
        if (spoil) spoil(given);
        REQUIRE(journal.begin_session(given));
        const journal::Draft drafts[] = {attendance(1, 7, "Н"), attendance(1, 8, "УП"), topic(1, "Дроби")};
        const auto written = journal.write(drafts, {person(1), domain::Role::teacher, session, session_key}, clock);
        REQUIRE(written);
        return written->receipts[1].entry.log.hex() + ":" + std::to_string(written->receipts[1].entry.seq);
    }

    void change_file(const std::string& sql) {
        auto database = sqlite::Database::open(folder / "journal.db", {.access = sqlite::Access::existing, .vfs = {}});
        REQUIRE(database);
        REQUIRE(database->script(sql));
    }

    /// As a forger with the file in hand would.
    void replace_session(const entry::SessionProof& forged) {
        auto database = sqlite::Database::open(folder / "journal.db", {.access = sqlite::Access::existing, .vfs = {}});
        REQUIRE(database);
        auto update = database->prepare("UPDATE sessions SET statement = ?, signature = ?, certificate = ?");
        REQUIRE(update);
        REQUIRE(update->run(forged.statement, forged.signature, forged.certificate));
    }

    int verify(const std::string& entry, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"verify",     entry,
                                       "--log",      (folder / "journal.db").string(),
                                       "--staff-ca", (folder / "staff-ca.pem").string(),
                                       "--crl",      (folder / "staff-ca.crl").string()};
        words.insert(words.end(), more.begin(), more.end());
        std::ostringstream said, complained;
        const hal::LinuxHost host{folder.path()};
        const int code = ctl::run_command_line(std::move(words), host, clock, said, complained);
        out = said.str();
        error = complained.str();
        return code;
    }
    std::vector<std::string> server_key() { return {"--server-key", (folder / "server.pub").string()}; }
};
}  // namespace

TEST_CASE("verify: an entry is followed to the card that vouches for it", "[config][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    REQUIRE(scene.verify(entry) == 0);
    CHECK(scene.out.find("посещаемость: УП") != std::string::npos);
    CHECK(scene.out.find("Анна Сергеевна К.") != std::string::npos);
    CHECK(scene.out.find("School 12 staff CA") != std::string::npos);
    CHECK(scene.out.find("ещё не рассматривал") != std::string::npos);
    CHECK(scene.out.find("Запись подлинная") != std::string::npos);
    CHECK(scene.verify("last") == 0);
    CHECK(scene.out.find("тема урока: Дроби") != std::string::npos);
}

TEST_CASE("verify: the file may be in use, and is not changed", "[config][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    const auto journal = test::open(scene.folder / "journal.db", options(scene.server));
    const Bytes before = read_file(scene.folder / "journal.db", 1 << 26).value();
    CHECK(scene.verify(entry) == 0);
    CHECK(read_file(scene.folder / "journal.db", 1 << 26).value() == before);
}

TEST_CASE("verify: the server's verdict and its facts are read with the server's key", "[config][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    domain::Fact teacher;
    teacher.entity = entity_of(person(1));
    teacher.from = monday;
    teacher.value = domain::Person{domain::PersonKind::staff, "Иванова", "Анна", "Сергеевна", "anna@school-12.example"};
    {
        auto journal = test::open(scene.folder / "journal.db", options(scene.server));
        const entry::EntryId id{LogId::from_hex_text(entry.substr(0, 32)).value(), 2};
        test::apply(journal,
                    incoming(journal, {scene.server.fact(teacher),
                                       scene.server.verdict(id, domain::Outcome::refused, "attendance.unknown_code")}),
                    scene.clock);
    }
    REQUIRE(scene.verify(entry, scene.server_key()) == 0);
    CHECK(scene.out.find("По справочнику школы anna@school-12.example") != std::string::npos);
    CHECK(scene.out.find("Сервер отклонил запись: attendance.unknown_code") != std::string::npos);
    // Another key is not the server's.
    scene.put("server.pub", config::public_key_line(crypto::SigningKey::generate().public_key()));
    CHECK(scene.verify(entry, scene.server_key()) == 1);
    CHECK(scene.error.find("не сервером школы") != std::string::npos);
}

TEST_CASE("verify: a login that belongs to somebody else breaks the chain", "[config][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    domain::Fact other;
    other.entity = entity_of(person(2));
    other.from = monday;
    other.value = domain::Person{domain::PersonKind::staff, "Петров", "Пётр", "", "anna@school-12.example"};
    auto journal = test::open(scene.folder / "journal.db", options(scene.server));
    test::apply(journal, incoming(journal, {scene.server.fact(other)}), scene.clock);
    CHECK(scene.verify(entry) == 1);
    CHECK(scene.error.find("принадлежит другому человеку") != std::string::npos);
}

TEST_CASE("verify: whatever is changed in the file, the broken link is named", "[config][verify]") {
    struct Case {
        const char* sql;
        const char* says;
    };
    const auto forged = GENERATE(
        Case{"UPDATE entries SET body = (SELECT body FROM entries WHERE seq = 1) WHERE seq = 2", "не та, на которую"},
        Case{"UPDATE entries SET header = (SELECT header FROM entries WHERE seq = 1) WHERE seq = 2",
             "не найдена|нет: "},
        Case{"UPDATE entries SET salt = zeroblob(16) WHERE seq = 2", "не та, на которую"},
        Case{"UPDATE seals SET signature = zeroblob(64)", "не ключом этого сеанса"},
        Case{"UPDATE seals SET content = x'00'", "печать не читается"},
        Case{"UPDATE sessions SET signature = x'3000'", "подпись карты"},
        Case{"UPDATE sessions SET certificate = x'3000'", "не подходят друг к другу"},
        Case{"DELETE FROM sessions", "нет заявления сеанса"});
    Scene scene;
    const std::string entry = scene.write_mark();
    scene.change_file(forged.sql);
    INFO(forged.sql);
    REQUIRE(scene.verify(entry) == 1);
    INFO(scene.error);
    const std::string says{forged.says};
    const std::size_t bar = says.find('|');
    const bool named = scene.error.find(says.substr(0, bar)) != std::string::npos ||
                       (bar != std::string::npos && scene.error.find(says.substr(bar + 1)) != std::string::npos);
    CHECK(named);
    CHECK(scene.out.find("Запись подлинная") == std::string::npos);
}

TEST_CASE("verify: a session that the card did not open for this is no proof", "[config][verify]") {
    Scene scene;
    const auto forge = [&](const std::function<void(entry::SessionStatement&)>& change) {
        const auto entry = scene.write_mark();
        scene.replace_session(scene.proof(LogId::from_hex_text(entry.substr(0, 32)).value(), change));
        CHECK(scene.verify(entry) == 1);
    };
    SECTION("another person than the entry's author") {
        forge([](entry::SessionStatement& s) { s.person = person(2); });
        CHECK(scene.error.find("автор записи") != std::string::npos);
    }
    SECTION("saved after the session's end") {
        forge([&](entry::SessionStatement& s) {
            s.from = scene.clock.now() - 3h;
            s.until = scene.clock.now() - 1h;
        });
        CHECK(scene.error.find("вне срока сеанса") != std::string::npos);
    }
    SECTION("another key sealed the entries") {
        const auto stranger = crypto::SigningKey::generate();
        forge([&](entry::SessionStatement& s) { s.session_key = stranger.public_key(); });
        CHECK(scene.error.find("не ключом этого сеанса") != std::string::npos);
    }
    SECTION("the statement is for another log") {
        forge([](entry::SessionStatement& s) { s.log = crypto::random_id<LogId>(); });
        CHECK(scene.error.find("к другому журналу") != std::string::npos);
    }
    SECTION("the statement was signed by another card") {
        const auto other = crypto::PrivateKey::generate();
        const auto entry = scene.write_mark([&](entry::SessionProof& proof) {
            proof.signature = other.sign(entry::signed_bytes(proof.statement)).value();
        });
        CHECK(scene.verify(entry) == 1);
        CHECK(scene.error.find("подпись карты") != std::string::npos);
    }
}

TEST_CASE("verify: the card must have been good on that day", "[config][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    SECTION("of another authority") {
        scene.put("staff-ca.pem", test_authority().certificate().pem());
        CHECK(scene.verify(entry) == 1);
        CHECK(scene.error.find("другой издатель") != std::string::npos);
    }
    SECTION("revoked before") {
        scene.put("staff-ca.crl", test_list(scene.authority, {{scene.card.serial(), scene.clock.now() - 24h}}).pem());
        CHECK(scene.verify(entry) == 1);
        CHECK(scene.error.find("уже была отозвана") != std::string::npos);
    }
    SECTION("revoked only since") {
        scene.put("staff-ca.crl", test_list(scene.authority, {{scene.card.serial(), scene.clock.now() + 24h}}).pem());
        CHECK(scene.verify(entry) == 0);
    }
}

TEST_CASE("verify: without a place to look or somebody to believe it asks", "[config][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    const hal::LinuxHost host{scene.folder.path()};
    const auto run = [&](std::vector<std::string> words) {
        std::ostringstream said, complained;
        const int code = ctl::run_command_line(std::move(words), host, scene.clock, said, complained);
        scene.error = complained.str();
        return code;
    };
    CHECK(run({"verify", entry}) == 1);
    CHECK(scene.error.find("--root") != std::string::npos);
    CHECK(run({"verify", entry, "--log", (scene.folder / "journal.db").string()}) == 1);
    CHECK(scene.error.find("--staff-ca") != std::string::npos);
    CHECK(run({"verify", entry, "--log", (scene.folder / "journal.db").string(), "--staff-ca",
               (scene.folder / "staff-ca.pem").string()}) == 0);
    CHECK(scene.error.find("отзыв карты не проверялся") != std::string::npos);
}

TEST_CASE("evidence: a tally of what waits at a station", "[journal][verify]") {
    Scene scene;
    const std::string entry = scene.write_mark();
    const LogId log = LogId::from_hex_text(entry.substr(0, 32)).value();
    {
        auto journal = test::open(scene.folder / "journal.db", options(scene.server));
        const journal::Acknowledged known[] = {{log, 1}};
        REQUIRE(journal.acknowledge(known));
    }
    const auto tally = journal::Evidence::open(scene.folder / "journal.db").value().tally();
    if (!tally) FAIL(describe(tally.error()));
    CHECK(tally->written == 3);
    CHECK(tally->unsent == 2);
    CHECK(tally->attention == 0);
    CHECK(tally->lost == 0);
    CHECK_FALSE(tally->last_contact.has_value());
}

TEST_CASE("verify: what is not there is said, not proved", "[config][verify]") {
    Scene scene;
    CHECK(scene.verify("last") == 1);
    scene.write_mark();
    CHECK(scene.verify("nonsense") == 1);
    CHECK(scene.error.find("двоеточие") != std::string::npos);
    CHECK(scene.verify(std::string(32, 'a') + ":1") == 1);
    CHECK(scene.error.find("записи в этом файле нет") != std::string::npos);
    scene.put("journal.db", "not a database at all, but long enough to be read as one ........................");
    std::filesystem::remove(scene.folder / "journal.db-wal");
    CHECK(scene.verify("last") == 1);
    CHECK(scene.error.find("не читается") != std::string::npos);
}
