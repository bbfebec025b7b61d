#pragma once

#include "hal/card/card.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>

namespace zvonok::card {

struct ServiceUp {};     ///< the card service answers; its readers follow
struct ServiceDown {};   ///< no card service; it is asked for again and again
struct AccessDenied {};  ///< there is one, but this user may not use it; asked for again and again
struct NoReader {};      ///< the service is up, and not one reader is plugged in
struct ReaderAppeared {
    std::string reader;
};
struct ReaderGone {
    std::string reader;
};
struct CardIn {
    std::string reader;
    Bytes atr;
    std::uint32_t insertion = 0;  ///< another one: another insertion, though it may be the same card
};
struct CardMute {  ///< a card is in and does not answer: upside down, broken
    std::string reader;
};
struct CardOut {
    std::string reader;
};
/// Events always pair: what came in goes out, and what appeared is gone, also when the service dies.
using Event =
    std::variant<ServiceUp, ServiceDown, AccessDenied, NoReader, ReaderAppeared, ReaderGone, CardIn, CardMute, CardOut>;

/// For logs: "card in 'Virtual PCD 00 00'".
std::string to_text(const Event& event);

/// Turns what the service says into events. No threads and no service of its own.
class ReaderBoard {
  public:
    using Tell = std::function<void(const Event&)>;
    explicit ReaderBoard(Tell tell) : tell_(std::move(tell)) {}

    /// The readers that are plugged in now; the states of those that stay are kept.
    void list(const std::vector<std::string>& readers);
    /// The states that a wait brought back, in the order of states().
    void update(const std::vector<ReaderState>& states);
    /// The service is gone, and with it all that it told.
    void clear();
    [[nodiscard]] const std::vector<ReaderState>& states() const { return states_; }

  private:
    void take_out(const ReaderState& state);

    Tell tell_;
    std::vector<ReaderState> states_;
    bool told_no_reader_ = false;
};

/// Watches all readers in a thread of its own until it is destroyed. `tell` is called in that thread; it must be quick
/// and must not throw.
class Watcher {
  public:
    Watcher(std::unique_ptr<StatusSource> source, ReaderBoard::Tell tell);
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

  private:
    enum class Service { unknown, up, down, denied };

    void run();
    void watch_until_lost();
    void tell_service(Service now);
    bool stopping();
    bool wait_before_retry();

    std::unique_ptr<StatusSource> source_;
    ReaderBoard::Tell tell_;
    ReaderBoard board_;
    Service service_ = Service::unknown;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace zvonok::card
