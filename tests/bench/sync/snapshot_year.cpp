#include "station/crypto/random.hpp"
#include "sync/server/sqlite_store.hpp"
#include "tests/bench/sync/house.hpp"

/// A new station of a school that has a whole year behind it: facts, half a million marks and all else of the generated
/// year with the verdicts on them, from its first request to the last page stored, verified and folded into its tables.
/// The year lies in the server's log as if the stations had sent it: under the sessions of its teachers, judged.
namespace {

using namespace zvonok;
using namespace zvonok::bench;
using namespace zvonok::sync;
using namespace std::chrono_literals;

/// Batches under one commit; only for the speed of making it.
constexpr std::size_t batches_a_commit = 500;

class YearLog {
  public:
    YearLog(House& house, const test::SchoolYear& year, StationId station)
        : house_(house),
          year_(year),
          station_(station),
          store_(must("store", server::SqliteStore::open(house.dir / "zvonok.db", sqlite::Access::create))) {}

    test::YearCount write() {
        facts_ = must("facts", house_.core().facts(year_.school()))->version();
        begin();
        must("log", store_->add_log(year_.school(), station_tip_.log, station_));
        must("log", store_->add_log(year_.school(), server_tip_.log, {}));
        const auto count = year_.write([&](const test::WrittenLesson& lesson) { add(lesson); });
        must("answered", store_->add_answered(year_.school(), cells_));
        must("commit", store_->commit());
        return count;
    }

  private:
    struct Pen {
        SessionId session;
        crypto::SigningKey key;
    };

    void begin() { must("begin", store_->begin(year_.school())); }

    const Pen& pen_of(PersonId teacher) {
        const auto found = pens_.find(teacher);
        if (found != pens_.end()) return found->second;
        std::string login;
        for (const domain::Fact& fact : year_.facts())
            if (fact.entity == entity_of(teacher)) login = std::get<domain::Person>(fact.value).login;
        auto session = open_session(house_.card_of(teacher, login), year_.school(), station_, station_tip_.log,
                                    house_.clock.now());
        must("session", store_->add_session(session.proof, session.statement));
        return pens_.emplace(teacher, Pen{session.statement.session, std::move(session.key)}).first->second;
    }

    void put(entry::LogTip& tip, std::vector<entry::Draft> drafts, const crypto::SigningKey& key, entry::Signer signer,
             SessionId session) {
        const auto batch = entry::seal_entries(year_.school(), tip, std::move(drafts), key, signer, session);
        const auto checked = must("batch", journal::read_batch(batch));
        must("batch", store_->add_batch(batch, checked));
        tip.last = checked.seal.last;
        tip.previous = entry::seal_hash(batch.seal.content);
    }

    void add(const test::WrittenLesson& lesson) {
        const Pen& pen = pen_of(lesson.teacher);
        std::vector<entry::Draft> drafts, verdicts;
        for (const domain::Writing& writing : lesson.writings) {
            const entry::EntryId id{station_tip_.log, station_tip_.last + drafts.size() + 1};
            entry::Draft& draft = drafts.emplace_back();
            draft.header.order = ++order_;
            draft.header.saved.at = lesson.saved;
            draft.header.author = lesson.teacher;
            draft.header.role = domain::Role::teacher;
            draft.header.facts = facts_;
            draft.header.kind = writing.cell.kind;
            draft.header.cell = entry::cell_id(year_.school(), writing.cell);
            draft.header.audience = domain::audience_of(writing.cell, writing.act,
                                                        writing.cell.addressee == entity_of(lesson.school_class));
            draft.body = writing;
            cells_.push_back(draft.header.cell);
            entry::Draft& verdict = verdicts.emplace_back();
            verdict.header.order = ++order_;
            verdict.header.role = domain::Role::server;
            verdict.header.saved.at = lesson.saved;
            verdict.header.kind = domain::CellKind::verdict;
            verdict.header.cell = entry::verdict_cell(year_.school(), id);
            verdict.body = entry::Verdict{id, domain::Outcome::accepted, {}, {}};
        }
        put(station_tip_, std::move(drafts), pen.key, entry::Signer::session, pen.session);
        put(server_tip_, std::move(verdicts), house_.signing, entry::Signer::server, {});
        if (++batches_ % batches_a_commit != 0) return;
        must("commit", store_->commit());
        begin();
    }

    House& house_;
    const test::SchoolYear& year_;
    StationId station_;
    std::unique_ptr<server::SqliteStore> store_;
    std::map<PersonId, Pen> pens_;
    entry::LogTip station_tip_{crypto::random_id<LogId>(), 0, std::nullopt};
    entry::LogTip server_tip_{crypto::random_id<LogId>(), 0, std::nullopt};
    std::vector<CellId> cells_;
    domain::FactVersion facts_ = 0;
    std::uint64_t order_ = 0;
    std::size_t batches_ = 0;
};

}  // namespace

int main(int, char** words) {
    const test::SchoolYear year;
    House house{words[0], Instant{year.first_day().time_since_epoch()} - 24h};
    house.found(year.school(), year.facts());
    auto places = house.enrol(year.school(), 2);
    const auto count = YearLog{house, year, places[0].id}.write();
    house.clock.go_on_to(Instant{LocalDay{std::chrono::year{2027} / 5 / 31}.time_since_epoch()});
    house.serve();
    // The server's own tables catch up with so much at once for a while.
    double before_s = 0;
    do {
        before_s = cpu_seconds(house.process());
        std::this_thread::sleep_for(3s);
    } while (cpu_seconds(house.process()) - before_s > 0.05);

    BenchStation station{house, std::move(places[1])};
    Traffic wire;
    const Verified before = verified_here();
    const Cost cost = cost_of(house.process(), [&] {
        station.settle();
        wire = traffic_to(house.port());
    });
    const Verified verified = verified_here();
    if (station.accepted() != count.entries) give_up("the station holds other entries than the server");
    told("snapshot-year", cost.wall_s, "s",
         text("by the wall, %zu entries with their verdicts, stored, verified and folded; CPU of the station %.1f s "
              "(%.1f s for %llu signatures), of the server %.1f s",
              count.entries, cost.here_s, verified.cpu_s - before.cpu_s,
              static_cast<unsigned long long>(verified.calls - before.calls), cost.there_s));
    told("snapshot-year-bytes", static_cast<double>(wire.received) / 1e6, "MB",
         text("received, %.1f bytes an entry with its verdict; %.1f MB sent",
              static_cast<double>(wire.received) / static_cast<double>(count.entries),
              static_cast<double>(wire.sent) / 1e6));
    return exit_status();
}
