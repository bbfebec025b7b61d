#pragma once

#include "hal/speech/speech.hpp"
#include "station/ui/stage.hpp"

#include <functional>
#include <memory>

/// Reads the screen to who asked for it: what changed from one picture to the next.
namespace zvonok::app {

class Voice {
  public:
    /// tell  by another thread: whether this machine can be heard at all
    explicit Voice(std::function<void(hal::Speech)> tell, hal::Devices devices = {});

    /// After a frame that came to rest. wanted: the person here is read to.
    void follow(const ui::Stage& stage, bool wanted);

  private:
    std::function<void(hal::Speech)> tell_;
    hal::Devices devices_;
    std::unique_ptr<hal::Speaker> speaker_;  ///< none before the first who wants it
    ui::Tree said_;                          ///< the tree that was spoken of last; empty: of none
    bool wanted_ = false;
};

}  // namespace zvonok::app
