#include "tests/bench/sync/scribe.hpp"

/// One mark, from the moment in which its station sends it (all signatures and rules are checked, the commit is on
/// disk, the server's verdict signed) to the moment in which each other waiting station of the school has it, with
/// 1,000 stations waiting in long polls: as ten schools of a hundred, and as one school of a thousand, in which every
/// mark wakes all of them.
namespace {

using namespace zvonok;
using namespace zvonok::bench;
using namespace std::chrono_literals;

constexpr std::size_t stations = 1000;
constexpr int marks = 40;

struct Town {
    std::size_t schools = 1;
    const char* name;
};

double ms_since(Crowd::Steady::time_point begun) {
    return std::chrono::duration<double, std::milli>(Crowd::Steady::now() - begun).count();
}

void measure(const char* this_program, const Town& town) {
    House house{this_program, Instant{LocalDay{std::chrono::year{2026} / 9 / 15}.time_since_epoch()} + 6h};
    const std::size_t each = stations / town.schools;
    struct Author {
        std::size_t member = 0;
        std::vector<Crowd::Question> questions;
        Standing standing;
    };
    struct Waiter {
        std::size_t member = 0;
        Standing standing;
    };
    std::vector<Author> authors;
    std::vector<std::vector<Waiter>> waiters(town.schools);
    std::vector<Enrolled> places;
    std::vector<Standing> heads;
    std::vector<Scribe> scribes;
    std::vector<std::vector<LessonRows>> lessons;
    for (std::size_t n = 0; n < town.schools; ++n) {
        const test::SchoolYear year{{.seed = static_cast<unsigned>(n + 1), .classes = 8}};
        house.found(year.school(), year.facts());
        auto here = house.enrol(year.school(), each + 1);
        lessons.push_back(rows_of(year, 25 * marks));
        const PersonId teacher = lessons.back().front().teacher;
        std::erase_if(lessons.back(), [&](const LessonRows& lesson) { return lesson.teacher != teacher; });
        std::string login;
        for (const domain::Fact& fact : year.facts())
            if (fact.entity == entity_of(teacher)) login = std::get<domain::Person>(fact.value).login;
        scribes.emplace_back(house, here.front(), house.card_of(teacher, login));
        places.insert(places.end(), std::make_move_iterator(here.begin()), std::make_move_iterator(here.end()));
        const auto head = must("head", house.core().head(year.school()));
        heads.push_back({head.epoch, head.cursor, 0});
    }
    house.serve();
    Crowd crowd{house.port(), house.authority_pem()};
    for (const Enrolled& place : places) crowd.add(place.key, place.certificate);
    for (std::size_t n = 0; n < town.schools; ++n) {
        authors.push_back({n * (each + 1), {}, heads[n]});
        for (std::size_t i = 1; i <= each; ++i) waiters[n].push_back({n * (each + 1) + i, heads[n]});
    }

    std::size_t waiting = 0;
    Crowd::Steady::time_point sent;
    std::vector<double> to_author, to_others, to_last;
    std::size_t notified = 0;
    const std::function<void(Waiter&)> wait = [&](Waiter& waiter) {
        crowd.ask(waiter.member, poll_question(waiter.standing, 50s), [&](Crowd::Reply reply) {
            if (reply.status != 204) {
                to_others.push_back(ms_since(sent));
                ++notified;
                answer_in(reply, waiter.standing);
            }
            wait(waiter);
        });
    };
    // First all of them ask for what an ordinary exchange tells, which is the access list.
    for (std::size_t n = 0; n < town.schools; ++n)
        for (Waiter& waiter : waiters[n])
            crowd.ask(waiter.member, sync_question(scribes[n].request(), waiter.standing, 0), [&](Crowd::Reply reply) {
                answer_in(reply, waiter.standing);
                ++waiting;
                wait(waiter);
            });
    if (!crowd.run([&] { return waiting == stations; }, 120s)) give_up("the stations do not come to wait");
    static_cast<void>(crowd.run([] { return false; }, 2s));
    const double memory = private_bytes(house.process());

    const Cost cost = cost_of(house.process(), [&] {
        for (int mark = 0; mark < marks; ++mark) {
            const std::size_t n = static_cast<std::size_t>(mark) % town.schools;
            const auto& lesson = lessons[n][static_cast<std::size_t>(mark) / 25 % lessons[n].size()];
            const auto batch = scribes[n].seal({lesson.writings[static_cast<std::size_t>(mark) % 25]});
            auto question = sync_question(scribes[n].request_with(batch), authors[n].standing, 0);
            bool answered = false;
            notified = 0;
            sent = Crowd::Steady::now();
            crowd.ask(authors[n].member, std::move(question), [&](Crowd::Reply reply) {
                to_author.push_back(ms_since(sent));
                const auto answer = answer_in(reply, authors[n].standing);
                if (answer.outcomes.size() != 1 || answer.outcomes.front().receipt != sync::wire::Receipt::stored)
                    give_up("a mark was not stored");
                answered = true;
            });
            if (!crowd.run([&] { return answered && notified >= each; }, 60s)) give_up("a station was not notified");
            to_last.push_back(
                *std::ranges::max_element(to_others.end() - static_cast<std::ptrdiff_t>(each), to_others.end()));
            // Until they wait again.
            static_cast<void>(crowd.run([] { return false; }, 150ms));
        }
    });
    told(std::string("push-latency-p50-") + town.name, percentile(to_others, 0.5), "ms",
         text("a mark sent to another station notified, %zu stations waiting in %zu schools, %d marks", stations,
              town.schools, marks));
    told(std::string("push-latency-p99-") + town.name, percentile(to_others, 0.99), "ms",
         text("likewise; to the last of them p50 %.1f ms, to the author's answer p50 %.1f and p99 %.1f ms; CPU of the "
              "server %.1f ms a mark, %.0f MB",
              percentile(to_last, 0.5), percentile(to_author, 0.5), percentile(to_author, 0.99),
              cost.there_s * 1000 / marks, memory / 1e6));
}

}  // namespace

int main(int, char** words) {
    measure(words[0], {10, "schools"});
    measure(words[0], {1, "one-school"});
    return exit_status();
}
