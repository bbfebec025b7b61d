#pragma once

#include "tests/support/temp_dir.hpp"

#include <sys/types.h>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace zvonok::test {

/// A virtual screen of one test: an Xvfb on a display number that it chose itself, whose pixels lie in a mapped file.
/// DISPLAY names it while it lives. Throws where Xvfb does not start.
class Xvfb {
  public:
    Xvfb(int width, int height);
    ~Xvfb();
    Xvfb(const Xvfb&) = delete;
    Xvfb& operator=(const Xvfb&) = delete;

    [[nodiscard]] const std::string& display() const { return display_; }
    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    /// 0xRRGGBB as it is on the screen now; asks no server.
    [[nodiscard]] std::uint32_t pixel(int x, int y) const;

  private:
    TempDir folder_;
    int width_;
    int height_;
    pid_t pid_ = -1;
    std::string display_;
    const std::uint8_t* file_ = nullptr;
    std::size_t file_bytes_ = 0;
    const volatile std::uint32_t* pixels_ = nullptr;
    std::size_t stride_ = 0;
};

}  // namespace zvonok::test
