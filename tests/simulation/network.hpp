#pragma once

#include "sync/client/transport.hpp"
#include "sync/server/http.hpp"
#include "tests/simulation/world.hpp"

#include <deque>

namespace zvonok::simulation {

/// What the network does to whatever passes, in percent of messages.
struct Weather {
    unsigned lost = 0;     ///< vanishes; who waits for it waits until his time is over
    unsigned cut = 0;      ///< the connection ends in the middle, before the server heard or after
    unsigned doubled = 0;  ///< a request comes twice, the second time up to minutes later
    unsigned delayed = 0;  ///< takes seconds or minutes, so that others overtake it
    unsigned portal = 0;   ///< somebody else answers
    std::chrono::milliseconds usual{30};
};

/// How one station is connected right now.
enum class Link { good, cut, half_open };

/// Who answers a request at the far end. Called when it has come through.
using FarEnd = std::function<void(const sync::server::HttpRequest&, sync::server::Respond)>;

/// A station's transport over the simulated network.
class StationLine final : public sync::client::Transport {
  public:
    using Ask = sync::client::Ask;
    using Answer = sync::client::Answer;
    using Lane = sync::client::Lane;

    /// stir  called when the session has something to do
    StationLine(World& world, const Weather& weather, Bytes certificate, FarEnd far_end, std::function<void()> stir)
        : world_(world),
          weather_(weather),
          certificate_(std::move(certificate)),
          far_end_(std::move(far_end)),
          stir_(std::move(stir)) {}

    void ask(Lane lane, const Ask& ask) override;
    [[nodiscard]] bool asking(Lane lane) const override { return of(lane).asking; }
    void cancel(Lane lane) override;
    /// Does not wait: answers what has come, and remembers when the session wants to be asked again.
    std::optional<Event> wait(std::chrono::milliseconds limit) override;
    void wake() override { stir_(); }
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return world_.steady(); }
    void try_next_address() override {}

    void set_link(Link link) { link_ = link; }
    [[nodiscard]] Link link() const { return link_; }
    /// Every connection is gone with the program that had it.
    void drop_all();
    [[nodiscard]] Instant wakes_at() const { return wakes_at_; }

  private:
    struct Channel {
        bool asking = false;
        std::uint64_t number = 0;
    };
    [[nodiscard]] const Channel& of(Lane lane) const { return channels_[lane == Lane::exchange ? 0 : 1]; }
    Channel& of(Lane lane) { return channels_[lane == Lane::exchange ? 0 : 1]; }
    void send(Lane lane, std::uint64_t number, const std::shared_ptr<sync::server::HttpRequest>& request,
              std::chrono::milliseconds delay);
    void answer_later(Lane lane, std::uint64_t number, Answer answer, std::chrono::milliseconds delay);
    std::chrono::milliseconds some_delay();

    World& world_;
    const Weather& weather_;
    Bytes certificate_;
    FarEnd far_end_;
    std::function<void()> stir_;
    Link link_ = Link::good;
    Channel channels_[2];
    std::deque<Event> came_;
    Instant wakes_at_{};
};

}  // namespace zvonok::simulation
