#pragma once

#include "hal/card/login.hpp"
#include "hal/card/watcher.hpp"
#include "station/app/store.hpp"
#include "station/app/trace.hpp"

namespace zvonok::app {

/// What a session's statement says besides who and until when.
struct StatementTerms {
    SchoolId school;
    StationId station;
    LogId log;
};

/// The card threads: one watches the readers, one talks to cards. The PIN lives here alone, in locked memory, digit by
/// digit, and is wiped as soon as it was given to the card or the station locks.
class Cards {
  public:
    struct SetTrust {
        crypto::Trust trust;
    };
    struct Prove {
        flow::effect::Prove order;
        StatementTerms terms;
    };
    using Order = std::variant<SetTrust, flow::effect::ReadIdentity, flow::effect::PushDigit, flow::effect::EraseDigit,
                               flow::effect::ForgetCard, Prove>;

    /// begin  is given each session that a card has signed for
    Cards(std::unique_ptr<card::CardService> service, const Clock& clock, Tell tell,
          std::function<void(BeginSession)> begin, Log& log, Trace& trace);
    ~Cards();
    Cards(const Cards&) = delete;
    Cards& operator=(const Cards&) = delete;

    void post(Order order) { orders_.post(std::move(order)); }

  private:
    /// Turns the watcher's events into what the flow knows of cards. Watch thread.
    void see(const card::Event& event);
    [[nodiscard]] std::string reader_of(flow::CardTurn turn);

    void run();
    void operator()(SetTrust& order);
    void operator()(const flow::effect::ReadIdentity& order);
    void operator()(const flow::effect::PushDigit& order);
    void operator()(const flow::effect::EraseDigit&);
    void operator()(const flow::effect::ForgetCard&);
    void operator()(const Prove& order);
    void refuse(flow::CardTurn turn, const card::LoginTrouble& trouble);

    std::unique_ptr<card::CardService> service_;
    const Clock& clock_;
    Tell tell_;
    std::function<void(BeginSession)> begin_;
    Log& log_;
    Trace& trace_;

    struct Seen {
        flow::CardTurn turn = 0;
        bool readable = true;
    };
    std::mutex mutex_;
    flow::Cards::Service state_ = flow::Cards::Service::unknown;
    std::map<std::string, std::optional<Seen>> readers_;
    flow::CardTurn last_turn_ = 0;

    // of the talking thread
    std::optional<crypto::Trust> trust_;
    std::optional<crypto::Certificate> certificate_;  ///< shown by the card of this turn
    flow::CardTurn certificate_turn_ = 0;
    crypto::Secret pin_;
    std::size_t pin_digits_ = 0;

    Mailbox<Order> orders_;
    std::thread thread_;
    std::unique_ptr<card::Watcher> watcher_;
};

}  // namespace zvonok::app
