#include "tests/support/glance.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace zvonok::test {

namespace {

// A text moved by a pixel changes its squares by up to 11 and all of them by 0.3 on average; an empty cell that gets
// one letter changes its square by 30.
constexpr double most_mean = 0.8;
constexpr int most_worst = 22;

}  // namespace

void Picture::cover(int x, int y, int w, int h, std::uint32_t colour) {
    for (int line = std::max(0, y); line < std::min(height, y + h); ++line)
        for (int column = std::max(0, x); column < std::min(width, x + w); ++column) at(column, line) = colour;
}

Picture Picture::moved(int right, int down) const {
    Picture moved = *this;
    Picture from = *this;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) moved.at(x, y) = from.at(std::max(0, x - right), std::max(0, y - down));
    return moved;
}

Picture picture_of(const Xvfb& screen) {
    Picture picture{screen.width(), screen.height(), {}};
    picture.pixels.reserve(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) picture.pixels.push_back(screen.pixel(x, y));
    return picture;
}

Glance glance_at(const Picture& picture) {
    Glance glance{picture.width / glance_square, picture.height / glance_square, {}};
    Picture of = picture;
    for (int row = 0; row < glance.rows; ++row) {
        for (int column = 0; column < glance.columns; ++column) {
            std::array<unsigned, 3> sum{};
            for (int y = 0; y < glance_square; ++y)
                for (int x = 0; x < glance_square; ++x) {
                    const std::uint32_t pixel = of.at(column * glance_square + x, row * glance_square + y);
                    for (std::size_t n = 0; n < 3; ++n) sum[n] += pixel >> (16 - 8 * n) & 0xFFU;
                }
            auto& square = glance.squares.emplace_back();
            for (std::size_t n = 0; n < 3; ++n)
                square[n] = static_cast<std::uint8_t>(sum[n] / (glance_square * glance_square));
        }
    }
    return glance;
}

Glance read_glance(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string kind;
    int most = 0;
    Glance glance;
    if (!(stream >> kind >> glance.columns >> glance.rows >> most) || kind != "P6" || most != 255)
        throw std::runtime_error("no glance in " + file.string());
    stream.get();
    glance.squares.resize(static_cast<std::size_t>(glance.columns) * static_cast<std::size_t>(glance.rows));
    for (auto& square : glance.squares)
        for (std::uint8_t& part : square) part = static_cast<std::uint8_t>(stream.get());
    if (!stream) throw std::runtime_error("a glance is cut: " + file.string());
    return glance;
}

void write_glance(const std::filesystem::path& file, const Glance& glance) {
    std::ofstream stream{file, std::ios::binary};
    stream << "P6\n" << glance.columns << ' ' << glance.rows << "\n255\n";
    for (const auto& square : glance.squares)
        for (const std::uint8_t part : square) stream.put(static_cast<char>(part));
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

Unlike compare(const Glance& left, const Glance& right) {
    if (left.columns != right.columns || left.rows != right.rows) return {255, 255, 0, 0};
    Unlike unlike;
    double sum = 0;
    for (std::size_t n = 0; n < left.squares.size(); ++n) {
        int difference = 0;
        for (std::size_t part = 0; part < 3; ++part)
            difference = std::max(difference, std::abs(left.squares[n][part] - right.squares[n][part]));
        sum += difference;
        if (difference <= unlike.worst) continue;
        unlike.worst = difference;
        unlike.column = static_cast<int>(n) % left.columns;
        unlike.row = static_cast<int>(n) / left.columns;
    }
    unlike.mean = sum / static_cast<double>(left.squares.size());
    return unlike;
}

bool alike(const Unlike& difference) {
    return difference.mean <= most_mean && difference.worst <= most_worst;
}

}  // namespace zvonok::test
