#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"

#include "station/crypto/random.hpp"
#include "sync/server/belief.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using client::Trouble;
using domain::Outcome;
using wire::Receipt;

namespace {

/// What one station wrote, as it would upload it.
wire::SyncRequest upload_of(const test::DemoStation& station) {
    auto request = station.request();
    auto outgoing = station.journal->unsent();
    REQUIRE(outgoing);
    request.sessions = outgoing->sessions;
    request.batches = outgoing->batches;
    request.tokens = outgoing->tokens;
    return request;
}

std::vector<wire::BatchOutcome> outcomes_of(const test::DemoStation& station, const wire::SyncRequest& request) {
    const auto answer = station.post(request);
    REQUIRE(answer);
    return answer->outcomes;
}

wire::BatchOutcome refused(std::string_view rule) {
    return {Receipt::refused, std::string(rule)};
}
const wire::BatchOutcome stored{Receipt::stored, {}};
const wire::BatchOutcome known{Receipt::known, {}};
const wire::BatchOutcome gap{Receipt::gap, {}};

std::size_t attendance_marks(test::DemoStation& station) {
    domain::LessonKey key{station.server.school.algebra, test::date(2026, 9, 15), 1, {}};
    const auto view = station.journal->read().lesson(key);
    REQUIRE(view);
    std::size_t accepted = 0;
    for (const auto& each : view->attendance) accepted += each.cell.accepted ? 1 : 0;
    return accepted;
}

}  // namespace

TEST_CASE("exchange: what one station writes, another has, judged, and both equal the server", "[sync][exchange]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation one{server, 101, domain::StationMode::classroom};
    test::DemoStation two{server, 102, domain::StationMode::classroom};
    REQUIRE(one.settle());
    one.write({one.absence(server.school.belov, "Н"), one.absence(server.school.abdurahmanova, "")}, server.teacher);
    one.write({one.homework("§ 4, № 12")}, server.teacher);
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    CHECK(attendance_marks(one) == 2);
    CHECK(attendance_marks(two) == 2);
    CHECK(test::equal_to_server(one));
    CHECK(test::equal_to_server(two));
    CHECK(one.replica->rejected.empty());
    CHECK(two.replica->rejected.empty());
    CHECK(one.replica->refused.empty());
}

TEST_CASE("exchange: an entry against the rules comes back refused with the rule, and stays on its author's desk",
          "[sync][exchange]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    station.write({station.absence(server.school.belov, "Н")}, server.other_teacher);
    REQUIRE(station.settle());
    const auto items = station.journal->read().attention_of(server.school.other_teacher);
    REQUIRE(items);
    REQUIRE(items->size() == 1);
    CHECK(items->front().outcome == Outcome::refused);
    CHECK(items->front().rule == domain::rule::not_assigned);
    CHECK(test::equal_to_server(station));
}

TEST_CASE("exchange: two who answered the same question apart are both told of it, until one has seen the other (T-09)",
          "[sync][exchange][T-09]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    const auto& school = server.school;
    // Both teach the class.
    server.record({{entity_of(school.algebra), school.autumn, std::nullopt, false, "",
                    domain::Load{test::id<SubjectId>(70), {school.class_7b}, {school.teacher, school.other_teacher}}}});
    test::DemoStation one{server, 101, domain::StationMode::classroom};
    test::DemoStation two{server, 102, domain::StationMode::classroom};
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    one.write({one.absence(school.belov, "Н")}, server.teacher);
    two.write({two.absence(school.belov, "")}, server.other_teacher);
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    REQUIRE(one.settle());
    const auto told = [](test::DemoStation& station, PersonId author) {
        const auto conflicts = station.journal->read().conflicts_of(author);
        REQUIRE(conflicts);
        return conflicts->size();
    };
    for (test::DemoStation* station : {&one, &two}) {
        CHECK(told(*station, school.teacher) == 1);
        CHECK(told(*station, school.other_teacher) == 1);
        CHECK(test::equal_to_server(*station));
    }
    // One of them decides with both answers before him.
    one.write({one.absence(school.belov, "Н")}, server.teacher);
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    for (test::DemoStation* station : {&one, &two}) {
        CHECK(told(*station, school.teacher) == 0);
        CHECK(told(*station, school.other_teacher) == 0);
        CHECK(test::equal_to_server(*station));
    }
}

