#include "sync/server/schema.hpp"

namespace zvonok::sync::server {

namespace {

constexpr const char* log_and_registry = R"sql(
CREATE TABLE schools(
    school BLOB NOT NULL PRIMARY KEY,
    epoch BLOB NOT NULL,
    cursor INTEGER NOT NULL DEFAULT 0,
    public_cursor INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE logs(
    school BLOB NOT NULL,
    log BLOB NOT NULL,
    station BLOB,
    last INTEGER NOT NULL DEFAULT 0,
    seal_hash BLOB,
    PRIMARY KEY(school, log)
) STRICT, WITHOUT ROWID;
CREATE INDEX logs_by_station ON logs(school, station);

CREATE TABLE batches(
    school BLOB NOT NULL,
    cursor INTEGER NOT NULL,
    log BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    public INTEGER NOT NULL,
    session BLOB,
    seal_hash BLOB NOT NULL,
    content BLOB NOT NULL,
    signature BLOB NOT NULL,
    salt_seed BLOB NOT NULL,
    PRIMARY KEY(school, cursor)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX batches_by_log ON batches(school, log, first);
CREATE INDEX batches_public ON batches(school, cursor) WHERE public = 1;

CREATE TABLE records(
    school BLOB NOT NULL,
    log BLOB NOT NULL,
    seq INTEGER NOT NULL,
    header BLOB NOT NULL,
    body BLOB,
    salt BLOB,
    PRIMARY KEY(school, log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions(
    school BLOB NOT NULL,
    session BLOB NOT NULL,
    station BLOB NOT NULL,
    person BLOB NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    cursor INTEGER,
    proof BLOB NOT NULL,
    PRIMARY KEY(school, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals(
    school BLOB NOT NULL,
    log BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    seal_hash BLOB NOT NULL,
    rule TEXT NOT NULL,
    noticed_ms INTEGER NOT NULL,
    PRIMARY KEY(school, log, last, seal_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE losses(
    school BLOB NOT NULL,
    log BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY(school, log, last)
) STRICT, WITHOUT ROWID;

CREATE TABLE stations(
    school BLOB NOT NULL,
    station BLOB NOT NULL,
    mode INTEGER NOT NULL,
    name TEXT NOT NULL,
    revoked_ms INTEGER,
    PRIMARY KEY(school, station)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificates(
    fingerprint BLOB NOT NULL PRIMARY KEY,
    school BLOB NOT NULL,
    station BLOB NOT NULL,
    issued_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_by_station ON certificates(school, station);

CREATE TABLE tokens(
    hash BLOB NOT NULL PRIMARY KEY,
    school BLOB NOT NULL,
    station BLOB NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_ms INTEGER,
    used_by BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_authorities(
    school BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    certificate BLOB NOT NULL,
    PRIMARY KEY(school, fingerprint)
) STRICT, WITHOUT ROWID;
)sql";

// Which earlier batches hold facts is not known to SQL: all are taken to.
constexpr const char* facts_and_order = R"sql(
ALTER TABLE schools ADD COLUMN facts_cursor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE schools ADD COLUMN server_order INTEGER NOT NULL DEFAULT 0;
UPDATE schools SET facts_cursor = cursor;
ALTER TABLE batches ADD COLUMN facts INTEGER NOT NULL DEFAULT 1;
CREATE INDEX batches_facts ON batches(school, cursor) WHERE facts = 1;
)sql";

// What the logs of schools that were there before come to is gone through once by the program.
constexpr const char* docket = R"sql(
CREATE TABLE answered(
    school BLOB NOT NULL,
    cell BLOB NOT NULL,
    PRIMARY KEY(school, cell)
) STRICT, WITHOUT ROWID;

CREATE TABLE held(
    school BLOB NOT NULL,
    log BLOB NOT NULL,
    seq INTEGER NOT NULL,
    rule TEXT NOT NULL,
    clock INTEGER NOT NULL,
    framing INTEGER NOT NULL,
    entry_order INTEGER NOT NULL,
    judged INTEGER NOT NULL,
    PRIMARY KEY(school, log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_by_judged ON held(school, judged);
CREATE INDEX held_framing ON held(school, entry_order) WHERE framing = 1;

ALTER TABLE schools ADD COLUMN docketed INTEGER NOT NULL DEFAULT 1;
UPDATE schools SET docketed = 0;
)sql";

constexpr const char* written_lessons = R"sql(
CREATE TABLE written(
    school BLOB NOT NULL,
    lesson BLOB NOT NULL,
    PRIMARY KEY(school, lesson)
) STRICT, WITHOUT ROWID;

UPDATE schools SET docketed = 0;
)sql";

constexpr sqlite::Migration steps[] = {
    {1, log_and_registry, 1}, {2, facts_and_order, 2}, {3, docket, 3}, {4, written_lessons, 4}};

}  // namespace

std::span<const sqlite::Migration> migrations() {
    return steps;
}

}  // namespace zvonok::sync::server
