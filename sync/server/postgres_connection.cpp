#include "sync/server/postgres_connection.hpp"

#include "sync/server/tuning.hpp"

#include <libpq-fe.h>
#include <poll.h>

namespace zvonok::sync::server::postgres {

namespace {

/// By the classes of SQLSTATE (PostgreSQL manual, appendix A).
FaultKind kind_of(std::string_view state) {
    const std::string_view group = state.substr(0, 2);
    if (state == "53300" || state == "53200") return FaultKind::busy;  // too many connections, out of memory
    if (group == "53" || group == "54") return FaultKind::full;
    if (state == "57014" || state == "55P03" || group == "40") return FaultKind::busy;
    // A server that goes down or comes up, a session that it ended, a standby after a change of roles.
    if (group == "08" || group == "57" || state == "25P03" || state == "25006") return FaultKind::offline;
    if (group == "58" || state == "XX001" || state == "XX002") return FaultKind::corrupt;
    if (group == "28" || state == "42501") return FaultKind::refused;
    if (state == "3D000") return FaultKind::missing;
    return FaultKind::bug;
}

std::string first_line(const char* text) {
    const std::string_view all{text};
    return std::string(all.substr(0, all.find('\n')));
}

std::uint64_t number_of(ByteView big_endian) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : big_endian) value = value << 8 | byte;
    return value;
}

}  // namespace

Bytes Values::big_endian(std::uint64_t value, int bytes) {
    Bytes made(static_cast<std::size_t>(bytes));
    for (int i = bytes - 1; i >= 0; --i, value >>= 8)
        made[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value);
    return made;
}

/// Dimensions, whether there are nulls, type of the elements, number of them, index of the first.
Bytes Values::array_head(std::size_t count, std::uint32_t type) {
    Bytes head;
    for (const std::uint64_t part :
         {std::uint64_t{1}, std::uint64_t{1}, std::uint64_t{type}, std::uint64_t{count}, std::uint64_t{1}})
        append(head, big_endian(part, 4));
    return head;
}

void Values::add_numbers(const std::vector<std::uint64_t>& numbers) {
    Bytes made = array_head(numbers.size(), bigint);
    for (const std::uint64_t number : numbers) {
        append(made, big_endian(8, 4));
        append(made, big_endian(number, 8));
    }
    put(bigint_array, std::move(made));
}

void Values::add_many(const std::vector<std::optional<ByteView>>& all_bytes) {
    constexpr std::uint64_t null_length = 0xffffffff;
    Bytes made = array_head(all_bytes.size(), bytea);
    for (const std::optional<ByteView>& bytes : all_bytes) {
        append(made, big_endian(bytes ? bytes->size() : null_length, 4));
        if (bytes) append(made, *bytes);
    }
    put(bytea_array, std::move(made));
}

bool Row::is_null(int column) const {
    return PQgetisnull(result_, row_, column) != 0;
}

ByteView Row::blob(int column) {
    if (is_null(column)) {
        damaged_ = true;
        return {};
    }
    return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_, row_, column)),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

std::int64_t Row::integer(int column) {
    const ByteView raw = blob(column);
    if (raw.size() != 8) damaged_ = true;
    return damaged_ ? 0 : static_cast<std::int64_t>(number_of(raw));
}

bool Row::flag(int column) {
    const ByteView raw = blob(column);
    if (raw.size() != 1) damaged_ = true;
    return !damaged_ && raw.front() != 0;
}

int Answer::rows() const {
    return PQntuples(result_.get());
}

std::int64_t Answer::changed() const {
    return std::strtoll(PQcmdTuples(result_.get()), nullptr, 10);
}

std::string_view Answer::tag() const {
    return PQcmdStatus(result_.get());
}

void Answer::Clear::operator()(pg_result* result) const {
    PQclear(result);
}

void Connection::Finish::operator()(pg_conn* raw) const {
    PQfinish(raw);
}

Fault Connection::fault(const pg_result* result, const char* what) const {
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const bool gone = PQstatus(raw_.get()) != CONNECTION_OK;
    if (state == nullptr || (gone && kind_of(state) == FaultKind::bug))
        return {FaultKind::offline, std::string(what) + ": " + first_line(PQerrorMessage(raw_.get()))};
    // The primary message alone: the details may quote rows.
    const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return {kind_of(state), std::string(what) + ": " + state + " " + (message == nullptr ? "" : message)};
}

Result<bool> Connection::has_password(const std::string& where) {
    char* error = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{PQconninfoParse(where.c_str(), &error),
                                                                               &PQconninfoFree};
    const std::unique_ptr<char, decltype(&PQfreemem)> owned{error, &PQfreemem};
    if (!options) return fail(FaultKind::refused, "the address of the database cannot be understood");
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
        if (std::string_view{option->keyword} == "password" && option->val != nullptr) return true;
    return false;
}

