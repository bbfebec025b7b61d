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

// Tables of their own beside those of step 2, which its programs go on filling when they open the file again.
constexpr const char* whole_journal = R"sql(
CREATE TABLE lesson_attendance(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    addressee BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    code TEXT,
    late_minutes INTEGER,
    PRIMARY KEY(school, load, day, ordinal, addressee, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_attendance_added ON lesson_attendance(school, of_load, date) WHERE of_load IS NOT NULL;
CREATE INDEX lesson_attendance_by_person ON lesson_attendance(school, addressee, date);

CREATE TABLE absence_reasons(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    addressee BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    code TEXT,
    note TEXT,
    document BLOB,
    PRIMARY KEY(school, load, day, ordinal, addressee, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX absence_reasons_added ON absence_reasons(school, of_load, date) WHERE of_load IS NOT NULL;
CREATE INDEX absence_reasons_by_person ON absence_reasons(school, addressee, date);

CREATE TABLE lesson_topics(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    text TEXT,
    plan_item BLOB,
    rich INTEGER,
    PRIMARY KEY(school, load, day, ordinal, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_topics_added ON lesson_topics(school, of_load, date) WHERE of_load IS NOT NULL;

CREATE TABLE lesson_homework(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    addressee BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    text TEXT,
    ways INTEGER,
    due_load BLOB,
    due_day INTEGER,
    due_ordinal INTEGER,
    due_unplanned BLOB,
    rich INTEGER,
    PRIMARY KEY(school, load, day, ordinal, addressee, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_homework_added ON lesson_homework(school, of_load, date) WHERE of_load IS NOT NULL;
CREATE INDEX lesson_homework_by_due ON lesson_homework(school, due_day);
CREATE INDEX lesson_homework_by_person ON lesson_homework(school, addressee, date);

CREATE TABLE works(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    work TEXT NOT NULL,
    work_ordinal INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    theme TEXT,
    number INTEGER,
    weight_percent INTEGER,
    points INTEGER,
    done_day INTEGER,
    withdrawn INTEGER,
    PRIMARY KEY(school, load, day, ordinal, work, work_ordinal, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX works_added ON works(school, of_load, date) WHERE of_load IS NOT NULL;

CREATE TABLE marks(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    addressee BLOB NOT NULL,
    work TEXT NOT NULL,
    work_ordinal INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    value TEXT,
    comment TEXT,
    points INTEGER,
    done_day INTEGER,
    rich INTEGER,
    PRIMARY KEY(school, load, day, ordinal, addressee, work, work_ordinal, attempt, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_added ON marks(school, of_load, date) WHERE of_load IS NOT NULL;
CREATE INDEX marks_by_person ON marks(school, addressee, date);

CREATE TABLE period_marks(
    school INTEGER NOT NULL,
    addressee BLOB NOT NULL,
    subject BLOB NOT NULL,
    period BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    value TEXT,
    comment TEXT,
    PRIMARY KEY(school, addressee, subject, period, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX period_marks_by_period ON period_marks(school, period, subject);

CREATE TABLE register(
    school INTEGER NOT NULL,
    cell BLOB NOT NULL,
    layer INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    saved_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    rule TEXT NOT NULL,
    versions INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    load BLOB,
    date INTEGER,
    addressee BLOB,
    person BLOB,
    at_ms INTEGER NOT NULL,
    state INTEGER,
    PRIMARY KEY(school, cell, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_by_time ON register(school, kind, at_ms);
CREATE INDEX register_by_addressee ON register(school, kind, addressee, at_ms) WHERE addressee IS NOT NULL;
CREATE INDEX register_by_date ON register(school, kind, date) WHERE date IS NOT NULL;
CREATE INDEX register_by_load ON register(school, load, date) WHERE load IS NOT NULL;
CREATE INDEX register_by_author ON register(school, author, kind, at_ms) WHERE kind > 14;
CREATE INDEX register_by_person ON register(school, person, kind, at_ms) WHERE person IS NOT NULL;
CREATE INDEX register_pending ON register(school, kind) WHERE layer = 1;

CREATE TABLE lesson_contents(
    school INTEGER NOT NULL,
    load BLOB NOT NULL,
    day INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    date INTEGER NOT NULL,
    of_load BLOB,
    of_ordinal INTEGER,
    accepted INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    PRIMARY KEY(school, load, day, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_contents_added ON lesson_contents(school, of_load, date) WHERE of_load IS NOT NULL;
CREATE INDEX lesson_contents_by_date ON lesson_contents(school, date);

CREATE TABLE noted(
    school INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    kind INTEGER NOT NULL,
    load BLOB,
    date INTEGER NOT NULL,
    saved_ms INTEGER NOT NULL,
    notes TEXT NOT NULL,
    PRIMARY KEY(school, log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX noted_by_date ON noted(school, date);

CREATE TABLE based(
    school INTEGER NOT NULL,
    basis BLOB NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY(school, basis, log, seq)
) STRICT, WITHOUT ROWID;

ALTER TABLE verdicts ADD COLUMN notes TEXT;

CREATE TABLE refused_batches(
    school INTEGER NOT NULL,
    log INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY(school, log, first)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* diary_visits = R"sql(
CREATE TABLE visits(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    school INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
)sql";

/// What neighbours passed on: not records, until the server has them.
constexpr const char* relay = R"sql(
CREATE TABLE carried(
    key INTEGER PRIMARY KEY,
    school INTEGER NOT NULL,
    name BLOB NOT NULL,
    parcel BLOB NOT NULL,
    log INTEGER,
    first INTEGER,
    last INTEGER,
    delivered INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    UNIQUE(school, name)
) STRICT;

CREATE TABLE carried_doubts(
    school INTEGER NOT NULL,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY(school, log, seq)
) STRICT, WITHOUT ROWID;
)sql";

constexpr sqlite::Migration steps[] = {
    {1, records, 1}, {2, projection, 1}, {3, whole_journal, 1}, {4, diary_visits, 1}, {5, relay, 1}};

}  // namespace

std::span<const sqlite::Migration> migrations() {
    return steps;
}

}  // namespace zvonok::journal
