#include "tests/bench/sync/floor.hpp"

#include <fstream>

/// 100,000 marks and absences, written in class by class under the card sessions of their teachers, pushed by one
/// station and pulled by another: the shipped journal, client and server, every signature and rule checked. Beside it
/// in the same run the floor (floor.hpp), and PouchDB with the same rows where Node has it.
///
///   bench_sync_load [POUCHDB]   POUCHDB: a folder with node_modules, in which replicate.mjs finds PouchDB
///
/// Times are seconds on the cores of both sides, for other work may run beside; those by the wall stand behind them.
/// What Ed25519 takes to verify signatures is counted apart. Bytes are those of the TCP connections.
namespace {

using namespace zvonok;
using namespace zvonok::bench;
using namespace std::chrono_literals;

constexpr std::size_t row_count = 100'000;
constexpr std::size_t live_marks = 200;
constexpr int floor_rounds = 5;

constexpr double floor_limit = 4;
constexpr double sent_limit = 25, received_limit = 14;
constexpr double pouchdb_time_limit = 1.0 / 20, pouchdb_bytes_limit = 1.0 / 8;

struct Phase {
    Cost cost;
    Verified here, there;  ///< in it
    Traffic wire;

    [[nodiscard]] double plain_cpu_s() const { return cost.cpu_s() - here.cpu_s - there.cpu_s; }
};

Verified operator-(const Verified& left, const Verified& right) {
    return {left.calls - right.calls, left.cpu_s - right.cpu_s};
}

/// The work of one station with the server, from its first connection to its last byte.
Phase phase(House& house, const std::function<void()>& work) {
    const Verified here = verified_here(), there = house.verified();
    const Traffic before = traffic_to(house.port());
    Phase done;
    done.cost = cost_of(house.process(), work);
    const Traffic after = traffic_to(house.port());
    done.wire = {after.sent - before.sent, after.received - before.received};
    done.here = verified_here() - here;
    done.there = house.verified() - there;
    return done;
}

void print(const char* name, const Phase& phase, std::size_t rows) {
    const auto of_rows = [&](double value) { return value / static_cast<double>(rows); };
    std::printf(
        "  %s: %.2f s by the wall; CPU of the station %.2f s and the server %.2f s, of these %.2f s for %llu and %.2f "
        "s "
        "for %llu signatures; %.1f bytes a row sent, %.1f received\n",
        name, phase.cost.wall_s, phase.cost.here_s, phase.cost.there_s, phase.here.cpu_s,
        static_cast<unsigned long long>(phase.here.calls), phase.there.cpu_s,
        static_cast<unsigned long long>(phase.there.calls), of_rows(static_cast<double>(phase.wire.sent)),
        of_rows(static_cast<double>(phase.wire.received)));
    std::fflush(stdout);
}

/// The lessons' teachers write them at that station, each under the session that the first lesson of the day began.
void write_all(House& house, BenchStation& station, const std::vector<LessonRows>& lessons,
               const std::map<PersonId, Card>& cards) {
    std::map<PersonId, OpenSession> sessions;
    for (const LessonRows& lesson : lessons) {
        house.clock.go_on_to(lesson.saved);
        auto session = sessions.find(lesson.teacher);
        if (session == sessions.end()) {
            session = sessions
                          .emplace(lesson.teacher,
                                   open_session(cards.at(lesson.teacher), station.place().school, station.place().id,
                                                station.journal().log(), house.clock.now()))
                          .first;
            must("session", station.journal().begin_session(session->second.proof));
        }
        std::vector<journal::Draft> drafts;
        for (const domain::Writing& writing : lesson.writings) drafts.push_back({writing.cell, writing.act});
        must("write", station.journal().write(drafts,
                                              {lesson.teacher, domain::Role::teacher, session->second.statement.session,
                                               session->second.key},
                                              house.clock));
    }
}

/// One mark at a time while both stations are on the line, as they come in a lesson: each is on its way before the next
/// is written. The teacher corrects what he wrote in the last lesson.
struct Live {
    std::vector<double> wall_s;  ///< from the write to the reader's tables
    Traffic wire;                ///< of both stations, polls included
};
Live write_live(House& house, BenchStation& author, BenchStation& reader, const LessonRows& lesson, const Card& card) {
    Live live;
    author.settle();
    reader.settle();
    const OpenSession session =
        open_session(card, author.place().school, author.place().id, author.journal().log(), house.clock.now());
    must("session", author.journal().begin_session(session.proof));
    const Traffic before = traffic_to(house.port());
    for (std::size_t i = 0; i < live_marks; ++i) {
        house.clock.go_on_to(house.clock.now() + 1s);
        const domain::Writing& writing = lesson.writings[i % lesson.writings.size()];
        const journal::Draft draft{writing.cell, writing.act};
        const std::uint64_t cursor = reader.journal().position().cursor;
        const auto began = std::chrono::steady_clock::now();
        must("write", author.journal().write(
                          {&draft, 1}, {lesson.teacher, domain::Role::teacher, session.statement.session, session.key},
                          house.clock));
        author.session().wake();
        author.run_until([&] { return author.replica().acknowledged == author.journal().last_seq(); });
        reader.run_until([&] { return reader.journal().position().cursor > cursor; });
        live.wall_s.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    }
    const Traffic after = traffic_to(house.port());
    live.wire = {after.sent - before.sent, after.received - before.received};
    return live;
}

std::map<PersonId, Card> cards_of(const House& house, const test::SchoolYear& year) {
    std::map<PersonId, Card> cards;
    for (const domain::Fact& fact : year.facts())
        if (const auto* person = std::get_if<domain::Person>(&fact.value);
            person != nullptr && person->kind == domain::PersonKind::staff) {
            const auto id = id_as<PersonId>(fact.entity);
            cards.emplace(id, house.card_of(id, person->login));
        }
    return cards;
}

/// What PouchDB takes for the same rows; recorded figures where it cannot be run.
struct Pouchdb {
    double wall_s = 27, cpu_s = 0, sent = 292, received = 137;  ///< bytes a row
    bool measured = false;
};
Pouchdb run_pouchdb(const char* folder, const std::vector<PlainRow>& rows) {
    Pouchdb figures;
    if (folder == nullptr) return figures;
    const test::TempDir dir;
    {
        std::ofstream file{dir / "rows.jsonl"};
        for (const PlainRow& row : rows)
            file << R"({"_id":")" << row.load.hex() << ":" << row.day << ":" << int{row.ordinal} << ":" << int{row.kind}
                 << ":" << row.pupil.hex() << R"(","value":")" << row.value << "\"}\n";
    }
    const std::string source = std::getenv("ZVONOK_SOURCE") == nullptr ? "." : std::getenv("ZVONOK_SOURCE");
    test::ChildProcess node{{"node", source + "/tests/bench/sync/pouchdb/replicate.mjs", folder,
                             (dir / "rows.jsonl").string(), (dir / "work").string()},
                            dir / "figures"};
    const int status = node.finish();
    std::ifstream said{dir / "figures"};
    double sent = 0, received = 0;
    if (status != 0 || !(said >> figures.wall_s >> figures.cpu_s >> sent >> received)) {
        std::fprintf(stderr, "bench: PouchDB could not be run\n");
        return {};
    }
    figures.sent = sent / static_cast<double>(rows.size());
    figures.received = received / static_cast<double>(rows.size());
    figures.measured = true;
    return figures;
}

}  // namespace

