#include "tests/sync/neighbourhood.hpp"

#include "station/base/file.hpp"
#include "station/crypto/random.hpp"
#include "sync/belief/envelope.hpp"

#include <catch2/catch.hpp>

/// Entries that go from station to station, and what the server makes of them when they reach it.
using namespace zvonok;
using namespace zvonok::sync;
using namespace zvonok::test;
using domain::CellKind;
using domain::Outcome;
using domain::Role;
using domain::Writing;
using wire::Receipt;

namespace {

const Instant morning = *parse_instant("2026-09-15T06:50:00Z");
const LocalDay thursday = date(2026, 9, 17);

Court declaring() {
    Court court;
    court.policy("substitution.access", "declared");
    return court;
}

Writing homework(const Court& school, std::string text) {
    return {{CellKind::homework, school.first_lesson, entity_of(school.class_7b)},
            domain::Homework{std::move(text), domain::HomeworkWay::written, school.thursday_lesson}};
}
Writing substitution(const domain::LessonKey& lesson, PersonId teacher) {
    return {{CellKind::lesson_teacher, lesson, {}}, domain::LessonTeacher{teacher, "болезнь"}};
}

/// A school whose stations have met their server once.
struct Neighbourhood {
    explicit Neighbourhood(Court court = declaring()) : server(std::move(court), morning) {
        for (NeighbourStation* each : {&one, &two, &kiosk}) {
            REQUIRE(each->settle());
            REQUIRE((each == &kiosk || each->replica->access));
        }
        // Each has the others' registration by now.
        for (NeighbourStation* each : {&one, &two, &kiosk}) REQUIRE(each->settle());
    }

    EffectsServer server;
    NeighbourStation one{server, 101}, two{server, 102}, kiosk{server, 103, domain::StationMode::kiosk};
};

std::vector<wire::BatchOutcome> carried_by(const NeighbourStation& station, std::vector<wire::Parcel> parcels) {
    auto request = station.request();
    request.carried = std::move(parcels);
    const auto answer = station.post(request);
    REQUIRE(answer);
    CHECK(answer->outcomes.empty());
    return answer->carried;
}
wire::BatchOutcome refused(std::string_view rule) {
    return {Receipt::refused, std::string(rule)};
}
const wire::BatchOutcome stored{Receipt::stored, {}};
const wire::BatchOutcome known{Receipt::known, {}};

/// Another certificate than the one of its enrolment.
void give_certificate(NeighbourStation& station, StationId name, const crypto::Authority& authority) {
    const auto key = crypto::PrivateKey::generate();
    const auto now = SystemClock{}.now();
    const auto certificate = authority.issue({.profile = crypto::Profile::station,
                                              .common_name = name.hex(),
                                              .not_before = now - 1h,
                                              .not_after = now + 24h},
                                             key.public_key());
    REQUIRE(certificate);
    const std::string chain = certificate->pem() + authority.certificate().pem();
    station.endpoint.certificate = station.folder / "other.pem";
    station.endpoint.key = station.folder / "other.key";
    REQUIRE(write_file(station.endpoint.certificate, as_bytes(chain), FileMode::everyone_reads));
    REQUIRE(write_file(station.endpoint.key, key.pem().view(), FileMode::owner_only));
}

std::uint64_t cursor(EffectsServer& server) {
    const auto head = server.core->head(server.school.school);
    REQUIRE(head);
    return head->cursor;
}

bool equals_server(NeighbourStation& station) {
    const auto mine = station.journal->dump_hash();
    const auto servers = station.live.core->dump_hash(station.live.house.school);
    REQUIRE(mine);
    REQUIRE(servers);
    return *mine == *servers;
}

}  // namespace

