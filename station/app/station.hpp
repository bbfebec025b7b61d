#pragma once

#include "config/station.hpp"
#include "hal/window/window.hpp"
#include "station/app/cards.hpp"
#include "station/app/inbox.hpp"
#include "station/app/options.hpp"
#include "station/app/show.hpp"
#include "station/app/voice.hpp"
#include "station/app/waiting.hpp"
#include "station/flow/step.hpp"
#include "station/ui/stage.hpp"

namespace zvonok::app {

/// The workers that effects go to; a kiosk has no cards.
struct Workers {
    Store& store;
    Cards* cards = nullptr;
    std::function<void()> nudge;  ///< something waits to be sent
};

/// The UI thread: waits for input and news, steps the flow, hands out its effects, draws what has changed.
class Station {
  public:
    struct Parts {
        const Options& options;
        const config::StationConfig& config;
        const Clock& clock;
        hal::Window& window;
        ui::Stage& stage;
        Inbox& inbox;
        Workers workers;
        Log& log;
        Trace& trace;
    };
    explicit Station(Parts parts);

    /// Until the window closes or somebody stops the program.
    void run();

  private:
    using Time = std::chrono::steady_clock::time_point;

    void apply(const flow::Event& event);
    /// Text size and colours as whoever is here wants them.
    void follow_sight();
    /// Whether touching a field brings up the keyboard on the screen.
    enum class Offer { no, yes };
    void offer_keyboard(Offer offer);
    void take(const News& news);
    void obey(const flow::Effect& effect);
    void network_changed();
    /// Whom the card worker may believe, by config image and facts.
    void set_trust();
    void tick();
    void draw();
    void note_work();
    /// Makes screen_ anew from state_; whether it is another.
    bool renew();
    /// The image on trial has come up healthy: picture and journal are there.
    void confirm_config();
    [[nodiscard]] Time next_deadline() const;
    /// How long nobody may touch anything on the screen that is shown; nothing: for ever.
    [[nodiscard]] std::optional<std::chrono::milliseconds> idle_limit() const;

    Parts of_;
    flow::State state_;
    flow::Network network_;
    Waiting waiting_;
    AccessNews access_;
    LogId log_id_;
    Scratches scratches_;
    ScreenState screen_;
    screens::help::State help_;
    hal::Speech speech_{};
    flow::Language language_;  ///< of the words that the stage has
    bool stale_ = true;        ///< screen_ is not what state_ says
    bool drawn_ = false;
    bool confirmed_ = false;

    Time touched_;
    std::optional<Time> frame_due_;  ///< the next picture of what moves by itself
    std::optional<Time> look_due_;   ///< when what the workers said is looked at; nothing: they said nothing
    Time woken_;
    Time next_minute_;
    std::optional<Time> retry_at_;
    std::optional<std::pair<Time, flow::CardTurn>> card_due_;
    Voice voice_;
};

/// Where texts and other data of the program lie: beside the folder of the running binary.
std::filesystem::path data_folder();
/// The words of a language; Russian where its catalogue is missing.
ui::Words words_of(flow::Language language, Log& log);

}  // namespace zvonok::app