Result<Connection> Connection::open(const std::string& where) {
    using std::to_string;
    const std::string connect = to_string(tuning::database_connect_limit.count());
    const std::string silence = to_string(tuning::database_silence_limit.count());
    const std::string cut = to_string(std::chrono::milliseconds{2 * tuning::database_silence_limit}.count());
    // What the string itself says comes last and counts.
    const char* const names[] = {
        "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
        "tcp_user_timeout",          "client_encoding", "dbname",          nullptr};
    const char* const values[] = {"zvonok-server", connect.c_str(), silence.c_str(), silence.c_str(),
                                  cut.c_str(),     "UTF8",          where.c_str(),   nullptr};
    Connection connection{PQconnectdbParams(names, values, 1)};
    if (!connection.raw_) throw std::bad_alloc();
    if (PQstatus(connection.raw_.get()) != CONNECTION_OK) {
        // libpq tells no SQLSTATE here; what a person must mend is not what passes.
        const std::string text = first_line(PQerrorMessage(connection.raw_.get()));
        const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
        const FaultKind kind = says("does not exist") ? FaultKind::missing
                               : says("authentication failed") || says("no password") || says("pg_hba")
                                   ? FaultKind::refused
                                   : FaultKind::offline;
        return fail(kind, "connect: " + text);
    }
    PQsetNoticeProcessor(
        connection.raw_.get(), [](void*, const char*) {}, nullptr);
    // A process that hangs must not hold a school for ever; a commit that was told must be on the disk.
    const auto ms = [](std::chrono::milliseconds time) { return "'" + to_string(time.count()) + "'"; };
    const auto configured =
        connection.script("SET statement_timeout = " + ms(tuning::database_statement_limit) +
                          "; SET lock_timeout = " + ms(tuning::database_lock_limit) +
                          "; SET idle_in_transaction_session_timeout = " + ms(tuning::database_idle_transaction_limit) +
                          "; SET search_path = zvonok; SELECT set_config('synchronous_commit', 'on', false) WHERE "
                          "current_setting('synchronous_commit') = 'off'");
    if (!configured) return tl::unexpected(configured.error());
    return connection;
}

/// Queues the command; the names that were queued to be prepared are appended, nullptr for what is not.
bool Connection::send(const Command& command, std::vector<const char*>& prepared) {
    const auto count = static_cast<int>(command.values.types_.size());
    if (!prepared_.contains(std::string_view{command.statement.name})) {
        if (PQsendPrepare(raw_.get(), command.statement.name, command.statement.sql, count,
                          command.values.types_.data()) == 0)
            return false;
        prepared_.insert(command.statement.name);
        prepared.push_back(command.statement.name);
    }
    std::vector<const char*> values;
    std::vector<int> lengths;
    const std::vector<int> binary(static_cast<std::size_t>(count), 1);
    static constexpr char nothing = 0;  // an empty vector may have no address, which would say null
    for (const std::optional<Bytes>& value : command.values.values_) {
        const char* const data = !value           ? nullptr
                                 : value->empty() ? &nothing
                                                  : reinterpret_cast<const char*>(value->data());
        values.push_back(data);
        lengths.push_back(value ? static_cast<int>(value->size()) : 0);
    }
    prepared.push_back(nullptr);
    return PQsendQueryPrepared(raw_.get(), command.statement.name, count, values.data(), lengths.data(), binary.data(),
                               1) != 0;
}

Result<std::vector<Answer>> Connection::exchange(const std::vector<Command>& commands) {
    PGconn* const raw = raw_.get();
    const char* first_name = commands.front().statement.name;
    if (PQenterPipelineMode(raw) == 0) return tl::unexpected(fault(nullptr, first_name));
    std::vector<const char*> queued;
    bool sent = true;
    for (const Command& command : commands) sent = sent && send(command, queued);
    if (!sent || PQpipelineSync(raw) == 0) return tl::unexpected(fault(nullptr, first_name));
    std::vector<Answer> answers;
    std::optional<Fault> wrong;
    std::size_t command = 0;
    for (const char* name : queued) {
        Answer answer{PQgetResult(raw)};
        const auto status = answer.result_ ? PQresultStatus(answer.result_.get()) : PGRES_FATAL_ERROR;
        const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (!good && name != nullptr) prepared_.erase(name);
        if (!good && !wrong) wrong = fault(answer.result_.get(), commands[command].statement.name);
        if (!answer.result_) break;
        if (name == nullptr) {
            ++command;
            answers.push_back(std::move(answer));
        }
        while (Answer{PQgetResult(raw)}.result_) {
        }
    }
    // The mark of the sync; without it the connection fell.
    const Answer mark{wrong && PQstatus(raw) != CONNECTION_OK ? nullptr : PQgetResult(raw)};
    if (!mark.result_ || PQresultStatus(mark.result_.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(raw) == 0) {
        if (!wrong) wrong = fault(nullptr, first_name);
    }
    if (wrong) return tl::unexpected(*wrong);
    return answers;
}

Result<void> Connection::script(const std::string& sql) {
    const Answer answer{PQexec(raw_.get(), sql.c_str())};
    const auto status = PQresultStatus(answer.result_.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
    return tl::unexpected(fault(answer.result_.get(), "script"));
}

bool Connection::usable() {
    return PQconsumeInput(raw_.get()) != 0 && PQstatus(raw_.get()) == CONNECTION_OK &&
           PQpipelineStatus(raw_.get()) == PQ_PIPELINE_OFF;
}

bool Connection::in_transaction() const {
    const auto status = PQtransactionStatus(raw_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

Result<void> Connection::wait(int other, std::chrono::milliseconds limit) {
    pollfd both[] = {{PQsocket(raw_.get()), POLLIN, 0}, {other, POLLIN, 0}};
    ::poll(both, 2, static_cast<int>(limit.count()));
    if (!usable()) return fail(FaultKind::offline, "the connection fell");
    return {};
}

std::optional<std::string> Connection::notification() {
    const std::unique_ptr<PGnotify, decltype(&PQfreemem)> told{PQnotifies(raw_.get()), &PQfreemem};
    if (!told) return std::nullopt;
    return std::string(told->extra);
}

}  // namespace zvonok::sync::server::postgres
