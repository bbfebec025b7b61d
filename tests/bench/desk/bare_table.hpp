#pragma once

#include "station/base/result.hpp"

#include <chrono>
#include <vector>

namespace zvonok::bench {

/// How long each round took.
class Laps {
  public:
    void start() { began_ = std::chrono::steady_clock::now(); }
    void stop();
    [[nodiscard]] double median() const;  ///< milliseconds; of at least one round

  private:
    std::chrono::steady_clock::time_point began_;
    std::vector<double> times_;
};

struct Cells {
    int rows = 0;
    int columns = 0;  ///< the name's among them
};

/// What plain GLFW, OpenGL 3 and Dear ImGui with its own backends need for a table of those cells over the whole
/// display, header and names kept in sight. Prints the medians of building and of drawing a frame in milliseconds.
/// missing: no display
Result<void> draw_bare_table(const Cells& cells, int frames);

}  // namespace zvonok::bench