TEST_CASE("exchange: an entry without a card statement is refused, however good the station's certificate is",
          "[sync][exchange][forged]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    auto request = upload_of(station);

    SECTION("no statement at all") {
        request.sessions.clear();
        CHECK(outcomes_of(station, request).front() == refused(server::rule::session_missing));
    }
    SECTION("a statement that no card signed") {
        request.sessions.front().signature = crypto::random_bytes(70);
        CHECK(outcomes_of(station, request).front() == refused(server::rule::session_signature));
    }
    SECTION("a statement signed by a card of another authority") {
        const auto forger = test::demo_authority("Test staff CA");
        const auto card = server.card_of(server.school.teacher, "a.kuznetsova@school.example", forger);
        test::DemoStation other{server, 103, domain::StationMode::classroom};
        other.write({other.absence(server.school.belov, "Н")}, card);
        CHECK(outcomes_of(other, upload_of(other)).front() == refused(server::rule::session_certificate));
    }
    SECTION("a good card, saying that it is somebody else") {
        const auto card = server.card_of(server.school.teacher, "p.li@school.example", server.staff_authority);
        test::DemoStation other{server, 103, domain::StationMode::classroom};
        other.write({other.absence(server.school.belov, "Н")}, card);
        CHECK(outcomes_of(other, upload_of(other)).front() == refused(server::rule::session_person));
    }
    SECTION("a statement for another station") {
        test::DemoStation thief{server, 103, domain::StationMode::classroom};
        CHECK(outcomes_of(thief, request).front() == refused(server::rule::session_statement));
    }
    SECTION("another session's key") {
        const auto checked = entry::check_batch(request.batches.front(), station.card_session->key.public_key());
        REQUIRE(checked);
        std::vector<entry::Draft> drafts{{checked->headers.front(), *checked->bodies.front()}};
        request.batches.front() = entry::seal_entries(server.school.school, {station.journal->log(), 0, std::nullopt},
                                                      std::move(drafts), crypto::SigningKey::generate(),
                                                      entry::Signer::session, station.card_session->statement.session);
        CHECK(outcomes_of(station, request).front() == refused(server::rule::seal_signature));
    }
    SECTION("the session's own key, in another author's name") {
        const auto checked = entry::check_batch(request.batches.front(), station.card_session->key.public_key());
        REQUIRE(checked);
        std::vector<entry::Draft> drafts{{checked->headers.front(), *checked->bodies.front()}};
        drafts.front().header.author = server.school.other_teacher;
        request.batches.front() = entry::seal_entries(server.school.school, {station.journal->log(), 0, std::nullopt},
                                                      std::move(drafts), station.card_session->key,
                                                      entry::Signer::session, station.card_session->statement.session);
        CHECK(outcomes_of(station, request).front() == refused(server::rule::entry_author));
    }
    SECTION("a verdict of the station's own making") {
        std::vector<entry::Draft> drafts(1);
        const entry::EntryId judged{station.journal->log(), 1};
        drafts.front().header.author = server.school.teacher;
        drafts.front().header.kind = domain::CellKind::verdict;
        drafts.front().header.cell = entry::verdict_cell(server.school.school, judged);
        drafts.front().body = entry::Verdict{judged, Outcome::accepted, {}};
        request.batches.front() = entry::seal_entries(server.school.school, {station.journal->log(), 0, std::nullopt},
                                                      std::move(drafts), station.card_session->key,
                                                      entry::Signer::session, station.card_session->statement.session);
        CHECK(outcomes_of(station, request).front() == refused(server::rule::entry_kind));
    }
    const auto head = server.core->head(server.school.school);
    REQUIRE(head);
    test::DemoStation witness{server, 110, domain::StationMode::classroom};
    REQUIRE(witness.settle());
    CHECK(attendance_marks(witness) == 0);
    // What was truly written is still taken afterwards.
    CHECK(outcomes_of(station, upload_of(station)).front() == stored);
}

