#include "station/journal/control.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/year/year_file.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>

/// What a year of a whole school costs: taking it in, folding it anew, and the questions of the screens. Beside each
/// question stands its floor, measured in turn with it: the same number of bare rows out of one bare table.
namespace {

using namespace zvonok;
using Steady = std::chrono::steady_clock;

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "journal-year: %s\n", describe(result.error()).c_str());
        std::exit(2);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double ms_of(const std::function<void()>& call) {
    const auto before = Steady::now();
    call();
    return std::chrono::duration<double, std::milli>(Steady::now() - before).count();
}

/// Time of this process on a core, system calls included, and by the wall. Others may be busy beside it: limits of work
/// that takes seconds are held against the former.
struct Cost {
    double cpu_s = 0, wall_s = 0;
};

double cpu_seconds() {
    timespec at{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

Cost cost_of(const std::function<void()>& call) {
    const double before = cpu_seconds();
    const double wall_ms = ms_of(call);
    return {cpu_seconds() - before, wall_ms / 1000};
}

std::string wall(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "; %.3f s by the wall", seconds);
    return text;
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

int over = 0;

void told(const char* name, double figure, double limit, const char* unit, const std::string& detail) {
    std::printf("bench %s: %.3f %s (limit %g %s) %s%s\n", name, figure, unit, limit, unit, detail.c_str(),
                figure > limit ? " OVER" : "");
    std::fflush(stdout);
    if (figure > limit) ++over;
}

/// One row for each entry of the year, by load, day and pupil: what a file without any history would hold.
class Floor {
  public:
    Floor(const std::filesystem::path& path, const test::SchoolYear& year)
        : database_(must(sqlite::Database::open(path))) {
        must(
            database_.script("CREATE TABLE bare(load BLOB, day INTEGER, kind INTEGER, pupil BLOB, value TEXT, "
                             "PRIMARY KEY(load, day, kind, pupil)) WITHOUT ROWID"));
        auto insert = must(database_.prepare("REPLACE INTO bare VALUES (?, ?, ?, ?, ?)"));
        auto transaction = must(sqlite::Transaction::begin(database_));
        year.write([&](test::WrittenLesson& lesson) {
            for (const domain::Writing& writing : lesson.writings)
                must(insert.run(lesson.key.load, lesson.key.day.time_since_epoch().count(), writing.cell.kind,
                                writing.cell.addressee, std::string_view{"5"}));
        });
        must(transaction.commit());
        select_ =
            must(database_.prepare("SELECT day, kind, pupil, value FROM bare WHERE load = ? AND day BETWEEN ? "
                                   "AND ?"));
    }
    std::size_t read(LoadId load, LocalDay first, LocalDay last) {
        std::size_t rows = 0;
        must(select_.each([&](sqlite::Row& row) { rows += row.integer(0) > 0 && !row.text(3).empty() ? 1 : 0; }, load,
                          first.time_since_epoch().count(), last.time_since_epoch().count()));
        return rows;
    }

  private:
    sqlite::Database database_;
    sqlite::Statement select_;
};

/// The median of `question` over many rounds, each beside its floor.
void ask(const char* name, double limit, const std::function<void(unsigned)>& question,
         const std::function<std::size_t(unsigned)>& floor, unsigned rounds) {
    std::vector<double> times, floors;
    std::size_t rows = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        times.push_back(ms_of([&] { question(round); }));
        floors.push_back(ms_of([&] { rows += floor(round); }));
    }
    const double mine = median(times), bare = median(floors);
    told(name, mine, limit, "ms",
         "median of " + std::to_string(rounds) + ", " + std::to_string(rows / rounds) + " rows, " +
             std::to_string(mine / bare).substr(0, 4) + " times the floor");
}

/// What a deputy's desk shows first: all parts of all lessons of the school that are not there, over a week and over
/// the whole year. Lessons of a day are made once for a book, so the first question is told apart.
void ask_control(test::YearFile& file, const test::SchoolYear& year) {
    const Zone zone = must(Zone::find("Europe/Moscow"));
    const auto book = must(file.replica().load_fact_book());
    auto control = must(journal::Control::open(file.database(), year.school()));
    const auto filling = [&](const char* name, LocalDay first, LocalDay last) {
        const journal::Asked asked{*book, zone, zone.to_instant(LocalTime{last} + std::chrono::hours{18})};
        std::size_t missing = 0;
        const auto question = [&] { missing = must(control.unfilled(asked, {first, last})).size(); };
        const double cold = ms_of(question);
        std::vector<double> times;
        for (int round = 0; round < 20; ++round) times.push_back(ms_of(question));
        char detail[96];
        std::snprintf(detail, sizeof detail, "median of 20, %zu parts missing, the first time %.0f ms", missing, cold);
        told(name, median(times), 200, "ms", detail);
    };
    using std::chrono::days;
    filling("control-week", year.first_day() + days{7 * 20}, year.first_day() + days{7 * 20 + 4});
    filling("control-year", year.first_day(), year.first_day() + days{7 * 39});
}

}  // namespace