TEST_CASE(
    "relay: without the server, homework and a substitution show at the kiosk, and reach the server once, by a station "
    "that met only the kiosk (T-06, T-08, T-14, D-09)",
    "[sync][relay]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    const std::uint64_t kiosk_cursor = kiosk.journal->position().cursor;
    server.stop();

    for (NeighbourStation* each : {&one, &two, &kiosk}) each->open();
    // The kiosk is all that the two rooms have in common.
    one.knows({&kiosk});
    two.knows({&kiosk});
    kiosk.knows({&one, &two});
    one.locked([&] {
        one.says(court.teacher, Role::teacher, homework(court, "§ 4, № 12"));
        one.says(court.teacher, Role::teacher, attendance(court.first_lesson, court.belov));
        one.says(court.colleague, Role::substitute, substitution(court.second_lesson, court.colleague));
        one.says(court.colleague, Role::substitute, attendance(court.second_lesson, court.belov));
    });

    REQUIRE(kiosk.until([&] { return kiosk.homework(thursday).size() == 1 && kiosk.carried() == 4; }));
    kiosk.locked([&] {
        const auto due = kiosk.homework(thursday);
        CHECK(due.front().cell.state() == journal::CellState::pending);
        CHECK(due.front().cell.shown()->act->text == "§ 4, № 12");
        CHECK(kiosk.shown_facts()->lesson(court.second_lesson)->substitute == court.colleague);
        CHECK((*kiosk.journal->facts())->lesson(court.second_lesson)->substitute.empty());
        // It carries who was absent, and can't tell.
        CHECK_FALSE(kiosk.absence(court.first_lesson, court.belov));
        CHECK(kiosk.journal->position().cursor == kiosk_cursor);
    });
    REQUIRE(two.until([&] { return two.absence(court.second_lesson, court.belov).has_value(); }));
    two.locked([&] {
        CHECK(two.absence(court.first_lesson, court.belov) == Outcome::pending);
        CHECK(two.absence(court.second_lesson, court.belov) == Outcome::pending);
        CHECK(two.homework(thursday).front().cell.state() == journal::CellState::pending);
        CHECK(two.shown_facts()->lesson(court.second_lesson)->substitute == court.colleague);
    });

    // The room of the author is switched off; only the other one finds the server again.
    one.close();
    kiosk.close();
    server.start();
    REQUIRE(two.synced());
    two.close();
    CHECK(two.carried() == 0);
    CHECK(two.absence(court.first_lesson, court.belov) == Outcome::accepted);
    CHECK(two.absence(court.second_lesson, court.belov) == Outcome::accepted);
    CHECK(two.homework(thursday).front().cell.state() == journal::CellState::accepted);
    CHECK(equals_server(two));
    const std::uint64_t after_two = cursor(server);

    // Everybody else comes late with the same, and changes nothing.
    REQUIRE(kiosk.synced());
    CHECK(kiosk.carried() == 0);
    CHECK(kiosk.homework(thursday).front().cell.state() == journal::CellState::accepted);
    REQUIRE(one.synced());
    CHECK(cursor(server) == after_two);
    CHECK(equals_server(one));
    CHECK(one.replica->refused.empty());
    for (std::uint64_t seq = 1; seq <= 4; ++seq) {
        CHECK(server.verdicts_on({one.journal->log(), seq}) == 1);
        CHECK(server.verdict_on({one.journal->log(), seq}).outcome == Outcome::accepted);
    }
    for (NeighbourStation* each : {&one, &two, &kiosk}) {
        CHECK(each->replica->rejected.empty());
        CHECK(each->journal->check());
    }
}

TEST_CASE("relay: a kiosk alone brings to the server what it can't read", "[sync][relay]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    server.stop();
    one.open();
    kiosk.open();
    kiosk.knows({&one});
    const auto absent =
        one.locked([&] { return one.says(court.teacher, Role::teacher, attendance(court.first_lesson, court.belov)); });
    REQUIRE(kiosk.until([&] { return kiosk.carried() == 1; }));
    kiosk.close();
    one.close();
    server.start();
    REQUIRE(kiosk.synced());
    CHECK(kiosk.carried() == 0);
    CHECK(server.verdict_on(absent).outcome == Outcome::accepted);
    REQUIRE(two.settle());
    CHECK(two.absence(court.first_lesson, court.belov) == Outcome::accepted);
}

TEST_CASE("relay: carried entries survive a restart of the carrier and go on from there", "[sync][relay]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    server.stop();
    for (NeighbourStation* each : {&one, &two}) each->open();
    two.knows({&one});
    const auto said = one.locked([&] { return one.says(court.teacher, Role::teacher, homework(court, "§ 4")); });
    REQUIRE(two.until([&] { return two.carried() == 1; }));
    one.close();
    two.close();
    two.journal.reset();
    auto opened =
        journal::Journal::open(two.folder / "journal.db", {court.school, two.id, {server.signing.public_key()}});
    REQUIRE(opened);
    two.journal = std::make_unique<journal::Journal>(std::move(opened->journal));
    CHECK(two.homework(thursday).front().cell.state() == journal::CellState::pending);
    two.open();
    kiosk.open();
    kiosk.knows({&two});
    CHECK(kiosk.until([&] { return kiosk.homework(thursday).size() == 1; }));
    kiosk.locked([&] { CHECK(kiosk.homework(thursday).front().cell.shown()->entry == said); });
}