TEST_CASE("exchange: a changed header, body, salt or seal is refused", "[sync][exchange][forged]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    station.write({station.absence(server.school.belov, "Н"), station.absence(server.school.abdurahmanova, "Б")},
                  server.teacher);
    const auto good = upload_of(station);
    const auto outcome = [&](const std::function<void(entry::SealedBatch&)>& change) {
        auto request = good;
        change(request.batches.front());
        return outcomes_of(station, request).front();
    };
    CHECK(outcome([](auto& batch) { batch.records[0].header.back() ^= 1; }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.records[0].body.back() ^= 1; }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.records[0].body.clear(); }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.records[0].salt.clear(); }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { std::swap(batch.records[0], batch.records[1]); }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.records.pop_back(); }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.seal.signature.front() ^= 1; }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.seal.content.back() ^= 1; }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch.seal.content.clear(); }).receipt == Receipt::refused);
    CHECK(outcome([](auto& batch) { batch = entry::part_of(batch, [&](const auto&) { return false; }); }).receipt ==
          Receipt::refused);
    CHECK(outcomes_of(station, good).front() == stored);
}

TEST_CASE("exchange: doubled batches are known, a gap is told, and one bad batch does not hold up the rest",
          "[sync][exchange][T-08]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    for (const char* code : {"Н", "Б", "УП", "НП", ""})
        station.write({station.absence(server.school.belov, code)}, server.teacher);
    const auto all = upload_of(station);
    REQUIRE(all.batches.size() == 5);

    auto ahead = all;
    ahead.batches = {all.batches[2]};
    CHECK(outcomes_of(station, ahead) == std::vector{gap});

    auto spoiled = all;
    spoiled.batches[1].records[0].body.back() ^= 1;
    CHECK(outcomes_of(station, spoiled) ==
          std::vector{stored, refused(server::rule::seal_records), stored, stored, stored});
    auto answer = station.post(station.request());
    REQUIRE(answer);
    // What is behind the hole does not count as "all up to here".
    REQUIRE(answer->received.size() == 1);
    CHECK(answer->received.front().seq == 1);

    CHECK(outcomes_of(station, all) == std::vector{known, stored, known, known, known});
    CHECK(outcomes_of(station, all) == std::vector{known, known, known, known, known});
    answer = station.post(station.request());
    REQUIRE(answer);
    CHECK(answer->received.front().seq == 5);
    REQUIRE(station.settle());
    CHECK(test::equal_to_server(station));
}

TEST_CASE("exchange: another content under a known number is a fork, and refused", "[sync][exchange][forged]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    auto request = upload_of(station);
    CHECK(outcomes_of(station, request).front() == stored);

    const auto& session = *station.card_session;
    const auto reseal = [&](std::uint64_t last, std::optional<crypto::Digest> previous) {
        const auto checked = entry::check_batch(request.batches.front(), session.key.public_key());
        REQUIRE(checked);
        return entry::seal_entries(server.school.school, {station.journal->log(), last, previous},
                                   {{checked->headers.front(), *checked->bodies.front()}}, session.key,
                                   entry::Signer::session, session.statement.session);
    };
    auto forked = request;
    forked.batches = {reseal(0, std::nullopt)};
    CHECK(outcomes_of(station, forked).front() == refused(server::rule::log_fork));
    forked.batches = {reseal(1, crypto::sha256(as_bytes("another past")))};
    CHECK(outcomes_of(station, forked).front() == refused(server::rule::seal_chain));
    forked.batches = {reseal(1, entry::seal_hash(request.batches.front().seal.content))};
    CHECK(outcomes_of(station, forked).front() == stored);
}

TEST_CASE("exchange: an entry of a card that was revoked before is held, not lost", "[sync][exchange]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    server.put_revocation_list({{server.teacher.certificate.serial(), server.clock.now() - 1h}}, 2);
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    REQUIRE(station.settle());
    const auto items = station.journal->read().attention_of(server.school.teacher);
    REQUIRE(items);
    REQUIRE(items->size() == 1);
    CHECK(items->front().outcome == Outcome::held);
    CHECK(items->front().rule == server::rule::card_revoked);
}