int main(int count, char** words) {
    const test::SchoolYear year;
    const auto lessons = rows_of(year, row_count);
    const auto rows = plain_rows(lessons);

    House house{words[0], lessons.front().saved - 2h};
    house.found(year.school(), year.facts());
    auto places = house.enrol(year.school(), 2);
    const auto cards = cards_of(house, year);
    BenchStation author{house, std::move(places[0])}, reader{house, std::move(places[1])};
    house.serve();
    author.settle();
    author.disconnect();
    reader.settle();
    reader.disconnect();
    house.stop();
    write_all(house, author, lessons, cards);
    house.clock.go_on_to(lessons.back().saved + 1h);
    house.serve();

    std::printf("sync-load: %zu rows in %zu seals of %zu rows\n", rows.size(), lessons.size(),
                lessons.front().writings.size());
    const Phase pushed = phase(
        house, [&] { author.run_until([&] { return author.replica().acknowledged == author.journal().last_seq(); }); });
    print("pushed", pushed, rows.size());
    const Phase heard = phase(house, [&] { author.settle(); });
    print("verdicts to the author", heard, rows.size());
    author.disconnect();
    const Phase pulled = phase(house, [&] { reader.settle(); });
    print("pulled", pulled, rows.size());
    if (must("dump", author.journal().dump_hash()) != must("dump", reader.journal().dump_hash()))
        give_up("the two stations differ");
    if (reader.accepted() < rows.size()) give_up("not every row was accepted");
    const Live live = write_live(house, author, reader, lessons.back(), cards.at(lessons.back().teacher));
    std::printf(
        "  live, %zu marks one by one: %.1f ms median and %.1f ms p99 from one station to the other; %.0f bytes a "
        "mark sent, %.0f received by both stations\n",
        live_marks, 1000 * percentile(live.wall_s, 0.5), 1000 * percentile(live.wall_s, 0.99),
        static_cast<double>(live.wire.sent) / live_marks, static_cast<double>(live.wire.received) / live_marks);
    std::fflush(stdout);
    author.disconnect();
    reader.disconnect();

    std::vector<double> floors, floor_walls;
    FloorRun floor;
    for (int round = 0; round < floor_rounds; ++round) {
        floor = run_floor(rows);
        floors.push_back(floor.cost.cpu_s());
        floor_walls.push_back(floor.cost.wall_s);
    }
    const double floor_s = percentile(floors, 0.5);
    const double plain_s = pushed.plain_cpu_s() + pulled.plain_cpu_s();
    const double all_s = pushed.cost.cpu_s() + pulled.cost.cpu_s();
    const double wall_s = pushed.cost.wall_s + pulled.cost.wall_s;
    const double n = static_cast<double>(rows.size());
    told("sync-load-floor", plain_s / floor_s, floor_limit, "times the floor",
         text("CPU of all sides %.2f s without and %.2f s with verifying; floor %.2f s, median of %d; by the wall %.2f "
              "and %.2f s; the floor sends %.1f and receives %.1f bytes a row",
              plain_s, all_s, floor_s, floor_rounds, wall_s, percentile(floor_walls, 0.5),
              static_cast<double>(floor.sent) / n, static_cast<double>(floor.received) / n));
    const double sent = static_cast<double>(pushed.wire.sent) / n;
    const double received = static_cast<double>(pulled.wire.received) / n;
    told("sync-load-sent", sent, sent_limit, "bytes a row", "by the station that writes");
    told("sync-load-received", received, received_limit, "bytes a row", "by the station that reads, verdicts included");

    const Pouchdb peer = run_pouchdb(count > 1 ? words[1] : nullptr, rows);
    const char* how = peer.measured ? "measured in this run" : "as recorded on another machine of this kind";
    told("sync-load-pouchdb-time", wall_s / peer.wall_s, pouchdb_time_limit, "of PouchDB's",
         text("%.2f s of %.1f s by the wall, %s%s", wall_s, peer.wall_s, how,
              peer.measured ? text("; CPU %.2f s of %.1f s", all_s, peer.cpu_s).c_str() : ""));
    told("sync-load-pouchdb-bytes", (sent + received) / (peer.sent + peer.received), pouchdb_bytes_limit,
         "of PouchDB's",
         text("%.1f and %.1f bytes a row; PouchDB %.0f and %.0f, %s", sent, received, peer.sent, peer.received, how));
    return exit_status();
}