TEST_CASE("relay: whoever is not a station of this school hears nothing and is not heard", "[sync][relay]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    one.says(court.teacher, Role::teacher, homework(court, "§ 4"));
    SECTION("a station that was struck off, as soon as its neighbours know") {
        REQUIRE(server.core->revoke_station(court.school, two.id));
        REQUIRE(one.settle());
        one.says(court.teacher, Role::teacher, homework(court, "§ 5"));
    }
    SECTION("a station whose certificate is of another authority") {
        give_certificate(two, two.id, demo_authority("Other"));
    }
    SECTION("a station of another school of the same server") {
        give_certificate(two, crypto::random_id<StationId>(), server.core->keys().station_authority);
    }
    server.stop();
    for (NeighbourStation* each : {&one, &two, &kiosk}) each->open();
    two.knows({&one});
    kiosk.knows({&two, &one});
    REQUIRE(kiosk.until([&] { return kiosk.homework(thursday).size() == 1; }));
    CHECK(two.heard_in(5) == 0);
    two.locked([&] { CHECK(two.carried() == 0); });
}

TEST_CASE("relay: a neighbour that makes things up is not believed, and does not keep out what is true",
          "[sync][relay][forged]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    server.stop();
    one.says(court.teacher, Role::teacher, homework(court, "§ 4"));
    const auto good = one.parcels();
    REQUIRE(good.size() == 1);
    const auto staff = two.grounds_here();
    const auto hallway = kiosk.grounds_here();
    CHECK(relay::look_at(good.front(), staff)->content->batch.paths.empty());
    CHECK(relay::look_at(good.front(), hallway)->content->batch.records.size() == 1);

    auto forged = good.front();
    SECTION("a changed text") {
        entry::Record& record = forged.shown->records.front();
        record.body.back() ^= 1;
        CHECK(relay::look_at(forged, hallway).error() == belief::rule::seal_records);
    }
    SECTION("somebody else's proof") {
        forged.session->signature = crypto::random_bytes(70);
        CHECK(relay::look_at(forged, hallway).error() == belief::rule::session_signature);
    }
    SECTION("another name") {
        forged.name[0] ^= 1;
        CHECK(relay::look_at(forged, hallway).error() == belief::rule::parcel_unreadable);
        CHECK(relay::look_at(forged, staff).error() == belief::rule::parcel_unreadable);
    }
    SECTION("a session that the neighbour sealed himself, without a card") {
        auto content = belief::open_parcel(forged, *staff.keys).value();
        const auto thief = crypto::SigningKey::generate();
        auto statement = entry::decode_statement(content.session.statement).value();
        statement.session_key = thief.public_key();
        content.session.statement = entry::encode(statement);
        const auto checked = entry::check_batch(content.batch, one.card_session->key.public_key());
        REQUIRE(checked);
        std::vector<entry::Draft> drafts{{checked->headers.front(), *checked->bodies.front()}};
        content.batch = entry::seal_entries(court.school, {one.journal->log(), 0, std::nullopt}, std::move(drafts),
                                            thief, entry::Signer::session, statement.session);
        forged = belief::make_parcel(std::move(content), *staff.keys).value();
        CHECK(relay::look_at(forged, staff).error() == belief::rule::session_signature);
        CHECK(relay::look_at(forged, hallway).error() == belief::rule::session_signature);
        server.start();
        CHECK(carried_by(two, {forged, good.front()}) == std::vector{refused(belief::rule::session_signature), stored});
        return;
    }
    // The good one is taken after the bad one, from another.
    server.start();
    CHECK(carried_by(kiosk, {good.front()}) == std::vector{stored});
}

