#include "tests/support/xvfb.hpp"

#include "station/base/file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace zvonok::test {

namespace {

/// The file is a picture of the xwd format: a header of big-endian numbers, a colour table, then the pixels.
std::uint32_t header_number(const std::uint8_t* file, std::size_t index) {
    const std::uint8_t* at = file + 4 * index;
    return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}
constexpr std::size_t header_size = 0;
constexpr std::size_t bytes_per_line = 12;
constexpr std::size_t colours = 19;
constexpr std::size_t colour_bytes = 12;

}  // namespace

Xvfb::Xvfb(int width, int height) : width_(width), height_(height) {
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) throw std::runtime_error("no pipe");
    const UniqueFd reading{pipe_ends[0]};
    UniqueFd writing{pipe_ends[1]};
    const std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    const std::string descriptor = std::to_string(writing.get());
    const std::string folder = folder_.path().string();
    pid_ = fork();
    if (pid_ == 0) {
        const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        // A server in this process must be able to let go of its port while the screen lives on.
        close_range(3, static_cast<unsigned>(writing.get()) - 1, 0);
        close_range(static_cast<unsigned>(writing.get()) + 1, ~0U, 0);
        execlp("Xvfb", "Xvfb", "-displayfd", descriptor.c_str(), "-screen", "0", screen.c_str(), "-fbdir",
               folder.c_str(), "-nolisten", "tcp", "-noreset", static_cast<char*>(nullptr));
        _exit(127);
    }
    writing = UniqueFd{};
    std::string number;
    for (char byte = 0; read(reading.get(), &byte, 1) == 1 && byte != '\n';) number += byte;
    if (number.empty()) throw std::runtime_error("Xvfb did not start");
    display_ = ":" + number;
    setenv("DISPLAY", display_.c_str(), 1);

    const UniqueFd file{open((folder_ / "Xvfb_screen0").c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status {};
    if (!file.valid() || fstat(file.get(), &status) != 0) throw std::runtime_error("Xvfb shows no framebuffer");
    file_bytes_ = static_cast<std::size_t>(status.st_size);
    void* mapped = mmap(nullptr, file_bytes_, PROT_READ, MAP_SHARED, file.get(), 0);
    if (mapped == MAP_FAILED) throw std::runtime_error("the framebuffer can't be mapped");
    file_ = static_cast<const std::uint8_t*>(mapped);
    stride_ = header_number(file_, bytes_per_line) / sizeof(std::uint32_t);
    pixels_ = reinterpret_cast<const volatile std::uint32_t*>(file_ + header_number(file_, header_size) +
                                                              colour_bytes * header_number(file_, colours));
}

Xvfb::~Xvfb() {
    if (file_ != nullptr) munmap(const_cast<std::uint8_t*>(file_), file_bytes_);
    if (pid_ > 0) {
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    unsetenv("DISPLAY");
}

std::uint32_t Xvfb::pixel(int x, int y) const {
    return pixels_[static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x)] & 0xFFFFFFU;
}

}  // namespace zvonok::test
