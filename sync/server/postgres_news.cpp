#include "sync/server/postgres_news.hpp"

#include "station/base/file.hpp"
#include "sync/server/postgres_store.hpp"
#include "sync/server/tuning.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <atomic>
#include <sstream>
#include <thread>

namespace zvonok::sync::server {

namespace postgres {

std::string encode(const News& news) {
    std::ostringstream text;
    text << news.school.hex() << ' ' << news.head.epoch.hex() << ' ' << news.head.cursor << ' '
         << news.head.public_cursor << ' ' << news.head.facts_cursor << ' ' << news.head.order << ' ' << news.by.hex();
    return std::move(text).str();
}

Result<News> decode_news(std::string_view text) {
    std::istringstream words{std::string(text)};
    std::string school, epoch, by;
    News news;
    words >> school >> epoch >> news.head.cursor >> news.head.public_cursor >> news.head.facts_cursor >>
        news.head.order >> by;
    const auto school_id = SchoolId::from_hex_text(school);
    const auto epoch_id = EpochId::from_hex_text(epoch);
    const auto station_id = StationId::from_hex_text(by);
    if (!words || !school_id || !epoch_id || !station_id) return fail(FaultKind::corrupt, "not news of ours");
    news.school = *school_id;
    news.head.epoch = *epoch_id;
    news.by = *station_id;
    return news;
}

}  // namespace postgres

namespace {

/// Listens on a connection of its own, and on a new one when that falls.
class PostgresWatch final : public Watch {
  public:
    PostgresWatch(std::string where, UniqueFd stop, std::function<void(const News&)> told)
        : where_(std::move(where)), stop_(std::move(stop)), told_(std::move(told)), thread_([this] { run(); }) {}
    PostgresWatch(const PostgresWatch&) = delete;
    PostgresWatch& operator=(const PostgresWatch&) = delete;
    ~PostgresWatch() override {
        stopping_ = true;
        const std::uint64_t one = 1;
        static_cast<void>(::write(stop_.get(), &one, sizeof one));
        thread_.join();
    }

  private:
    void run() {
        auto pause = tuning::listen_again_after;
        while (!stopping_) {
            if (const auto heard = listen(pause); heard) continue;
            pollfd stop{stop_.get(), POLLIN, 0};
            ::poll(&stop, 1, static_cast<int>(pause.count()));
            pause = std::min(2 * pause, tuning::listen_again_at_most);
        }
    }
    /// Until the connection falls or the watch ends.
    Result<void> listen(std::chrono::milliseconds& pause) {
        auto connection = postgres::Connection::open(where_);
        if (!connection) return tl::unexpected(connection.error());
        if (auto begun = connection->script("LISTEN zvonok"); !begun) return begun;
        if (auto told = tell_all(); !told) return told;
        pause = tuning::listen_again_after;
        while (!stopping_) {
            if (auto waited = connection->wait(stop_.get(), tuning::database_silence_limit); !waited) return waited;
            for (auto text = connection->notification(); text; text = connection->notification())
                if (const auto news = postgres::decode_news(*text)) told_(*news);
        }
        return {};
    }
    /// What was committed while nobody listened.
    Result<void> tell_all() {
        const auto store = PostgresStore::open(where_);
        if (!store) return tl::unexpected(store.error());
        const auto schools = (*store)->schools();
        if (!schools) return tl::unexpected(schools.error());
        for (const SchoolId& school : *schools) {
            const auto head = (*store)->head(school);
            if (!head) return tl::unexpected(head.error());
            told_({school, *head, {}});
        }
        return {};
    }

    std::string where_;
    UniqueFd stop_;
    std::function<void(const News&)> told_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Watch>> PostgresStorage::watch(std::function<void(const News&)> told) {
    UniqueFd stop{::eventfd(0, EFD_CLOEXEC)};
    if (!stop.valid()) return fail(FaultKind::bug, "eventfd", errno);
    return std::make_unique<PostgresWatch>(where_, std::move(stop), std::move(told));
}

}  // namespace zvonok::sync::server