TEST_CASE("relay: the server takes a carried batch by the checks that its own station's upload would pass",
          "[sync][relay][exchange]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    one.says(court.teacher, Role::teacher, homework(court, "§ 4"));
    one.says(court.teacher, Role::teacher, attendance(court.first_lesson, court.belov));
    const auto parcels = one.parcels();
    REQUIRE(parcels.size() == 2);

    SECTION("in order: stored, and known ever after, whoever brings it") {
        CHECK(carried_by(two, parcels) == std::vector{stored, stored});
        CHECK(carried_by(kiosk, parcels) == std::vector{known, known});
        const std::uint64_t before = cursor(server);
        REQUIRE(one.settle());
        CHECK(cursor(server) == before);
        CHECK(one.replica->refused.empty());
        // The log is its station's, which goes on writing it.
        const auto more = one.says(court.teacher, Role::teacher, attendance(court.first_lesson, court.belov, ""));
        REQUIRE(one.settle());
        CHECK(server.verdict_on(more).outcome == Outcome::accepted);
        CHECK(equals_server(one));
    }
    SECTION("ahead of what is missing: not yet, and no harm done") {
        CHECK(carried_by(two, {parcels[1]}) == std::vector{wire::BatchOutcome{Receipt::gap, {}}});
        CHECK(carried_by(two, {parcels[1], parcels[0], parcels[1]}) ==
              std::vector{wire::BatchOutcome{Receipt::gap, {}}, stored, stored});
    }
    SECTION("an envelope that nobody can open") {
        auto torn = parcels[0];
        torn.envelope[50] ^= 1;
        auto empty = parcels[0];
        empty.envelope.clear();
        auto other = parcels[1];
        other.name = parcels[0].name;
        CHECK(carried_by(two, {torn, empty, other, parcels[0]}) ==
              std::vector{refused(belief::rule::parcel_unreadable), refused(belief::rule::parcel_unreadable),
                          refused(belief::rule::parcel_unreadable), stored});
    }
    SECTION("of a station that was struck off meanwhile") {
        REQUIRE(server.core->revoke_station(court.school, one.id));
        CHECK(carried_by(two, {parcels[0]}) == std::vector{refused(belief::rule::station_struck_off)});
    }
    SECTION("two tales under the same numbers: the second one leaves no mark") {
        REQUIRE(carried_by(two, {parcels[0]}) == std::vector{stored});
        auto content = belief::open_parcel(parcels[0], *two.grounds_here().keys).value();
        const auto checked = entry::check_batch(content.batch, one.card_session->key.public_key());
        REQUIRE(checked);
        std::vector<entry::Draft> drafts{{checked->headers.front(), *checked->bodies.front()}};
        content.batch =
            entry::seal_entries(court.school, {one.journal->log(), 0, std::nullopt}, std::move(drafts),
                                one.card_session->key, entry::Signer::session, one.card_session->statement.session);
        const auto second = belief::make_parcel(std::move(content), *two.grounds_here().keys).value();
        CHECK(carried_by(two, {second}) == std::vector{refused(belief::rule::log_fork)});
        REQUIRE(one.settle());
        CHECK(one.replica->refused.empty());
    }
    SECTION("together with the carrier's own") {
        two.says(court.teacher, Role::teacher, attendance(court.second_lesson, court.belov));
        auto request = two.request();
        auto outgoing = two.journal->unsent().value();
        request.sessions = outgoing.sessions;
        request.batches = outgoing.batches;
        request.tokens = outgoing.tokens;
        request.carried = parcels;
        const auto answer = two.post(request);
        REQUIRE(answer);
        CHECK(answer->outcomes == std::vector{stored});
        CHECK(answer->carried == std::vector{stored, stored});
    }
}

TEST_CASE("relay: striking off a staff station changes the envelope key, and the others still open older ones",
          "[sync][relay]") {
    Neighbourhood school;
    auto& [server, one, two, kiosk] = school;
    const Court& court = server.school;
    CHECK_FALSE(kiosk.replica->access);
    const auto before = one.replica->access->envelope_keys;
    REQUIRE(before.size() == 1);
    one.says(court.teacher, Role::teacher, homework(court, "§ 4"));
    const auto older = one.parcels().front();

    REQUIRE(server.core->revoke_station(court.school, kiosk.id));
    REQUIRE(one.settle());
    CHECK(one.replica->access->envelope_keys == before);
    const auto lost = two.replica->access->envelope_keys;
    REQUIRE(server.core->revoke_station(court.school, two.id));
    NeighbourStation three{server, 104};
    REQUIRE(three.settle());
    const auto after = three.replica->access->envelope_keys;
    REQUIRE(after.size() == 2);
    CHECK(after[1] == before[0]);
    CHECK(after[0].number == before[0].number + 1);
    CHECK(belief::open_parcel(older, *three.grounds_here().keys));
    three.says(court.teacher, Role::teacher, attendance(court.first_lesson, court.belov));
    const auto newer = three.parcels().front();
    CHECK(newer.key == after[0].number);
    CHECK_FALSE(belief::open_parcel(newer, belief::KeyRing{lost}));
    // Its author has told the server since; the server opens the older envelope to see that.
    CHECK(carried_by(three, {older}) == std::vector{known});
}
