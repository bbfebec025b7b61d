#pragma once

#include <chrono>
#include <vector>

/// A list that was thrown by a finger rolls on and comes to rest by itself.
namespace zvonok::ui {

using Time = std::chrono::steady_clock::time_point;

class Glide {
  public:
    /// Where the finger is that draws the list.
    void hold(float at, Time now);
    /// The finger is lifted: rolls on where it was fast enough.
    ///
    /// from    where the list stands
    /// slowest pixels a second below which a list stands still
    void let_go(float from, float slowest, Time now);
    void stop();

    [[nodiscard]] bool rolls() const { return rolls_; }
    /// Where the list stands now, by the measure of let_go(); the last place is that of rest.
    float place(Time now);

  private:
    struct Sample {
        float at;
        Time when;
    };
    std::vector<Sample> held_;  ///< of the last moments only
    bool rolls_ = false;
    float from_ = 0;
    float speed_ = 0;  ///< pixels a second, at the start
    float slowest_ = 0;
    Time since_{};
};

}  // namespace zvonok::ui
