#pragma once

#include "tests/support/xvfb.hpp"

#include <array>
#include <filesystem>
#include <vector>

/// Screens compared as one sees them at a glance: by the mean colour of each square of glance_square pixels. Another
/// version of a font draws a letter a pixel wider or bolder and moves a mean little; a button that is missing, a word
/// elsewhere or another colour moves it much.
namespace zvonok::test {

struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;  ///< 0xRRGGBB, line by line

    [[nodiscard]] std::uint32_t& at(int x, int y) {
        return pixels.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    }
    /// One colour over that rectangle, as far as it lies within.
    void cover(int x, int y, int w, int h, std::uint32_t colour);
    /// All of it so many pixels to the right and down; what comes in is what stood at the edge.
    [[nodiscard]] Picture moved(int right, int down) const;
};
Picture picture_of(const Xvfb& screen);

inline constexpr int glance_square = 20;

struct Glance {
    int columns = 0, rows = 0;
    std::vector<std::array<std::uint8_t, 3>> squares;
};
Glance glance_at(const Picture& picture);

/// As a portable pixmap (PPM, P6), which any viewer opens. Throws where there is none.
Glance read_glance(const std::filesystem::path& file);
void write_glance(const std::filesystem::path& file, const Glance& glance);

/// How far the two are apart, in steps of 256 of a colour.
struct Unlike {
    double mean = 0;  ///< over all squares
    int worst = 0;    ///< of the square at column and row
    int column = 0, row = 0;
};
Unlike compare(const Glance& left, const Glance& right);
/// What another version of a font may do.
bool alike(const Unlike& difference);

}  // namespace zvonok::test
