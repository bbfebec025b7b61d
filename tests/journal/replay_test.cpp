#include "tests/journal/random_day.hpp"

#include <algorithm>

/// Replay of the log equals the tables that were kept on the way: every row of every table, those of the station's own
/// pending and returned entries too, and every index.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;

namespace {

/// What is said, and where the file stands; everything else in it is folded.
constexpr std::string_view said[] = {"schools",     "replica",         "logs",        "seals",
                                     "entries",     "sessions",        "time_tokens", "clock",
                                     "clock_steps", "refused_batches", "migrations"};

std::string folded_rows(const std::filesystem::path& path) {
    auto file = sqlite::Database::open(path, {.access = sqlite::Access::read_only}).value();
    std::vector<std::string> tables;
    auto names =
        file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
            .value();
    REQUIRE(names.each([&](sqlite::Row& row) {
        if (std::ranges::find(said, row.text(0)) == std::end(said)) tables.emplace_back(row.text(0));
    }));
    REQUIRE(tables.size() >= 14);
    std::string rows;
    for (const std::string& table : tables) {
        rows += table + ":";
        auto all = file.prepare("SELECT * FROM " + table + " NOT INDEXED").value();
        REQUIRE(all.each([&](sqlite::Row& row) {
            rows += "\n";
            for (int column = 0; column < row.columns(); ++column) {
                switch (row.type(column)) {
                    case sqlite::Row::Type::integer:
                        rows += " " + std::to_string(row.integer(column));
                        break;
                    case sqlite::Row::Type::text:
                        rows += " '" + std::string(row.text(column)) + "'";
                        break;
                    case sqlite::Row::Type::blob:
                        rows += " " + to_hex(row.blob(column));
                        break;
                    default:
                        rows += " -";
                }
            }
        }));
        rows += "\n";
    }
    std::string sound;
    REQUIRE(file.prepare("PRAGMA integrity_check").value().first([&](sqlite::Row& row) { sound = row.text(0); }));
    CHECK(sound == "ok");
    return rows;
}

/// A station's own day: it writes of everything, the server answers when it likes, and others' entries come between.
class OwnDay {
  public:
    OwnDay(unsigned seed, const std::filesystem::path& path)
        : random_(seed),
          day_(seed),
          path_(path),
          clock_(school_clock()),
          journal_(open(path, options(day_.server, 30))),
          session_(begin(journal_, person(1), 30)),
          others_(day_.records()) {
        std::ranges::shuffle(others_, random_);
    }

    /// Nothing more comes: false.
    bool go_on() {
        for (int i = 0; i < 6; ++i) write();
        journal::Incoming answer = incoming(journal_, {});
        for (std::size_t n = random_() % 30; n > 0 && next_ < others_.size(); --n, ++next_) {
            answer.batches.push_back(others_[next_].batch);
            if (others_[next_].proof) answer.sessions.push_back(*others_[next_].proof);
        }
        for (const entry::EntryId& id : written_)
            if (random_() % 4 == 0) answer.batches.push_back(day_.verdict(id));
        if (random_() % 3 == 0) {
            const auto& batch = sealed_[random_() % sealed_.size()];
            answer.refused.push_back({journal_.log(), batch.first, batch.second, "seal.chain"});
        }
        apply(journal_, answer, clock_);
        return next_ < others_.size();
    }
    void expect_replay_equals() {
        const std::string kept = folded_rows(path_);
        const auto hash = journal_.dump_hash().value();
        REQUIRE(journal_.check());  // makes all tables anew
        const std::string replayed = folded_rows(path_);
        if (kept != replayed) {
            const auto [left, right] = std::ranges::mismatch(kept, replayed);
            const auto at = static_cast<std::size_t>(left - kept.begin());
            const std::size_t from = kept.rfind('\n', at);
            FAIL("kept:" << kept.substr(from, 300) << "\nreplayed:" << replayed.substr(from, 300));
        }
        CHECK(journal_.dump_hash().value() == hash);
    }
    std::set<std::size_t> acts;

  private:
    void write() {
        std::vector<journal::Draft> drafts;
        for (std::size_t n = 1 + random_() % 3; n > 0; --n) {
            drafts.push_back(day_.draft());
            acts.insert(drafts.back().act.index());
        }
        const auto written = journal_.write(drafts, session_.pen(), clock_);
        REQUIRE(written);
        for (const journal::Receipt& receipt : written->receipts) written_.push_back(receipt.entry);
        sealed_.emplace_back(written->receipts.front().entry.seq, written->receipts.back().entry.seq);
    }

    std::mt19937 random_;
    Day day_;
    std::filesystem::path path_;
    ManualClock clock_;
    journal::Journal journal_;
    TestSession session_;
    std::vector<Record> others_;
    std::size_t next_ = 0;
    std::vector<entry::EntryId> written_;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> sealed_;
};

}  // namespace

TEST_CASE("replay: the log folded anew gives every row that was kept on the way, whoever wrote and whatever he said",
          "[journal][fold][replay]") {
    std::set<std::size_t> acts;
    for (unsigned seed = 1; seed <= 8; ++seed) {
        const TempDir dir;
        OwnDay day{seed, dir / "j.db"};
        INFO("seed " << seed);
        for (int step = 1; day.go_on(); ++step)
            if (step % 4 == 0) day.expect_replay_equals();
        day.expect_replay_equals();
        acts.insert(day.acts.begin(), day.acts.end());
    }
    // What nobody writes at a station: an act that no program knows, and the server's own visits and forecasts.
    CHECK(acts.size() == std::variant_size_v<domain::Act> - 3);
}