TEST_CASE("exchange: the access list comes first after a time offline, before any entry leaves", "[sync][exchange]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    REQUIRE(station.replica->access);
    CHECK(station.replica->access->closed_people.empty());
    const auto before = station.replica->access->version;

    server.stop();
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    station.session->wake();
    REQUIRE(station.run_until([&] { return !station.session->status().online; }));
    server.start();
    auto leaving = server.school.facts[0];
    for (const auto& fact : server.school.facts)
        if (fact.entity == entity_of(server.school.other_teacher)) leaving = fact;
    leaving.withdrawn = true;
    leaving.from = test::date(2026, 9, 15);
    server.record({leaving});

    REQUIRE(station.run_until([&] { return station.replica->access->version != before; }));
    CHECK(station.replica->access->closed_people == std::vector{server.school.other_teacher});
    CHECK(attendance_marks(station) == 0);  // the entry had not left yet
    REQUIRE(station.settle());
    CHECK(attendance_marks(station) == 1);
}

TEST_CASE("exchange: a waiting station is woken by what another writes, within a fraction of a second",
          "[sync][exchange][push]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation one{server, 101, domain::StationMode::classroom};
    test::DemoStation two{server, 102, domain::StationMode::classroom};
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    REQUIRE(two.run_until([&] { return server.core->waiting().count() == 1; }));
    one.write({one.absence(server.school.belov, "Н")}, server.teacher);
    std::thread writer{[&] { CHECK(one.settle()); }};
    CHECK(two.run_until([&] { return attendance_marks(two) == 1; }, 10s));
    writer.join();
}

TEST_CASE("exchange: a kiosk gets timetable and homework, and nothing about any pupil", "[sync][exchange][kiosk]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation room{server, 101, domain::StationMode::classroom};
    test::DemoStation kiosk{server, 102, domain::StationMode::kiosk};
    REQUIRE(room.settle());  // only with the facts does the journal know that homework for a class is public
    room.write({room.absence(server.school.belov, "Н"), room.homework("§ 4, № 12")}, server.teacher);
    REQUIRE(room.settle());
    REQUIRE(kiosk.settle());
    CHECK(kiosk.replica->rejected.empty());
    const auto due = kiosk.journal->read().homework_due(test::date(2026, 9, 1), test::date(2026, 9, 30));
    REQUIRE(due);
    REQUIRE(due->size() == 1);
    REQUIRE(due->front().cell.accepted);
    CHECK(due->front().cell.accepted->act->text == "§ 4, № 12");
    const auto facts = kiosk.journal->facts();
    REQUIRE(facts);
    CHECK((*facts)->lessons_on(test::date(2026, 9, 15)).size() >= 2);
    CHECK((*facts)->members(server.school.class_7b, test::date(2026, 9, 15)).empty());
    CHECK_FALSE(kiosk.replica->access);

    // Not a byte of a pupil's name or id, of an absence, of a session.
    auto asked = kiosk.request();
    const auto page = kiosk.post(asked);
    REQUIRE(page);
    CHECK(page->changes.sessions.empty());
    const Bytes bytes = wire::encode(*page);
    const std::string_view text = as_text(bytes);
    for (const PersonId& pupil : {server.school.belov, server.school.abdurahmanova, server.school.newcomer})
        CHECK(text.find(as_text(pupil.view())) == std::string_view::npos);
    for (const char* word : {"Белов", "Абдурахманова", "Яковлев"}) CHECK(text.find(word) == std::string_view::npos);
    CHECK(text.find("Кузнецова") != std::string_view::npos);
    CHECK(text.find("§ 4, № 12") != std::string_view::npos);
    for (const entry::SealedBatch& batch : page->changes.batches)
        for (const entry::Record& record : batch.records) {
            const auto header = entry::decode_header(record.header);
            REQUIRE(header);
            CHECK(header->audience == domain::Audience::everyone);
        }
}

