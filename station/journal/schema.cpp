#include "station/journal/schema.hpp"

namespace zvonok::journal {

namespace {

constexpr const char* records = R"sql(
CREATE TABLE schools(key INTEGER PRIMARY KEY, school BLOB NOT NULL UNIQUE) STRICT;

CREATE TABLE replica(
    school INTEGER PRIMARY KEY,
    projection INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL DEFAULT 1,
    purge_due INTEGER NOT NULL DEFAULT 0,
    epoch BLOB,
    cursor INTEGER NOT NULL DEFAULT 0,
    life BLOB,
    former_life BLOB,
    machine BLOB,
    clock_order INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE logs(
    key INTEGER PRIMARY KEY,
    school INTEGER NOT NULL,
    log BLOB NOT NULL,
    source INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    expected INTEGER NOT NULL DEFAULT 0,
    UNIQUE(school, log)
) STRICT;

CREATE TABLE seals(
    school INTEGER NOT NULL,
    log INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    content BLOB NOT NULL,
    signature BLOB NOT NULL,
    salt_seed BLOB NOT NULL,
    PRIMARY KEY(school, log, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries(
    school INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    cell BLOB NOT NULL,
    kind INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    header BLOB NOT NULL,
    body BLOB,
    salt BLOB,
    path BLOB,
    PRIMARY KEY(school, log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_cell ON entries(school, cell);
CREATE INDEX entries_of_facts ON entries(school, log, seq) WHERE kind = 4;
CREATE INDEX entries_of_verdicts ON entries(school, log, seq) WHERE kind = 5;

CREATE TABLE sessions(
    school INTEGER NOT NULL,
    session BLOB NOT NULL,
    statement BLOB NOT NULL,
    signature BLOB NOT NULL,
    certificate BLOB NOT NULL,
    PRIMARY KEY(school, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE time_tokens(
    school INTEGER NOT NULL,
    token BLOB NOT NULL,
    content BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY(school, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE clock(
    school INTEGER PRIMARY KEY,
    token BLOB,
    boot BLOB NOT NULL,
    anchor_ms INTEGER,
    anchor_since_boot_ms INTEGER,
    reference_offset_ms INTEGER NOT NULL,
    stepped INTEGER NOT NULL,
    high_water_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE clock_steps(
    school INTEGER NOT NULL,
    noticed_ms INTEGER NOT NULL,
    boot BLOB NOT NULL,
    since_boot_ms INTEGER NOT NULL,
    moved_ms INTEGER NOT NULL,
    PRIMARY KEY(school, noticed_ms, since_boot_ms)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* projection = R"sql(
CREATE TABLE verdicts(
    school INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    by_order INTEGER NOT NULL,
    by_log BLOB NOT NULL,
    by_seq INTEGER NOT NULL,
    PRIMARY KEY(school, log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendance(
    school INTEGER NOT NULL,
    lesson BLOB NOT NULL,
    pupil BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    code TEXT,
    PRIMARY KEY(school, lesson, pupil, layer)
) STRICT, WITHOUT ROWID;

CREATE TABLE topics(
    school INTEGER NOT NULL,
    lesson BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    text TEXT,
    plan_item BLOB,
    PRIMARY KEY(school, lesson, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_by_load ON topics(school, load, day);

CREATE TABLE homework(
    school INTEGER NOT NULL,
    lesson BLOB NOT NULL,
    addressee BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    unplanned BLOB NOT NULL,
    text TEXT,
    ways INTEGER,
    due_load BLOB,
    due_day INTEGER,
    due_ordinal INTEGER,
    due_unplanned BLOB,
    PRIMARY KEY(school, lesson, addressee, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX homework_by_due ON homework(school, due_day);

CREATE TABLE attention(
    school INTEGER NOT NULL,
    author BLOB NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    cell BLOB NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    settled INTEGER NOT NULL,
    PRIMARY KEY(school, author, log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflicts(
    school INTEGER NOT NULL,
    cell BLOB NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    PRIMARY KEY(school, cell, log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE newer(
    school INTEGER NOT NULL,
    cell BLOB NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    PRIMARY KEY(school, cell, log, seq)
) STRICT, WITHOUT ROWID;
)sql";

constexpr sqlite::Migration steps[] = {{1, records, 1}, {2, projection, 1}};

}  // namespace

std::span<const sqlite::Migration> migrations() {
    return steps;
}

}  // namespace zvonok::journal
