#pragma once

#include "station/crypto/random.hpp"
#include "station/journal/journal.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <random>

/// A school with a server and stations, as far as journals are concerned: real seals, real statements, no cards.
namespace zvonok::test {

inline const SchoolId school{{0x5c, 1}};
inline const LocalDay monday{std::chrono::local_days{std::chrono::year{2026} / 9 / 14}};

inline PersonId person(int n) {
    PersonId id;
    id.bytes[0] = 0x90;
    id.bytes[15] = static_cast<std::uint8_t>(n);
    return id;
}
inline GroupId group(int n) {
    GroupId id;
    id.bytes[0] = 0x60;
    id.bytes[15] = static_cast<std::uint8_t>(n);
    return id;
}
inline domain::LessonKey lesson(int n, LocalDay day = monday) {
    domain::LessonKey key;
    key.load.bytes[0] = 0x10;
    key.load.bytes[15] = static_cast<std::uint8_t>(n);
    key.day = day;
    return key;
}
inline LessonId lesson_id(int n) {
    return entry::lesson_id(school, lesson(n));
}

/// A lesson that no timetable knows, described as one of a load.
inline domain::LessonKey added_lesson(int n, int load, LocalDay day = monday, int ordinal = 1) {
    domain::LessonKey key = lesson(load, day);
    key.ordinal = ordinal;
    key.unplanned.bytes[0] = 0xad;
    key.unplanned.bytes[15] = static_cast<std::uint8_t>(n);
    return key;
}
inline EntityId entity(int n) {
    EntityId id;
    id.bytes[0] = 0xe0;
    id.bytes[15] = static_cast<std::uint8_t>(n);
    return id;
}
inline domain::Cell mark_cell(domain::LessonKey key, int pupil, std::string work, int attempt = 1) {
    domain::Cell cell{domain::CellKind::mark, key, entity_of(person(pupil))};
    cell.work = std::move(work);
    cell.ordinal = 1;
    cell.attempt = attempt;
    return cell;
}
inline domain::Cell work_cell(domain::LessonKey key, std::string work) {
    domain::Cell cell{domain::CellKind::work, key, {}};
    cell.work = std::move(work);
    cell.ordinal = 1;
    return cell;
}
inline domain::Cell period_cell(int pupil, int subject, int period) {
    domain::Cell cell{domain::CellKind::period_mark, {}, entity_of(person(pupil))};
    cell.subject = entity(subject);
    cell.period = entity(period);
    return cell;
}
inline domain::Cell about(domain::CellKind kind, EntityId addressee) {
    return {kind, {}, addressee};
}

inline journal::Draft attendance(int lesson_number, int pupil, std::string code) {
    return {{domain::CellKind::attendance, lesson(lesson_number), entity_of(person(pupil))},
            domain::Attendance{std::move(code)}};
}
inline journal::Draft topic(int lesson_number, std::string text) {
    return {{domain::CellKind::topic, lesson(lesson_number), {}}, domain::Topic{std::move(text), {}}};
}
inline journal::Draft homework(int lesson_number, int group_number, std::string text, LocalDay due) {
    return {{domain::CellKind::homework, lesson(lesson_number), entity_of(group(group_number))},
            domain::Homework{std::move(text), domain::HomeworkWay::written, lesson(lesson_number, due)}};
}

/// A log being written with a key; what came out of it can be given to anybody.
struct LogWriter {
    explicit LogWriter(crypto::SigningKey with) : key(std::move(with)), tip{crypto::random_id<LogId>(), 0, {}} {}

    entry::SealedBatch seal(std::vector<entry::Draft> drafts, entry::Signer signer, SessionId session) {
        auto batch = entry::seal_entries(school, tip, std::move(drafts), key, signer, session);
        tip.last += batch.records.size();
        tip.previous = entry::seal_hash(batch.seal.content);
        return batch;
    }
    crypto::SigningKey key;
    entry::LogTip tip;
};

/// The server as a writer of facts and verdicts.
struct ServerLog {
    ServerLog() : writer(crypto::SigningKey::generate()) {}

