#include "tests/bench/sync/scribe.hpp"

/// The first minutes of a school day on one server: 5,000 stations of fifty schools connect at once, each by TLS 1.3
/// with a certificate of its own, sends 30 entries under a fresh card session and takes 200 that others have written
/// before. Then all of them wait in long polls while a few ask and write on. The stations are a crowd in one thread
/// beside the server; everything that they say is made beforehand, and the server checks and judges it like any other.
namespace {

using namespace zvonok;
using namespace zvonok::bench;
using namespace std::chrono_literals;

constexpr std::size_t schools = 50, stations_a_school = 100, stations = schools * stations_a_school;
constexpr std::size_t sent_entries = 30, pulled_entries = 200;
/// Makes the page that is asked for end behind the verdicts on those entries.
constexpr std::uint32_t verdict_bytes = 10'000;
constexpr int asked_meanwhile = 40;  ///< requests of each of the schools, later

constexpr double storm_limit_s = 30, memory_limit_kb = 100, p99_limit_ms = 50;

using Steady = Crowd::Steady;

double seconds_since(Steady::time_point begun) {
    return std::chrono::duration<double>(Steady::now() - begun).count();
}

struct Member {
    std::size_t school = 0;
    Standing standing;
    Crowd::Question storm;
    std::size_t pulled = 0;
    double done_s = 0;
};

struct School {
    SchoolId id;
    std::uint64_t head = 0;  ///< before the storm
    std::uint32_t page_bytes = 0;
    std::unique_ptr<Scribe> extra;  ///< of a station that is no part of the crowd's storm
    std::vector<LessonRows> lessons;
    std::size_t extra_member = 0;
    Standing extra_standing;
    std::size_t wrote = 0;
};

/// A mark or an absence for each of a class, and for some of them once more.
std::vector<domain::Writing> thirty(const LessonRows& lesson) {
    std::vector<domain::Writing> writings = lesson.writings;
    for (std::size_t i = 0; writings.size() < sent_entries; ++i) {
        domain::Writing again = writings[i];
        if (again.cell.kind != domain::CellKind::mark) continue;
        again.cell.attempt = 2;
        writings.push_back(std::move(again));
    }
    return writings;
}

std::string login_of(const test::SchoolYear& year, PersonId person) {
    for (const domain::Fact& fact : year.facts())
        if (fact.entity == entity_of(person)) return std::get<domain::Person>(fact.value).login;
    give_up("nobody of that name");
}

}  // namespace

