#pragma once

#include "station/base/id.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <unordered_map>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace zvonok::sqlite {

/// The row that a running statement stands on; valid inside the callback that got it, and so is what it views.
///
/// A column that does not hold the type asked for is damage: the accessor answers with an empty value, and the
/// statement that runs ends with `corrupt` right after the callback.
class Row {
  public:
    enum class Type : std::uint8_t { null, integer, text, blob, real };
    [[nodiscard]] Type type(int column) const;
    [[nodiscard]] int columns() const;
    [[nodiscard]] bool is_null(int column) const { return type(column) == Type::null; }
    [[nodiscard]] std::int64_t integer(int column);
    [[nodiscard]] std::string_view text(int column);
    [[nodiscard]] ByteView blob(int column);
    [[nodiscard]] Bytes bytes(int column) { return copy(blob(column)); }

    template <class AnyId>
    [[nodiscard]] AnyId id(int column) {
        return AnyId{array<16>(column)};
    }
    template <class AnyId>
    [[nodiscard]] std::optional<AnyId> id_or_null(int column) {
        if (is_null(column)) return std::nullopt;
        return id<AnyId>(column);
    }
    template <std::size_t size>
    [[nodiscard]] std::array<std::uint8_t, size> array(int column) {
        std::array<std::uint8_t, size> value{};
        const ByteView raw = blob(column);
        if (raw.size() == size)
            std::memcpy(value.data(), raw.data(), size);
        else
            damaged_ = true;
        return value;
    }
    /// For values of our own that turn out impossible.
    void mark_damaged() { damaged_ = true; }

  private:
    friend class Statement;
    explicit Row(sqlite3_stmt* raw) : raw_(raw) {}
    sqlite3_stmt* raw_;
    bool damaged_ = false;
};

/// A value to be bound where only the run knows how many there are. Views what it was made of.
class Value {
  public:
    Value(std::nullopt_t = std::nullopt) {}         // NOLINT(google-explicit-constructor)
    Value(std::int64_t number) : value_(number) {}  // NOLINT(google-explicit-constructor)
    Value(std::string_view text) : value_(text) {}  // NOLINT(google-explicit-constructor)
    Value(ByteView blob) : value_(blob) {}          // NOLINT(google-explicit-constructor)
    template <class Tag>
    Value(const Id<Tag>& id) : value_(id.view()) {}  // NOLINT(google-explicit-constructor)

  private:
    friend class Statement;
    std::variant<std::monostate, std::int64_t, std::string_view, ByteView> value_;
};

/// Statements of one connection that nobody holds just now, by their text: whoever asks for the same again spares its
/// parsing.
class IdleStatements {
  public:
    IdleStatements() = default;
    ~IdleStatements();
    IdleStatements(const IdleStatements&) = delete;
    IdleStatements& operator=(const IdleStatements&) = delete;

    /// Null: there is none.
    sqlite3_stmt* take(const std::string& sql);
    void give(const std::string& sql, sqlite3_stmt* raw);

  private:
    std::unordered_multimap<std::string, sqlite3_stmt*> statements_;
};

