// Reads the pixels of an Xvfb started with -fbdir straight from its mapped file, so that looking costs the server
// nothing, and times what happens to them. All times are in milliseconds.
//
//   screen_probe pixel FB X Y                            the colour there, RRGGBB
//   screen_probe wait  FB X Y RRGGBB|change LIMIT_S      waits for the colour, or for any other than now; prints the
//   time screen_probe start FB X Y RRGGBB|change LIMIT_S -- COMMAND...
//                                                       starts the command; prints "TIME PID" when the pixel has the
//                                                       colour (change: another than before); leaves it running
//   screen_probe click FB PX PY X Y COUNT GAP_MS [FB2 [W H]]
//                                                       clicks at X,Y of $DISPLAY with random pauses of GAP..2*GAP;
//                                                       prints for each the time until pixel PX,PY (or the box of
//                                                       W x H there; of FB2 where given: another screen) changed,
//                                                       or -1 after two seconds
//   screen_probe turns ...                              the same, every second click 60 pixels further right
//   screen_probe wheel ...                              the same for steps of the wheel: three down, three up, and so
//   on screen_probe arrow ...                              the same for the arrow keys: right, left, and so on
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A screen's pixels as they are at this moment. The file lives as long as this program.
class Framebuffer {
  public:
    static std::optional<Framebuffer> open(const char* path) {
        const int file = ::open(path, O_RDONLY | O_CLOEXEC);
        struct stat status {};
        if (file < 0 || fstat(file, &status) != 0) return std::nullopt;
        void* mapped = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, file, 0);
        close(file);
        if (mapped == MAP_FAILED) return std::nullopt;
        return Framebuffer{static_cast<const std::uint8_t*>(mapped)};
    }
    [[nodiscard]] std::uint32_t at(int x, int y) const {
        return pixels_[static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x)] & 0xFFFFFFU;
    }
    /// One number for all pixels of a box; another picture there has another one.
    struct Box {
        int x = 0, y = 0, width = 1, height = 1;
    };
    [[nodiscard]] std::uint64_t of(const Box& box) const {
        std::uint64_t sum = 0;
        for (int y = box.y; y < box.y + box.height; ++y)
            for (int x = box.x; x < box.x + box.width; ++x) sum = sum * 1'000'003U + at(x, y);
        return sum;
    }

  private:
    /// The file is of the xwd format: big-endian numbers, a colour table of 12 bytes each, then the pixels.
    explicit Framebuffer(const std::uint8_t* file) {
        const auto number = [&](std::size_t index) {
            const std::uint8_t* at = file + 4 * index;
            return std::size_t{at[0]} << 24U | std::size_t{at[1]} << 16U | std::size_t{at[2]} << 8U | at[3];
        };
        constexpr std::size_t header_size = 0;
        constexpr std::size_t line_bytes = 12;
        constexpr std::size_t colours = 19;
        stride_ = number(line_bytes) / 4;
        pixels_ = reinterpret_cast<const volatile std::uint32_t*>(file + number(header_size) + 12 * number(colours));
    }
    const volatile std::uint32_t* pixels_ = nullptr;
    std::size_t stride_ = 0;
};

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The colour to wait for, or nothing for "any other than now".
std::optional<std::uint32_t> wanted(const char* text) {
    if (std::string_view{text} == "change") return std::nullopt;
    return static_cast<std::uint32_t>(std::strtoul(text, nullptr, 16));
}

int wait_for(const Framebuffer& screen, int x, int y, std::optional<std::uint32_t> colour, double limit_s,
             pid_t child) {
    const std::uint32_t was = screen.at(x, y);
    const Clock::time_point start = Clock::now();
    for (;;) {
        const std::uint32_t now = screen.at(x, y);
        const double time = since(start);
        if (colour ? now == *colour : now != was) {
            if (child > 0)
                std::printf("%.2f %d\n", time, child);
            else
                std::printf("%.2f\n", time);
            return 0;
        }
        const bool gone = child > 0 && waitpid(child, nullptr, WNOHANG) == child;
        if (gone || time > limit_s * 1000) {
            std::fprintf(stderr, "screen_probe: %s, the pixel is %06X\n", gone ? "the program ended" : "too late", now);
            if (child > 0 && !gone) kill(child, SIGTERM);
            return 4;
        }
        std::this_thread::sleep_for(microseconds{100});
    }
}

