#include "station/sqlite/statement.hpp"

#include "station/base/overloaded.hpp"
#include "station/sqlite/fault.hpp"
#include "station/sqlite/tuning.hpp"

#include <sqlite3.h>

namespace zvonok::sqlite {

Row::Type Row::type(int column) const {
    switch (sqlite3_column_type(raw_, column)) {
        case SQLITE_INTEGER:
            return Type::integer;
        case SQLITE_TEXT:
            return Type::text;
        case SQLITE_BLOB:
            return Type::blob;
        case SQLITE_FLOAT:
            return Type::real;
        default:
            return Type::null;
    }
}

int Row::columns() const {
    return sqlite3_data_count(raw_);
}

std::int64_t Row::integer(int column) {
    if (sqlite3_column_type(raw_, column) == SQLITE_INTEGER) return sqlite3_column_int64(raw_, column);
    damaged_ = true;
    return 0;
}

std::string_view Row::text(int column) {
    if (sqlite3_column_type(raw_, column) != SQLITE_TEXT) {
        damaged_ = true;
        return {};
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw_, column));
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(raw_, column))};
}

ByteView Row::blob(int column) {
    if (sqlite3_column_type(raw_, column) != SQLITE_BLOB) {
        damaged_ = true;
        return {};
    }
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(raw_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw_, column));
    if (data == nullptr) return {};  // an empty blob
    return {data, size};
}

void Statement::Finalize::operator()(sqlite3_stmt* raw) const {
    sqlite3_finalize(raw);
}

IdleStatements::~IdleStatements() {
    for (const auto& [sql, raw] : statements_) sqlite3_finalize(raw);
}

sqlite3_stmt* IdleStatements::take(const std::string& sql) {
    const auto found = statements_.find(sql);
    if (found == statements_.end()) return nullptr;
    sqlite3_stmt* raw = found->second;
    statements_.erase(found);
    return raw;
}

void IdleStatements::give(const std::string& sql, sqlite3_stmt* raw) {
    if (statements_.size() < tuning::idle_statements)
        statements_.emplace(sql, raw);
    else
        sqlite3_finalize(raw);
}

Statement::~Statement() {
    if (!raw_) return;
    if (const auto idle = idle_.lock()) idle->give(sql_, raw_.release());
}

Result<bool> Statement::step() {
    const int rc = sqlite3_step(raw_.get());
    if (rc == SQLITE_ROW) return true;
    if (rc == SQLITE_DONE) return false;
    return fault_from(rc, sqlite3_db_handle(raw_.get()), name_);
}

void Statement::reset() {
    // The code that reset returns repeats the step's fault, which was told already.
    if (raw_) {
        sqlite3_reset(raw_.get());
        sqlite3_clear_bindings(raw_.get());
    }
}

Result<void> Statement::damaged() const {
    return fail(FaultKind::corrupt, name_ + ": a column of another type or length");
}

Result<void> Statement::be_ready(int values) {
    if (database_ == nullptr) return fail(FaultKind::bug, "a statement without a database");
    if (!raw_)
        if (const auto idle = idle_.lock()) raw_.reset(idle->take(sql_));
    if (!raw_) {
        sqlite3_stmt* raw = nullptr;
        const int rc = sqlite3_prepare_v3(database_, sql_.data(), static_cast<int>(sql_.size()),
                                          SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        if (rc != SQLITE_OK) return fault_from(rc, database_, name_);
        raw_.reset(raw);
    }
    const int wanted = sqlite3_bind_parameter_count(raw_.get());
    if (wanted == values) return {};
    return fail(FaultKind::bug, name_ + ": takes " + std::to_string(wanted) + " values, got " + std::to_string(values));
}

Result<void> Statement::run_with(std::span<const Value> values) {
    const Run run{*this};
    if (auto ready = be_ready(static_cast<int>(values.size())); !ready) return ready;
    int index = 0;
    for (const Value& value : values) {
        ++index;
        const auto bound = std::visit(Overloaded{
                                          [&](std::monostate) { return bind_null(index); },
                                          [&](std::int64_t number) { return bind_integer(index, number); },
                                          [&](std::string_view text) { return bind_text(index, text); },
                                          [&](ByteView blob) { return bind_blob(index, blob); },
                                      },
                                      value.value_);
        if (!bound) return bound;
    }
    for (;;) {
        const Result<bool> more = step();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return {};
    }
}

Result<void> Statement::bind_null(int index) {
    const int rc = sqlite3_bind_null(raw_.get(), index);
    if (rc != SQLITE_OK) return fault_from(rc, sqlite3_db_handle(raw_.get()), name_);
    return {};
}

Result<void> Statement::bind_integer(int index, std::int64_t value) {
    const int rc = sqlite3_bind_int64(raw_.get(), index, value);
    if (rc != SQLITE_OK) return fault_from(rc, sqlite3_db_handle(raw_.get()), name_);
    return {};
}

Result<void> Statement::bind_text(int index, std::string_view value) {
    // A null pointer would bind NULL, where an empty text is meant.
    const char* data = value.data() != nullptr ? value.data() : "";
    const int rc = sqlite3_bind_text64(raw_.get(), index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (rc != SQLITE_OK) return fault_from(rc, sqlite3_db_handle(raw_.get()), name_);
    return {};
}

Result<void> Statement::bind_blob(int index, ByteView value) {
    const int rc = value.empty() ? sqlite3_bind_zeroblob(raw_.get(), index, 0)
                                 : sqlite3_bind_blob64(raw_.get(), index, value.data(), value.size(), SQLITE_STATIC);
    if (rc != SQLITE_OK) return fault_from(rc, sqlite3_db_handle(raw_.get()), name_);
    return {};
}

}  // namespace zvonok::sqlite