/// One statement, prepared when it runs first. Values are bound for one run and not copied; after every run it is
/// reset, so that it holds no read mark in the write-ahead log.
///
/// faults   as fault_from(): full, corrupt, busy, refused, bug
class Statement {
  public:
    Statement() = default;
    ~Statement();
    Statement(Statement&&) = default;
    Statement& operator=(Statement&&) = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Runs to the end; rows are passed over.
    template <class... Values>
    [[nodiscard]] Result<void> run(const Values&... values) {
        return each([](Row&) {}, values...);
    }
    [[nodiscard]] Result<void> run_with(std::span<const Value> values);
    /// Calls `visit(Row&)` on each row; a visitor that returns Result<void> stops the run with its fault.
    template <class Visit, class... Values>
    [[nodiscard]] Result<void> each(Visit&& visit, const Values&... values) {
        const Run run{*this};
        if (auto bound = bind_all(values...); !bound) return bound;
        for (;;) {
            const Result<bool> more = step();
            if (!more) return tl::unexpected(more.error());
            if (!*more) return {};
            if (auto visited = visit_row(visit); !visited) return visited;
        }
    }
    /// Calls `visit(Row&)` on the first row only. False: there was none.
    template <class Visit, class... Values>
    [[nodiscard]] Result<bool> first(Visit&& visit, const Values&... values) {
        const Run run{*this};
        if (auto bound = bind_all(values...); !bound) return tl::unexpected(bound.error());
        Result<bool> more = step();
        if (!more || !*more) return more;
        if (auto visited = visit_row(visit); !visited) return tl::unexpected(visited.error());
        return true;
    }
    /// The first column of the first row; nothing: no row, or null.
    template <class... Values>
    [[nodiscard]] Result<std::optional<std::int64_t>> integer(const Values&... values) {
        std::optional<std::int64_t> value;
        const auto found = first(
            [&](Row& row) {
                if (!row.is_null(0)) value = row.integer(0);
            },
            values...);
        if (!found) return tl::unexpected(found.error());
        return value;
    }

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* raw) const;
    };
    /// Resets when the run is over, however it ended.
    struct Run {
        explicit Run(Statement& of) : statement(of) {}
        ~Run() { statement.reset(); }
        Run(const Run&) = delete;
        Run& operator=(const Run&) = delete;
        Statement& statement;
    };

    Statement(sqlite3* database, std::weak_ptr<IdleStatements> idle, std::string_view sql, std::string_view name)
        : database_(database), idle_(std::move(idle)), sql_(sql), name_(name.empty() ? sql : name) {}
    Result<bool> step();
    void reset();
    Result<void> damaged() const;
    /// Prepared, and with so many values to be bound.
    Result<void> be_ready(int values);

    template <class Visit>
    Result<void> visit_row(Visit& visit) {
        Row row{raw_.get()};
        if constexpr (std::is_void_v<std::invoke_result_t<Visit&, Row&>>) {
            visit(row);
        } else {
            // What the visitor made of a damaged row does not matter: the damage is what must be told.
            if (auto visited = visit(row); !visited && !row.damaged_) return visited;
        }
        if (row.damaged_) return damaged();
        return {};
    }

    template <class... Values>
    Result<void> bind_all(const Values&... values) {
        if (auto ready = be_ready(sizeof...(values)); !ready) return ready;
        int index = 0;
        Result<void> bound;
        static_cast<void>(((bound = bind_value(++index, values)).has_value() && ...));
        return bound;
    }
    template <class Value>
    Result<void> bind_value(int index, const Value& value) {
        if constexpr (std::is_same_v<Value, std::nullopt_t>)
            return bind_null(index);
        else if constexpr (std::is_enum_v<Value>)
            return bind_integer(index, static_cast<std::int64_t>(value));
        else if constexpr (std::is_integral_v<Value>)
            return bind_integer(index, static_cast<std::int64_t>(value));
        else if constexpr (std::is_convertible_v<const Value&, std::string_view>)
            return bind_text(index, value);
        else if constexpr (std::is_convertible_v<const Value&, ByteView>)
            return bind_blob(index, value);
        else if constexpr (requires { value.view(); })
            return bind_blob(index, value.view());
        else
            return value ? bind_value(index, *value) : bind_null(index);
    }
    Result<void> bind_null(int index);
    Result<void> bind_integer(int index, std::int64_t value);
    Result<void> bind_text(int index, std::string_view value);
    Result<void> bind_blob(int index, ByteView value);

    sqlite3* database_ = nullptr;
    std::weak_ptr<IdleStatements> idle_;
    std::unique_ptr<sqlite3_stmt, Finalize> raw_;
    std::string sql_, name_;
};

}  // namespace zvonok::sqlite
