#include "sync/server/postgres_schema.hpp"

#include <span>

namespace zvonok::sync::server::postgres {

namespace {

/// As sqlite::Migration: steps are never changed once released; `oldest_reader` is the oldest step number that a
/// program must know to work on the database from now on.
struct Migration {
    std::int64_t number;
    const char* sql;
    std::int64_t oldest_reader;
};

constexpr const char* log_and_registry = R"sql(
CREATE TABLE directory(
    kind smallint NOT NULL,
    key bytea NOT NULL,
    school uuid NOT NULL,
    PRIMARY KEY(kind, key)
);

CREATE TABLE schools(
    school uuid NOT NULL PRIMARY KEY,
    epoch uuid NOT NULL,
    cursor bigint NOT NULL DEFAULT 0,
    public_cursor bigint NOT NULL DEFAULT 0,
    facts_cursor bigint NOT NULL DEFAULT 0,
    server_order bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE logs(
    school uuid NOT NULL,
    log uuid NOT NULL,
    station uuid,
    last bigint NOT NULL DEFAULT 0,
    seal_hash bytea,
    PRIMARY KEY(school, log)
) WITH (fillfactor = 70);
CREATE INDEX logs_by_station ON logs(school, station);

CREATE TABLE batches(
    school uuid NOT NULL,
    cursor bigint NOT NULL,
    log uuid NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    public boolean NOT NULL,
    facts boolean NOT NULL,
    bytes bigint NOT NULL,
    session uuid,
    seal_hash bytea NOT NULL,
    content bytea NOT NULL,
    signature bytea NOT NULL,
    salt_seed bytea NOT NULL,
    PRIMARY KEY(school, cursor),
    UNIQUE(school, log, first)
);
CREATE INDEX batches_public ON batches(school, cursor) WHERE public;
CREATE INDEX batches_facts ON batches(school, cursor) WHERE facts;

CREATE TABLE records(
    school uuid NOT NULL,
    log uuid NOT NULL,
    seq bigint NOT NULL,
    header bytea NOT NULL,
    body bytea,
    salt bytea,
    PRIMARY KEY(school, log, seq)
);

CREATE TABLE sessions(
    school uuid NOT NULL,
    session uuid NOT NULL,
    station uuid NOT NULL,
    person uuid NOT NULL,
    from_ms bigint NOT NULL,
    until_ms bigint NOT NULL,
    cursor bigint,
    proof bytea NOT NULL,
    PRIMARY KEY(school, session)
);

CREATE TABLE refusals(
    school uuid NOT NULL,
    log uuid NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    seal_hash bytea NOT NULL,
    rule text NOT NULL,
    noticed_ms bigint NOT NULL,
    PRIMARY KEY(school, log, last, seal_hash)
);

CREATE TABLE losses(
    school uuid NOT NULL,
    log uuid NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY(school, log, last)
);

CREATE TABLE stations(
    school uuid NOT NULL,
    station uuid NOT NULL,
    mode bigint NOT NULL,
    name text NOT NULL,
    revoked_ms bigint,
    PRIMARY KEY(school, station)
);

CREATE TABLE certificates(
    school uuid NOT NULL,
    fingerprint bytea NOT NULL,
    station uuid NOT NULL,
    issued_ms bigint NOT NULL,
    PRIMARY KEY(school, fingerprint)
);
CREATE INDEX certificates_by_station ON certificates(school, station);

CREATE TABLE tokens(
    school uuid NOT NULL,
    hash bytea NOT NULL,
    station uuid NOT NULL,
    expires_ms bigint NOT NULL,
    used_ms bigint,
    used_by bytea,
    PRIMARY KEY(school, hash)
);

CREATE TABLE staff_authorities(
    school uuid NOT NULL,
    fingerprint bytea NOT NULL,
    certificate bytea NOT NULL,
    PRIMARY KEY(school, fingerprint)
);

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['schools', 'logs', 'batches', 'records', 'sessions', 'refusals', 'losses', 'stations',
                                'certificates', 'tokens', 'staff_authorities'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_school ON %I '
                       'USING (school = nullif(current_setting(''zvonok.school'', true), '''')::uuid)', name);
    END LOOP;
END $$;
)sql";

// What the logs of schools that were there before come to is gone through once by the program: they alone get the first
// of the two defaults, which row-level security could not keep apart by an update.
constexpr const char* docket = R"sql(
CREATE TABLE answered(
    school uuid NOT NULL,
    cell bytea NOT NULL,
    PRIMARY KEY(school, cell)
);

CREATE TABLE held(
    school uuid NOT NULL,
    log uuid NOT NULL,
    seq bigint NOT NULL,
    rule text NOT NULL,
    clock bigint NOT NULL,
    framing boolean NOT NULL,
    entry_order bigint NOT NULL,
    judged bigint NOT NULL,
    PRIMARY KEY(school, log, seq)
);
CREATE INDEX held_by_judged ON held(school, judged);
CREATE INDEX held_framing ON held(school, entry_order) WHERE framing;

ALTER TABLE schools ADD COLUMN docketed boolean NOT NULL DEFAULT false;
ALTER TABLE schools ALTER COLUMN docketed SET DEFAULT true;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['answered', 'held'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_school ON %I '
                       'USING (school = nullif(current_setting(''zvonok.school'', true), '''')::uuid)', name);
    END LOOP;
END $$;
)sql";

constexpr const char* written_lessons = R"sql(
CREATE TABLE written(
    school uuid NOT NULL,
    lesson bytea NOT NULL,
    PRIMARY KEY(school, lesson)
);
ALTER TABLE written ENABLE ROW LEVEL SECURITY;
ALTER TABLE written FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON written USING (school = nullif(current_setting('zvonok.school', true), '')::uuid);

ALTER TABLE schools DROP COLUMN docketed;
ALTER TABLE schools ADD COLUMN docketed boolean NOT NULL DEFAULT false;
ALTER TABLE schools ALTER COLUMN docketed SET DEFAULT true;
)sql";

constexpr Migration steps[] = {{1, log_and_registry, 1}, {2, docket, 2}, {3, written_lessons, 3}};
constexpr std::int64_t ours = std::span{steps}.back().number;

/// Any number that no other program locks; "ZvP1".
constexpr const char* one_at_a_time = "SELECT pg_advisory_xact_lock(1517703217)";

constexpr Statement can_look_past{
    "can_look_past", "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user"};
// The rows of the catalogue: to_regclass() would ask a cache that knows nothing of what another process has just made.
constexpr Statement is_new{"is_new",
                           "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
                           "ON n.oid = c.relnamespace WHERE n.nspname = 'zvonok' AND c.relname = 'migrations')"};
constexpr Statement last_step{
    "last_step", "SELECT coalesce(max(number), 0), coalesce(max(oldest_reader), 0) FROM zvonok.migrations"};
constexpr Statement note_step{"note_step", "INSERT INTO zvonok.migrations(number, oldest_reader) VALUES ($1, $2)"};

Result<bool> flag(Connection& connection, const Statement& statement) {
    const auto answers = connection.exchange({{statement}});
    if (!answers) return tl::unexpected(answers.error());
    bool value = false;
    const auto read = answers->front().each([&](Row& row) { value = row.flag(0); });
    if (!read) return tl::unexpected(read.error());
    return value;
}

struct State {
    std::int64_t number = 0, oldest_reader = 0;
};

Result<State> state_of(Connection& connection) {
    const auto fresh = flag(connection, is_new);
    if (!fresh) return tl::unexpected(fresh.error());
    State state;
    if (*fresh) return state;
    const auto answers = connection.exchange({{last_step}});
    if (!answers) return tl::unexpected(answers.error());
    const auto read = answers->front().each([&](Row& row) { state = {row.integer(0), row.integer(1)}; });
    if (!read) return tl::unexpected(read.error());
    if (state.oldest_reader > ours) return fail(FaultKind::refused, "the database is of a newer program");
    return state;
}

Result<void> migrate(Connection& connection) {
    if (auto locked = connection.script(one_at_a_time); !locked) return locked;
    const auto state = state_of(connection);
    if (!state) return tl::unexpected(state.error());
    if (state->number == 0) {
        auto made = connection.script(
            "CREATE SCHEMA IF NOT EXISTS zvonok; CREATE TABLE zvonok.migrations(number bigint NOT NULL PRIMARY KEY, "
            "oldest_reader bigint NOT NULL)");
        if (!made) return made;
    }
    for (const Migration& step : steps) {
        if (step.number <= state->number) continue;
        if (auto ran = connection.script(step.sql); !ran) return ran;
        const auto noted = connection.exchange({{note_step, Values::of(step.number, step.oldest_reader)}});
        if (!noted) return tl::unexpected(noted.error());
    }
    return {};
}

}  // namespace

std::int64_t newest_schema() {
    return ours;
}

Result<void> prepare_database(Connection& connection) {
    const auto past = flag(connection, can_look_past);
    if (!past) return tl::unexpected(past.error());
    if (*past)
        return fail(FaultKind::refused,
                    "the role is a superuser or bypasses row-level security: give the server a role of its own");
    const auto state = state_of(connection);
    if (!state) return tl::unexpected(state.error());
    if (state->number >= ours) return {};
    if (auto begun = connection.script("BEGIN"); !begun) return begun;
    auto migrated = migrate(connection);
    if (migrated) return connection.script("COMMIT");
    if (connection.usable()) static_cast<void>(connection.script("ROLLBACK"));
    return migrated;
}

}  // namespace zvonok::sync::server::postgres
