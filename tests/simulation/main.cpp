#include "station/entry/decoding_log.hpp"
#include "tests/simulation/simulation.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdio>
#include <ctime>
#include <fstream>

/// Plays seeds of tests/simulation. What is kept in the --resume file: the next seed, and all counts so far.
namespace zvonok::simulation {
namespace {

struct Tally {
    std::uint64_t next = 0;
    Totals totals;
};

double cpu_milliseconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

void load(const std::string& file, Tally& tally) {
    std::ifstream in{file};
    std::uint64_t count = 0;
    std::string what;
    while (in >> count && in.get() == ' ' && std::getline(in, what)) {
        if (what == "next seed")
            tally.next = count;
        else
            tally.totals.add(what, count);
    }
}

void save(const std::string& file, const Tally& tally) {
    const std::string fresh = file + ".new";
    {
        std::ofstream out{fresh, std::ios::trunc};
        out << tally.next << " next seed\n";
        for (const auto& [what, count] : tally.totals.all()) out << count << ' ' << what << '\n';
    }
    std::rename(fresh.c_str(), file.c_str());
}

void print(const Totals& totals) {
    for (const auto& [what, count] : totals.all())
        std::printf("%12llu  %s\n", static_cast<unsigned long long>(count), what.c_str());
}

struct Range {
    std::uint64_t first = 0, last = 0;
};

std::optional<Range> range_of(std::string_view text) {
    Range range;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, range.first);
    if (first.ec != std::errc{} ||
        std::string_view(first.ptr, static_cast<std::size_t>(end - first.ptr)).substr(0, 2) != "..")
        return std::nullopt;
    const auto last = std::from_chars(first.ptr + 2, end, range.last);
    if (last.ec != std::errc{} || last.ptr != end || range.last < range.first) return std::nullopt;
    return range;
}

struct Manner {
    std::string resume;
    std::size_t stop_after = 20;
    bool quiet = false;
};

int play(const Range& range, const Manner& manner) {
    const auto& [resume, stop_after, quiet] = manner;
    SqliteDisks disks;
    draw_library_randomness_from(Chance{1});
    const Prepared prepared = prepare(disks);
    Tally tally;
    tally.next = range.first;
    if (!resume.empty()) load(resume, tally);
    const double before = cpu_milliseconds();
    const std::uint64_t began = tally.next;
    std::size_t failed = 0;
    for (; tally.next <= range.last && failed < stop_after; ++tally.next) {
        const SeedOutcome outcome = simulate(tally.next, prepared, disks, tally.totals, false);
        tally.totals.add("seeds");
        if (outcome.violation) {
            ++failed;
            tally.totals.add("seeds that failed");
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(tally.next),
                        outcome.violation->what.c_str());
            std::fflush(stdout);
        }
        if (!resume.empty() && tally.next % 500 == 499) save(resume, {tally.next + 1, tally.totals});
    }
    if (!resume.empty()) save(resume, tally);
    if (quiet) return failed == 0 ? 0 : 1;
    print(tally.totals);
    const auto played = static_cast<double>(tally.next - began);
    if (played > 0) std::printf("%.1f ms of CPU a seed\n", (cpu_milliseconds() - before) / played);
    return failed == 0 ? 0 : 1;
}

int replay(std::uint64_t seed, bool trace) {
    SqliteDisks disks;
    draw_library_randomness_from(Chance{1});
    const Prepared prepared = prepare(disks);
    Totals totals, again;
    const SeedOutcome outcome = simulate(seed, prepared, disks, totals, trace);
    const SeedOutcome second = simulate(seed, prepared, disks, again, false);
    print(totals);
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed),
                outcome.violation ? outcome.violation->what.c_str() : "all is well");
    const bool same = outcome.fingerprint == second.fingerprint && totals.all() == again.all();
    if (!same) std::printf("seed %llu does not replay\n", static_cast<unsigned long long>(seed));
    return outcome.violation || !same ? 1 : 0;
}

}  // namespace
}  // namespace zvonok::simulation

int main(int argc, char** argv) {
    using namespace zvonok::simulation;
    zvonok::entry::leave_telling_to_us();
    CLI::App app{"Stations, servers, network, disks and clocks with faults, from a seed"};
    std::string seeds = "1..100";
    Manner manner;
    std::optional<std::uint64_t> seed;
    bool trace = false;
    app.add_option("--seeds", seeds, "FIRST..LAST");
    app.add_option("--resume", manner.resume, "File with the totals so far; goes on behind them");
    app.add_option("--stop-after", manner.stop_after, "Failed seeds at most");
    app.add_flag("--quiet", manner.quiet, "Failed seeds only, no totals");
    app.add_option("--seed", seed, "Only this one, twice: it must replay");
    app.add_flag("--trace", trace, "With --seed: what happens, as it happens");
    CLI11_PARSE(app, argc, argv);
    if (seed) return replay(*seed, trace);
    const auto range = range_of(seeds);
    if (!range) {
        std::fprintf(stderr, "--seeds FIRST..LAST\n");
        return 2;
    }
    return play(*range, manner);
}