int main(int, char** words) {
    House house{words[0], Instant{LocalDay{std::chrono::year{2026} / 9 / 15}.time_since_epoch()} + 6h};
    std::vector<Member> members;
    std::vector<School> all;
    std::vector<Enrolled> places;
    for (std::size_t n = 0; n < schools; ++n) {
        const test::SchoolYear year{{.seed = static_cast<unsigned>(n + 1), .classes = 12, .teachers = 20}};
        house.found(year.school(), year.facts());
        auto here = house.enrol(year.school(), stations_a_school + 1);
        School& school = all.emplace_back();
        school.id = year.school();
        school.lessons = rows_of(year, 25 * (stations_a_school + 20));
        std::map<PersonId, Card> cards;
        const auto scribe_of = [&](const Enrolled& place, PersonId teacher) {
            auto card = cards.find(teacher);
            if (card == cards.end())
                card = cards.emplace(teacher, house.card_of(teacher, login_of(year, teacher))).first;
            return std::make_unique<Scribe>(house, place, card->second);
        };
        const auto before = must("head", house.core().head(school.id));
        // What others have written before: 200 entries at one more station.
        const std::size_t from = stations_a_school;
        school.extra = scribe_of(here.back(), school.lessons[from].teacher);
        std::vector<domain::Writing> writings;
        for (std::size_t i = from; i < school.lessons.size() && writings.size() < pulled_entries; ++i)
            if (school.lessons[i].teacher == school.lessons[from].teacher)
                writings.insert(writings.end(), school.lessons[i].writings.begin(), school.lessons[i].writings.end());
        for (std::size_t attempt = 2; writings.size() < pulled_entries; ++attempt)
            for (std::size_t i = 0; i < 25 && writings.size() < pulled_entries; ++i) {
                domain::Writing again = writings[i];
                if (again.cell.kind != domain::CellKind::mark) continue;
                again.cell.attempt = static_cast<int>(attempt);
                writings.push_back(std::move(again));
            }
        const auto batch = school.extra->seal(writings);
        for (const entry::Record& record : batch.records)
            school.page_bytes += static_cast<std::uint32_t>(record.header.size() + record.body.size());
        const sync::server::StationRow extra{school.id, here.back().id, domain::StationMode::classroom, "", {}, 1};
        const auto taken = house.core().sync(extra, school.extra->request_with(batch));
        if (!taken || taken->outcomes.front().receipt != sync::wire::Receipt::stored) give_up("the entries before");
        school.extra_standing = {before.epoch, before.cursor, taken->access ? taken->access->version : 0};
        school.extra_member = members.size() + stations_a_school;
        for (std::size_t i = 0; i <= stations_a_school; ++i) {
            Member& member = members.emplace_back();
            member.school = n;
            member.standing = {before.epoch, before.cursor, 0};
            places.push_back(std::move(here[i]));
            if (i == stations_a_school) break;
            const auto scribe = scribe_of(places.back(), school.lessons[i].teacher);
            member.storm = sync_question(scribe->request_with(scribe->seal(thirty(school.lessons[i]))), member.standing,
                                         school.page_bytes + verdict_bytes);
        }
    }
    house.serve();
    Crowd crowd{house.port(), house.authority_pem()};
    for (const Enrolled& place : places) crowd.add(place.key, place.certificate);
    const auto is_crowd = [&](std::size_t m) { return m != all[members[m].school].extra_member; };

    std::size_t done = 0, failed = 0, busy = 0;
    std::string why_failed = "none";
    const auto begun = Steady::now();
    const std::function<void(std::size_t)> storm = [&](std::size_t m) {
        crowd.ask(m, members[m].storm, [&, m](Crowd::Reply reply) {
            if (reply.status == 0 || reply.status == 503) {
                ++(reply.status == 0 ? failed : busy);
                if (reply.status == 0) why_failed = reply.trouble;
                if (failed + busy > stations) give_up("the server turns the stations away: " + reply.trouble);
                return crowd.at(Steady::now() + 1s, [&, m] { storm(m); });
            }
            Member& member = members[m];
            const auto answer = answer_in(reply, member.standing);
            member.pulled = entries_in(answer.changes);
            for (const auto& outcome : answer.outcomes)
                if (outcome.receipt != sync::wire::Receipt::stored && outcome.receipt != sync::wire::Receipt::known)
                    give_up("entries were not stored: " + outcome.rule);
            member.done_s = seconds_since(begun);
            ++done;
        });
    };
    const Verified verified_before = house.verified();
    const Cost cost = cost_of(house.process(), [&] {
        for (std::size_t m = 0; m < members.size(); ++m)
            if (is_crowd(m)) storm(m);
        if (!crowd.run([&] { return done == stations; }, 300s)) give_up("the stations do not get done");
    });
    std::vector<double> times;
    std::size_t least_pulled = pulled_entries;
    for (std::size_t m = 0; m < members.size(); ++m)
        if (is_crowd(m)) {
            times.push_back(members[m].done_s);
            least_pulled = std::min(least_pulled, members[m].pulled);
        }
    if (least_pulled < pulled_entries) give_up(text("a station pulled %zu entries", least_pulled));
    const Verified verified = house.verified();
    told("morning-storm", cost.wall_s, storm_limit_s, "s",
         text("%zu stations, half of them done within %.1f s; CPU of the server %.1f s (%.2f s for %llu signatures of "
              "seals) and of the crowd %.1f s; %zu connections failed and were tried again (the last: %s), as were %zu "
              "after 503; the server then %.0f MB",
              stations, percentile(times, 0.5), cost.there_s, verified.cpu_s - verified_before.cpu_s,
              static_cast<unsigned long long>(verified.calls - verified_before.calls), cost.here_s, failed,
              why_failed.c_str(), busy, private_bytes(house.process()) / 1e6));

    // None lost: each school's log holds all that was sent.
    std::size_t caught_up = 0;
    std::vector<std::size_t> stored(schools, 0);
    const std::function<void(std::size_t)> read_on = [&](std::size_t n) {
        School& school = all[n];
        crowd.ask(school.extra_member, sync_question(school.extra->request(), school.extra_standing, 0),
                  [&, n](Crowd::Reply reply) {
                      const auto answer = answer_in(reply, all[n].extra_standing);
                      stored[n] += entries_in(answer.changes);
                      if (answer.changes.more) return read_on(n);
                      ++caught_up;
                  });
    };
    for (std::size_t n = 0; n < schools; ++n) read_on(n);
    if (!crowd.run([&] { return caught_up == schools; }, 120s)) give_up("the schools' logs cannot be read");
    std::size_t lost = 0;
    for (const std::size_t count : stored) lost += stations_a_school * sent_entries + pulled_entries - count;
    told("morning-storm-lost", static_cast<double>(lost), 0, "entries", text("of %zu", stations * sent_entries));

    // All wait, at a server that has done nothing else: what the storm left in its caches is not the waiting stations'.
    for (std::size_t m = 0; m < members.size(); ++m) crowd.disconnect(m);
    house.stop();
    house.serve();
    const double memory_before = private_bytes(house.process());
    std::size_t ended = 0;
    for (std::size_t m = 0; m < members.size(); ++m) {
        if (!is_crowd(m)) continue;
        Standing standing = all[members[m].school].extra_standing;
        standing.access = members[m].standing.access;
        crowd.ask(m, poll_question(standing, 55s), [&](Crowd::Reply) { ++ended; });
    }
    static_cast<void>(crowd.run([] { return false; }, 10s));
    if (ended > 0) give_up(text("%zu long polls ended at once", ended));
    const double memory = private_bytes(house.process()) - memory_before;
    told("waiting-station-memory", memory / 1000 / static_cast<double>(stations), memory_limit_kb, "kB",
         text("%zu long polls held; the server %.0f MB, %.0f MB before", stations, private_bytes(house.process()) / 1e6,
              memory_before / 1e6));

    std::vector<double> asks;
    Steady::time_point asked;
    bool answered = false;
    for (int round = 0; round < asked_meanwhile; ++round)
        for (School& school : all) {
            auto question = sync_question(school.extra->request(), school.extra_standing, 0);
            answered = false;
            asked = Steady::now();
            crowd.ask(school.extra_member, std::move(question), [&](Crowd::Reply reply) {
                asks.push_back(seconds_since(asked) * 1000);
                answer_in(reply, school.extra_standing);
                answered = true;
            });
            if (!crowd.run([&] { return answered; }, 30s)) give_up("an exchange is not answered");
        }
    const auto held = stations - ended;
    told("waiting-sync-p99", percentile(asks, 0.99), p99_limit_ms, "ms",
         text("%zu exchanges one after the other with %zu long polls held; p50 %.2f ms", asks.size(), held,
              percentile(asks, 0.5)));
    return exit_status();
}