TEST_CASE("exchange: a kiosk is not woken by what is not for it", "[sync][exchange][kiosk]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation room{server, 101, domain::StationMode::classroom};
    test::DemoStation kiosk{server, 102, domain::StationMode::kiosk};
    REQUIRE(room.settle());
    REQUIRE(kiosk.settle());
    REQUIRE(kiosk.run_until([&] { return server.core->waiting().count() == 1; }));
    const auto before = kiosk.replica->arrivals;
    room.write({room.absence(server.school.belov, "Н")}, server.teacher);
    room.session->wake();
    REQUIRE(room.run_until([&] { return attendance_marks(room) == 1; }));
    room.write({room.homework("§ 5")}, server.teacher);
    room.session->wake();
    REQUIRE(kiosk.run_until([&] {
        room.session->step(10ms);
        return kiosk.replica->arrivals > before;
    }));
    const auto due = kiosk.journal->read().homework_due(test::date(2026, 9, 1), test::date(2026, 9, 30));
    REQUIRE(due);
    CHECK(due->size() == 1);  // the first thing that came was the homework
}

TEST_CASE("exchange: a server that is gone and back loses nothing, and the station comes back by itself",
          "[sync][exchange][restart]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    for (int round = 0; round < 3; ++round) {
        station.write({station.absence(server.school.belov, round % 2 == 0 ? "Н" : "Б")}, server.teacher);
        server.stop();
        station.session->wake();
        // A request on its way is cut off first; those after it find nobody.
        REQUIRE(station.run_until([&] { return station.session->status().trouble == Trouble::connection_refused; }));
        CHECK_FALSE(station.session->status().online);
        station.write({station.absence(server.school.abdurahmanova, "Н")}, server.teacher);
        server.start();
        REQUIRE(station.run_until([&] { return station.session->status().online; }));
        REQUIRE(station.settle());
        CHECK(test::equal_to_server(station));
    }
}

TEST_CASE("session: why the server is out of reach has a name, nothing is lost, and the right one is found again",
          "[sync][session]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    const auto good = station.endpoint;
    const auto trouble_with = [&](const client::Endpoint& endpoint) {
        station.endpoint = endpoint;
        station.connect();
        station.write({station.absence(server.school.belov, "Н")}, server.teacher);
        REQUIRE(station.run_until([&] { return station.session->status().trouble != Trouble::none; }));
        CHECK_FALSE(station.session->status().online);
        return station.session->status().trouble;
    };
    auto endpoint = good;
    endpoint.authority_pem = test::demo_authority("Other").certificate().pem();
    CHECK(trouble_with(endpoint) == Trouble::other_authority);
    endpoint = good;
    endpoint.urls = {"https://zvonok-nowhere.invalid:1"};
    CHECK(trouble_with(endpoint) == Trouble::name_unknown);
    endpoint = good;
    endpoint.key = server.tls.station(server.port(), server.dir / "other", server.tls.station_authority).key;
    CHECK(trouble_with(endpoint) == Trouble::own_certificate);
    endpoint = server.tls.station(server.port(), server.dir / "unknown", server.tls.station_authority);
    CHECK(trouble_with(endpoint) == Trouble::not_admitted);

    // The first of two addresses is wrong: the second is found.
    station.endpoint = good;
    station.endpoint.urls = {"https://zvonok-nowhere.invalid:1", good.urls.front()};
    station.connect();
    REQUIRE(station.settle());
    CHECK(test::equal_to_server(station));
    const auto history = station.journal->unsent();
    REQUIRE(history);
    CHECK(history->batches.empty());
}

TEST_CASE("session: a clock that somebody set is told, and what was written by it is held", "[sync][session][clock]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    REQUIRE(station.session->status().clock_ahead);
    CHECK(std::chrono::abs(*station.session->status().clock_ahead) < 1s);

    station.clock.step_wall(-24h);
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    REQUIRE(station.settle());
    CHECK(*station.session->status().clock_ahead < -23h);
    const auto items = station.journal->read().attention_of(server.school.teacher);
    REQUIRE(items);
    REQUIRE(items->size() == 1);
    CHECK(items->front().outcome == Outcome::held);
    CHECK(items->front().rule == domain::rule::clock_doubt);
}