int start(const Framebuffer& screen, int x, int y, std::optional<std::uint32_t> colour, double limit_s,
          char** command) {
    if (colour && screen.at(x, y) == *colour) {
        std::fprintf(stderr, "screen_probe: the pixel has that colour already\n");
        return 3;
    }
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(nowhere, 0);
        dup2(nowhere, 1);
        execvp(command[0], command);
        _exit(127);
    }
    return wait_for(screen, x, y, colour, limit_s, child);
}

enum class Gesture { click, turns, wheel, arrow };

std::optional<Gesture> gesture_of(std::string_view word) {
    if (word == "click") return Gesture::click;
    if (word == "turns") return Gesture::turns;
    if (word == "wheel") return Gesture::wheel;
    if (word == "arrow") return Gesture::arrow;
    return std::nullopt;
}

constexpr int turn_pixels = 60;

void press_key(Display* display, KeySym symbol) {
    const KeyCode code = XKeysymToKeycode(display, symbol);
    XTestFakeKeyEvent(display, code, 1, 0);
    XTestFakeKeyEvent(display, code, 0, 0);
}

void make(Gesture gesture, int step, Display* display) {
    constexpr unsigned left = 1;
    constexpr unsigned wheel_up = 4;
    constexpr unsigned wheel_down = 5;
    if (gesture == Gesture::arrow) {
        press_key(display, step % 2 == 0 ? XK_Right : XK_Left);
    } else {
        unsigned button = left;
        if (gesture == Gesture::wheel) button = step / 3 % 2 == 0 ? wheel_down : wheel_up;
        XTestFakeButtonEvent(display, button, 1, 0);
        XTestFakeButtonEvent(display, button, 0, 0);
    }
    XFlush(display);
}

int repeat(Gesture gesture, const Framebuffer& watched, const Framebuffer::Box& box, int x, int y, int count,
           int gap_ms) {
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) return 2;
    std::mt19937 random{7};
    std::uniform_int_distribution<int> gap{gap_ms, 2 * gap_ms};
    XTestFakeMotionEvent(display, -1, x, y, 0);
    XSync(display, 0);
    std::this_thread::sleep_for(seconds{1});  // what the pointer's coming changes is not what is timed
    for (int i = 0; i < count; ++i) {
        std::this_thread::sleep_for(milliseconds{gap(random)});
        if (gesture == Gesture::turns) {
            XTestFakeMotionEvent(display, -1, x + i % 2 * turn_pixels, y, 0);
            XSync(display, 0);
            std::this_thread::sleep_for(milliseconds{gap_ms});  // where the pointer hovers is drawn by then
        }
        const std::uint64_t was = watched.of(box);
        const Clock::time_point begin = Clock::now();
        make(gesture, i, display);
        double time = since(begin);
        bool changed = false;
        for (; !changed && time < 2000; time = since(begin)) {
            changed = watched.of(box) != was;
            if (changed) break;
            std::this_thread::sleep_for(microseconds{20});
        }
        std::printf("%.3f\n", changed ? time : -1.0);
        std::fflush(stdout);
        XSync(display, 0);
    }
    XCloseDisplay(display);
    return 0;
}

}  // namespace

int main(int count, char** given) {
    const std::string_view what = count > 1 ? given[1] : "";
    const auto screen = count > 2 ? Framebuffer::open(given[2]) : std::nullopt;
    if (!screen || count < 5) {
        std::fprintf(stderr, "screen_probe: no such framebuffer, or too few arguments\n");
        return 2;
    }
    const auto number = [&](int index) { return std::atoi(given[index]); };
    if (what == "pixel") {
        std::printf("%06X\n", screen->at(number(3), number(4)));
        return 0;
    }
    if (what == "wait" && count >= 7)
        return wait_for(*screen, number(3), number(4), wanted(given[5]), std::atof(given[6]), 0);
    if (what == "start" && count >= 9)
        return start(*screen, number(3), number(4), wanted(given[5]), std::atof(given[6]), given + 8);
    if (const auto gesture = gesture_of(what); gesture && count >= 9) {
        const auto other = count > 9 ? Framebuffer::open(given[9]) : screen;
        if (!other) return 2;
        const Framebuffer::Box box{number(3), number(4), count > 11 ? number(10) : 1, count > 11 ? number(11) : 1};
        return repeat(*gesture, *other, box, number(5), number(6), number(7), number(8));
    }
    return 2;
}