    entry::SealedBatch verdict(const entry::EntryId& on, domain::Outcome outcome, std::string rule = {},
                               std::vector<std::string> notes = {}) {
        entry::Draft draft;
        draft.header.order = ++order;
        draft.header.role = domain::Role::server;
        draft.header.kind = domain::CellKind::verdict;
        draft.header.cell = entry::verdict_cell(school, on);
        draft.body = entry::Verdict{on, outcome, std::move(rule), std::move(notes)};
        return writer.seal({std::move(draft)}, entry::Signer::server, {});
    }
    /// What the server itself writes: visits.
    entry::SealedBatch writes(entry::Writing writing) {
        entry::Draft draft;
        draft.header.order = ++order;
        draft.header.role = domain::Role::server;
        draft.header.kind = writing.cell.kind;
        draft.header.cell = entry::cell_id(school, writing.cell);
        draft.body = std::move(writing);
        return writer.seal({std::move(draft)}, entry::Signer::server, {});
    }
    entry::SealedBatch fact(domain::Fact fact) { return facts({std::move(fact)}); }
    entry::SealedBatch facts(std::vector<domain::Fact> facts) {
        std::vector<entry::Draft> drafts;
        for (domain::Fact& fact : facts) {
            entry::Draft draft;
            draft.header.order = ++order;
            draft.header.role = domain::Role::server;
            draft.header.kind = domain::CellKind::fact;
            draft.header.cell = entry::fact_cell(school, fact.entity);
            draft.body = entry::RecordedFact{++version, std::move(fact)};
            drafts.push_back(std::move(draft));
        }
        return writer.seal(std::move(drafts), entry::Signer::server, {});
    }
    LogWriter writer;
    std::uint64_t order = 1;
    domain::FactVersion version = 0;
};

inline domain::Fact group_fact(int n, std::string name) {
    domain::Fact fact;
    fact.entity = entity_of(group(n));
    fact.from = monday;
    fact.value = domain::Group{domain::GroupKind::school_class, std::move(name), {}, 7};
    return fact;
}

/// A session of one person on one log, with its proof.
struct TestSession {
    TestSession(PersonId of, LogId log, StationId station = {}) : person(of), key(crypto::SigningKey::generate()) {
        entry::SessionStatement statement;
        statement.school = school;
        statement.session = id = crypto::random_id<SessionId>();
        statement.person = of;
        statement.station = station;
        statement.log = log;
        statement.session_key = key.public_key();
        statement.until = Instant{std::chrono::hours{24 * 365 * 100}};
        proof.certificate = crypto::random_bytes(40);
        statement.certificate = crypto::sha256(proof.certificate);
        proof.statement = entry::encode(statement);
        proof.signature = crypto::random_bytes(64);
    }
    [[nodiscard]] journal::Pen pen() const { return {person, domain::Role::teacher, id, key}; }

    PersonId person;
    SessionId id;
    crypto::SigningKey key;
    entry::SessionProof proof;
};

inline StationId station(int n) {
    StationId id;
    id.bytes[0] = 0x57;
    id.bytes[15] = static_cast<std::uint8_t>(n);
    return id;
}

inline journal::Options options(const ServerLog& server, int station_number = 1) {
    journal::Options options;
    options.school = school;
    options.station = station(station_number);
    options.server_keys = {server.writer.key.public_key()};
    return options;
}

inline journal::Journal open(const std::filesystem::path& path, const journal::Options& options) {
    auto opened = journal::Journal::open(path, options);
    if (!opened) FAIL("journal does not open: " << describe(opened.error()));
    return std::move(opened->journal);
}

inline TestSession begin(journal::Journal& journal, PersonId who, int station_number = 1) {
    TestSession session{who, journal.log(), station(station_number)};
    REQUIRE(journal.begin_session(session.proof));
    return session;
}

inline journal::Receipt write(journal::Journal& journal, const TestSession& session, const journal::Draft& draft,
                              const Clock& clock) {
    auto written = journal.write(std::span{&draft, 1}, session.pen(), clock);
    if (!written) FAIL("not written: " << describe(written.error()));
    return written->receipts.front();
}

inline const EpochId epoch{{0xe0}};

/// An answer that continues from wherever the journal is.
inline journal::Incoming incoming(const journal::Journal& journal, std::vector<entry::SealedBatch> batches) {
    journal::Incoming answer;
    answer.epoch = epoch;
    answer.after = journal.position().cursor;
    answer.cursor = answer.after + batches.size();
    answer.batches = std::move(batches);
    return answer;
}

inline journal::Applied apply(journal::Journal& journal, const journal::Incoming& answer, const Clock& clock) {
    auto applied = journal.apply(answer, clock);
    if (!applied) FAIL("not applied: " << describe(applied.error()));
    return std::move(*applied);
}

inline ManualClock school_clock() {
    return ManualClock{parse_instant("2026-09-14T06:00:00Z").value()};
}

}  // namespace zvonok::test
