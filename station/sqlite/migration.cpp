#include "station/sqlite/migration.hpp"

namespace zvonok::sqlite {

namespace {
struct State {
    std::int64_t kind = 0;
    std::int64_t number = 0;
    std::int64_t oldest_reader = 0;
    bool empty = true;
};

Result<State> state_of(Database& database) {
    State state;
    const auto kind = database.integer("PRAGMA application_id");
    if (!kind) return tl::unexpected(kind.error());
    const auto number = database.integer("PRAGMA user_version");
    if (!number) return tl::unexpected(number.error());
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tl::unexpected(tables.error());
    state = {*kind, *number, 0, *tables == 0};
    if (state.number > 0) {
        const auto oldest = database.integer("SELECT max(oldest_reader) FROM migrations");
        if (!oldest) return tl::unexpected(oldest.error());
        state.oldest_reader = *oldest;
    }
    return state;
}

Result<void> apply(Database& database, const Migration& step) {
    if (auto ran = database.script(step.sql); !ran) return ran;
    auto note = database.prepare("INSERT INTO migrations(number, oldest_reader) VALUES (?, ?)");
    if (!note) return tl::unexpected(note.error());
    return note->run(step.number, step.oldest_reader);
}
}  // namespace

Result<int> migrate(Database& database, std::uint32_t kind, std::span<const Migration> steps) {
    const int ours = steps.empty() ? 0 : steps.back().number;
    const auto before = state_of(database);
    if (!before) return tl::unexpected(before.error());
    if (!before->empty && before->kind != static_cast<std::int64_t>(kind))
        return fail(FaultKind::refused, "the file belongs to another program");
    if (before->number > ours) {
        if (before->oldest_reader > ours)
            return fail(FaultKind::refused, "the file was changed by a newer program: it is at step " +
                                                std::to_string(before->number) + ", this program knows " +
                                                std::to_string(ours));
        return static_cast<int>(before->number);
    }
    if (before->number == ours && !before->empty) return ours;

    auto transaction = Transaction::begin(database);
    if (!transaction) return tl::unexpected(transaction.error());
    // Another process may have migrated between the look and the lock.
    const auto locked = state_of(database);
    if (!locked) return tl::unexpected(locked.error());
    if (locked->number != before->number) return fail(FaultKind::busy, "another process migrates the file");
    if (locked->empty) {
        const std::string first =
            "CREATE TABLE migrations(number INTEGER PRIMARY KEY, oldest_reader INTEGER NOT NULL) "
            "STRICT; PRAGMA application_id=" +
            std::to_string(kind);
        if (auto made = database.script(first); !made) return tl::unexpected(made.error());
    }
    for (const Migration& step : steps) {
        if (step.number <= locked->number) continue;
        if (auto applied = apply(database, step); !applied) return tl::unexpected(applied.error());
    }
    if (auto set = database.script("PRAGMA user_version=" + std::to_string(ours)); !set)
        return tl::unexpected(set.error());
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return ours;
}

}  // namespace zvonok::sqlite