int main() {
    const test::TempDir dir;
    const test::SchoolYear year;
    test::YearFile file{dir / "year.db", year};
    test::Intake intake;
    const Cost taken = cost_of([&] { intake = file.fill(); });
    std::printf(
        "a year: %zu lessons, %zu marks, %zu absences, %zu period marks, %zu entries, sealed and taken in within %.0f "
        "s "
        "of CPU%s\n",
        intake.count.lessons, intake.count.marks, intake.count.absences, intake.count.period_marks,
        intake.count.entries, taken.cpu_s, wall(taken.wall_s).c_str());
    told("fold-entry", intake.fold_us, 20, "us", "CPU of an entry with its verdict, folded into the tables");
    std::printf("bench store-entry: %.1f us CPU of an entry with its verdict, kept as records\n", intake.store_us);
    std::printf("bench commit-entry: %.1f us CPU of an entry with its verdict, written out\n", intake.commit_us);
    std::printf("bench database-size: %.0f kB a pupil and year (%.0f MB)\n", intake.bytes / 1200 / 1000,
                intake.bytes / 1e6);
    const Cost rebuilt = cost_of([&] { must(file.replica().rebuild()); });
    told("rebuild", rebuilt.cpu_s, 15, "s", "CPU, all projections from the log" + wall(rebuilt.wall_s));

    Floor floor{dir / "floor.db", year};
    auto reader = file.reader();
    std::vector<domain::LessonKey> lessons;
    year.write([&](test::WrittenLesson& lesson) {
        if (lesson.writings.front().cell.kind == domain::CellKind::topic) lessons.push_back(lesson.key);
    });
    std::mt19937 random{5};
    std::ranges::shuffle(lessons, random);
    const LocalDay quarter_first = year.first_day() + std::chrono::days{69};
    const LocalDay quarter_last = quarter_first + std::chrono::days{55};

    ask(
        "open-lesson", 5,
        [&](unsigned n) {
            const domain::LessonKey& key = lessons[n];
            must(reader.lesson(key));
            must(reader.given_marks(std::span{&key.load, 1}, quarter_first, quarter_last));
        },
        [&](unsigned n) {
            return floor.read(lessons[n].load, lessons[n].day, lessons[n].day) +
                   floor.read(lessons[n].load, quarter_first, quarter_last);
        },
        200);
    const auto load_of = [&](unsigned n) { return year.load(year.classes()[n % 48], static_cast<int>(n % 2)); };
    ask(
        "journal-page", 20,
        [&](unsigned n) {
            const LoadId load = load_of(n);
            const auto pupils = year.pupils_of(year.classes()[n % 48]);
            must(reader.page(
                {std::span{&load, 1}, quarter_first, quarter_last, pupils, year.subject(static_cast<int>(n % 2))}));
        },
        [&](unsigned n) { return floor.read(load_of(n), quarter_first, quarter_last); }, 100);
    ask(
        "summary-sheet", 20,
        [&](unsigned n) {
            const auto pupils = year.pupils_of(year.classes()[n % 48]);
            must(reader.summary(pupils));
        },
        [&](unsigned n) {
            std::size_t rows = 0;
            for (int subject = 0; subject < year.subjects(); ++subject)
                for (int quarter = 0; quarter < 4; ++quarter) {
                    const LocalDay day = year.first_day() + std::chrono::days{60 * (quarter + 1)};
                    rows += floor.read(year.load(year.classes()[n % 48], subject), day, day + std::chrono::days{9});
                }
            return rows;
        },
        100);
    ask_control(file, year);
    return over > 0 ? 1 : 0;
}
