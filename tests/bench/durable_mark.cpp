#include "station/base/file.hpp"
#include "station/base/mailbox.hpp"
#include "station/crypto/random.hpp"
#include "station/journal/journal.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

/// A durable mark, from the store's message in to the commit reported, against a plain 200-byte append with fdatasync
/// on the same disk, one after the other in turn. A checkpoint counts into the mark after which it is done, although
/// the store reports before it checkpoints.
namespace {

using namespace zvonok;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr int marks = 300;
constexpr double median_limit = 1.5;
constexpr double p99_limit = 2.5;

[[noreturn]] void give_up(std::string_view what, const Fault& fault) {
    std::fprintf(stderr, "durable-mark: %.*s: %s\n", static_cast<int>(what.size()), what.data(),
                 describe(fault).c_str());
    std::exit(2);
}
template <class T>
T must(std::string_view what, Result<T> result) {
    if (!result) give_up(what, result.error());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct School {
    SchoolId id = crypto::random_id<SchoolId>();
    StationId station = crypto::random_id<StationId>();
    PersonId teacher = crypto::random_id<PersonId>();
    crypto::SigningKey server = crypto::SigningKey::generate();
    crypto::SigningKey session_key = crypto::SigningKey::generate();
    SessionId session = crypto::random_id<SessionId>();
};

entry::SessionProof proof_of(const School& school, LogId log) {
    entry::SessionProof proof;
    proof.certificate = crypto::random_bytes(900);
    proof.signature = crypto::random_bytes(256);
    entry::SessionStatement statement;
    statement.school = school.id;
    statement.session = school.session;
    statement.person = school.teacher;
    statement.certificate = crypto::sha256(proof.certificate);
    statement.station = school.station;
    statement.log = log;
    statement.session_key = school.session_key.public_key();
    statement.until = Instant{std::chrono::hours{24 * 365 * 100}};
    proof.statement = entry::encode(statement);
    return proof;
}

/// A term of the school as others have left it: pages to look up in, tables to insert between.
journal::Incoming past_of(const School& school) {
    journal::Incoming past;
    past.epoch = crypto::random_id<EpochId>();
    std::vector<entry::Draft> facts;
    for (int i = 0; i < 5000; ++i) {
        domain::Fact fact;
        fact.entity = crypto::random_id<EntityId>();
        fact.value = domain::Person{domain::PersonKind::pupil, "Константинопольская", "Екатерина", "Александровна", {}};
        entry::Draft draft;
        draft.header.kind = domain::CellKind::fact;
        draft.header.cell = entry::fact_cell(school.id, fact.entity);
        draft.body = entry::RecordedFact{static_cast<domain::FactVersion>(i + 1), fact};
        facts.push_back(std::move(draft));
    }
    const entry::LogTip tip{crypto::random_id<LogId>(), 0, std::nullopt};
    past.batches.push_back(
        entry::seal_entries(school.id, tip, std::move(facts), school.server, entry::Signer::server, {}));
    past.cursor = 1;
    return past;
}

journal::Draft mark(int number) {
    domain::LessonKey lesson;
    lesson.load.bytes = {1, static_cast<std::uint8_t>(number / 30)};
    lesson.day = LocalDay{std::chrono::days{20'700}};
    EntityId pupil;
    pupil.bytes = {9, static_cast<std::uint8_t>(number * 7 % 30)};
    return {{domain::CellKind::attendance, lesson, pupil}, domain::Attendance{number % 3 == 0 ? "УП" : "Н"}};
}

double percentile(std::vector<Microseconds> times, double part) {
    std::ranges::sort(times);
    const auto index = static_cast<std::size_t>(part * static_cast<double>(times.size() - 1) + 0.5);
    return times[index].count();
}

bool report(const char* name, double ratio, double limit, double mark_us, double append_us, int checkpoints) {
    std::printf("bench %s: %.2f (limit %.2f) mark %.0f us, 200-byte append %.0f us, %d marks, %d checkpoints\n", name,
                ratio, limit, mark_us, append_us, marks, checkpoints);
    return ratio <= limit;
}

}  // namespace

int main(int argc, char** argv) {
    // Beside the program, because /tmp may lie in memory.
    std::string folder = argc > 1 ? argv[1] : std::filesystem::path(argv[0]).parent_path().string();
    folder += "/durable-mark-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) give_up("folder", Fault{FaultKind::refused, folder});
    const std::filesystem::path path = folder;

    const School school;
    const SystemClock clock;
    journal::Options options;
    options.school = school.id;
    options.station = school.station;
    options.server_keys = {school.server.public_key()};
    auto journal = must("open", journal::Journal::open(path / "journal.db", options)).journal;
    must("reserve", journal.reserve());
    must("apply", journal.apply(past_of(school), clock));
    must("begin", journal.begin_session(proof_of(school, journal.log())));
    must("facts", journal.facts());
    must("tend", journal.tend(clock));

    const UniqueFd plain{::open((path / "plain").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    const Bytes line = crypto::random_bytes(200);
    struct Message {
        std::optional<journal::Draft> mark;  ///< nothing: a plain append
    };
    Mailbox<Message> inbox;
    Mailbox<Microseconds> reports;
    int checkpoints = 0;
    std::jthread store{[&] {
        const journal::Pen pen{school.teacher, domain::Role::teacher, school.session, school.session_key};
        while (const auto message = inbox.take()) {
            const auto begun = std::chrono::steady_clock::now();
            if (message->mark) {
                must("write", journal.write(std::span{&*message->mark, 1}, pen, clock));
                const int before = journal.log_frames();
                must("tend", journal.tend(clock));
                if (journal.log_frames() < before) ++checkpoints;
            } else if (::write(plain.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
                       ::fdatasync(plain.get()) != 0) {
                give_up("append", Fault{FaultKind::refused, "the plain file"});
            }
            reports.post(std::chrono::steady_clock::now() - begun);
        }
    }};
    std::vector<Microseconds> mark_times, append_times;
    for (int number = 0; number < marks; ++number) {
        inbox.post({mark(number)});
        mark_times.push_back(reports.take().value());
        inbox.post({});
        append_times.push_back(reports.take().value());
    }
    inbox.close();
    store.join();
    std::filesystem::remove_all(path);

    const double mark_median = percentile(mark_times, 0.5), append_median = percentile(append_times, 0.5);
    const double mark_p99 = percentile(mark_times, 0.99), append_p99 = percentile(append_times, 0.99);
    const bool median_holds = report("durable-mark-median", mark_median / append_median, median_limit, mark_median,
                                     append_median, checkpoints);
    const bool p99_holds =
        report("durable-mark-p99", mark_p99 / append_p99, p99_limit, mark_p99, append_p99, checkpoints);
    return median_holds && p99_holds ? 0 : 1;
}
