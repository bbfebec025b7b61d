#pragma once

#include "station/base/id.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

struct pg_conn;
struct pg_result;

/// The one place that knows libpq.
namespace zvonok::sync::server::postgres {

/// A statement that a connection prepares when it first runs it. `name` is unique; both live for ever.
struct Statement {
    const char* name;
    const char* sql;
};

/// Parameters, in PostgreSQL's binary form: ids are uuid, numbers bigint, flags boolean, bytes bytea, text text.
class Values {
  public:
    template <class... Each>
    static Values of(const Each&... each) {
        Values values;
        (values.add(each), ...);
        return values;
    }
    template <class Value>
    void add(const Value& value) {
        if constexpr (std::is_same_v<Value, bool>)
            put(boolean, Bytes{static_cast<std::uint8_t>(value ? 1 : 0)});
        else if constexpr (std::is_integral_v<Value> || std::is_enum_v<Value>)
            put(bigint, big_endian(static_cast<std::uint64_t>(value), 8));
        else if constexpr (std::is_convertible_v<const Value&, std::string_view>)
            put(text, copy(as_bytes(std::string_view{value})));
        else if constexpr (requires { value.hex(); })
            put(uuid, copy(value.view()));
        else if constexpr (std::is_convertible_v<const Value&, ByteView>)
            put(bytea, copy(ByteView{value}));
        else
            add_optional(value);
    }
    void add_numbers(const std::vector<std::uint64_t>& numbers);           ///< bigint[]
    void add_many(const std::vector<std::optional<ByteView>>& all_bytes);  ///< bytea[]

  private:
    friend class Connection;
    static constexpr std::uint32_t boolean = 16, bytea = 17, bigint = 20, text = 25, uuid = 2950;
    static constexpr std::uint32_t bytea_array = 1001, bigint_array = 1016;
    static Bytes big_endian(std::uint64_t value, int bytes);
    static Bytes array_head(std::size_t count, std::uint32_t type);
    void put(std::uint32_t type, std::optional<Bytes> value) {
        types_.push_back(type);
        values_.push_back(std::move(value));
    }
    template <class Value>
    void add_optional(const std::optional<Value>& value) {
        add(value ? *value : Value{});
        if (!value) values_.back() = std::nullopt;
    }

    std::vector<std::uint32_t> types_;
    std::vector<std::optional<Bytes>> values_;
};

struct Command {
    Statement statement;
    Values values{};
};

/// One row of an answer; what it views lives as long as the answer. A column that does not hold what was asked for is
/// damage, and ends Answer::each() with `corrupt`.
class Row {
  public:
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column);
    [[nodiscard]] std::uint64_t number(int column) { return static_cast<std::uint64_t>(integer(column)); }
    [[nodiscard]] bool flag(int column);
    [[nodiscard]] std::string_view text(int column) { return as_text(blob(column)); }
    [[nodiscard]] ByteView blob(int column);
    [[nodiscard]] Bytes bytes(int column) { return copy(blob(column)); }
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
    template <class AnyId>
    [[nodiscard]] AnyId id(int column) {
        return AnyId{array<16>(column)};
    }
    void mark_damaged() { damaged_ = true; }

  private:
    friend class Answer;
    Row(const pg_result* result, int row) : result_(result), row_(row) {}
    const pg_result* result_;
    int row_;
    bool damaged_ = false;
};

class Answer {
  public:
    [[nodiscard]] int rows() const;
    /// Rows that an insert, update or delete changed.
    [[nodiscard]] std::int64_t changed() const;
    /// What was carried out, "COMMIT".
    [[nodiscard]] std::string_view tag() const;
    /// Calls `visit(Row&)` on each row; a visitor that returns Result<void> ends it with its fault.
    template <class Visit>
    [[nodiscard]] Result<void> each(Visit&& visit) const {
        for (int i = 0; i < rows(); ++i) {
            Row row{result_.get(), i};
            if constexpr (std::is_void_v<std::invoke_result_t<Visit&, Row&>>) {
                visit(row);
            } else {
                if (auto visited = visit(row); !visited && !row.damaged_) return visited;
            }
            if (row.damaged_) return fail(FaultKind::corrupt, "a column that does not hold what it should");
        }
        return {};
    }

  private:
    friend class Connection;
    struct Clear {
        void operator()(pg_result* result) const;
    };
    explicit Answer(pg_result* result) : result_(result) {}
    std::unique_ptr<pg_result, Clear> result_;
};

/// One connection, for one thread at a time.
///
/// faults   offline: the server is not there, goes down, or cut the connection   busy: a lock or a statement took too
///          long, a deadlock, too many connections   full: its disk   corrupt: its files   refused: no right, read-only
///          missing: no such database   bug: a statement that is wrong
class Connection {
  public:
    /// where  a libpq connection string or URI; what it leaves out comes from libpq's environment, service and
    ///        password files
    static Result<Connection> open(const std::string& where);
    /// Whether the string can be understood, and whether it carries a password.   refused: it can't
    static Result<bool> has_password(const std::string& where);

    /// All commands in one round trip: as one transaction of its own, or as part of the one that was begun.
    Result<std::vector<Answer>> exchange(const std::vector<Command>& commands);
    /// Any number of statements without values.
    Result<void> script(const std::string& sql);

    /// False once it is known that the other side is gone; asks nobody.
    [[nodiscard]] bool usable();
    [[nodiscard]] bool in_transaction() const;

    /// Waits until somebody notified a channel that this connection listens to, or `other` can be read, or the time is
    /// over.   offline: the connection fell
    Result<void> wait(int other, std::chrono::milliseconds limit);
    /// The payload of the next notification that has come.
    std::optional<std::string> notification();

  private:
    struct Finish {
        void operator()(pg_conn* raw) const;
    };
    explicit Connection(pg_conn* raw) : raw_(raw) {}
    [[nodiscard]] Fault fault(const pg_result* result, const char* what) const;
    bool send(const Command& command, std::vector<const char*>& prepared);

    std::unique_ptr<pg_conn, Finish> raw_;
    std::set<std::string, std::less<>> prepared_;
};

}  // namespace zvonok::sync::server::postgres
