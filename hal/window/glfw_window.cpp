#include "hal/window/glfw_window.hpp"

#include "hal/window/damage.hpp"
#include "hal/window/painter.hpp"
#include "hal/window/part_copy.hpp"

#include <cstring>
#include <utility>

namespace zvonok::hal {

namespace {

struct Library {
    Library() = default;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() { glfwTerminate(); }
};
struct DestroyWindow {
    void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};

std::string last_error() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text != nullptr ? text : "no reason given";
}

std::optional<input::Key> meaning(int key, int modifiers) {
    using input::Key;
    if ((modifiers & GLFW_MOD_CONTROL) != 0) {
        switch (key) {
            case GLFW_KEY_A:
                return Key::select_all;
            case GLFW_KEY_C:
                return Key::copy;
            case GLFW_KEY_X:
                return Key::cut;
            case GLFW_KEY_V:
                return Key::paste;
            case GLFW_KEY_Z:
                return Key::undo;
            default:
                return std::nullopt;
        }
    }
    switch (key) {
        case GLFW_KEY_TAB:
            return Key::tab;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return Key::enter;
        case GLFW_KEY_ESCAPE:
            return Key::escape;
        case GLFW_KEY_SPACE:
            return Key::space;
        case GLFW_KEY_BACKSPACE:
            return Key::backspace;
        case GLFW_KEY_DELETE:
            return Key::remove;
        case GLFW_KEY_LEFT:
            return Key::left;
        case GLFW_KEY_RIGHT:
            return Key::right;
        case GLFW_KEY_UP:
            return Key::up;
        case GLFW_KEY_DOWN:
            return Key::down;
        case GLFW_KEY_HOME:
            return Key::home;
        case GLFW_KEY_END:
            return Key::end;
        case GLFW_KEY_PAGE_UP:
            return Key::page_up;
        case GLFW_KEY_PAGE_DOWN:
            return Key::page_down;
        case GLFW_KEY_F1:
            return Key::help;
        case GLFW_KEY_F4:
            return Key::voice;
        default:
            return std::nullopt;
    }
}

class GlfwWindow final : public Window {
  public:
    static Result<std::unique_ptr<Window>> open(const GlfwOptions& options);

    [[nodiscard]] Extent extent() const override { return extent_; }
    std::vector<input::Event> wait(std::optional<std::chrono::steady_clock::time_point> until) override;
    void wake() override { glfwPostEmptyEvent(); }
    bool show(const ImDrawData& picture) override;
    [[nodiscard]] std::string clipboard() override;
    [[nodiscard]] bool closing() const override { return glfwWindowShouldClose(window_.get()) != 0; }
    [[nodiscard]] const WindowCounters& counters() const override { return counters_; }
    [[nodiscard]] std::vector<std::uint8_t> pixels() override;

  private:
    using Handle = std::unique_ptr<GLFWwindow, DestroyWindow>;
    GlfwWindow(std::unique_ptr<Library> library, Handle window, const Gl& gl, Painter painter);
    void listen();
    void keep(const GlfwOptions& options);
    void present(std::span<const Box> boxes);
    [[nodiscard]] Box whole() const { return {0, 0, extent_.width, extent_.height}; }
    void heard(input::Event event) { events_.push_back(std::move(event)); }

    std::unique_ptr<Library> library_;
    Handle window_;
    Gl gl_;
    Painter painter_;
    Damage damage_;
    Extent extent_{};
    WindowCounters counters_;
    std::vector<input::Event> events_;
    std::optional<Extent> shown_;  ///< what the last picture was drawn for
    bool uncovered_ = false;

    std::optional<PartCopy> copy_;  // with it the back buffer keeps the picture, else the framebuffer does
    bool redraw_all_ = false;
    GLuint framebuffer_ = 0;
    GLuint colour_ = 0;
    Extent colour_extent_{};
};

/// Empty: nothing there, or a picture or other thing that is no text.
std::string GlfwWindow::clipboard() {
    const char* text = glfwGetClipboardString(window_.get());
    return text == nullptr ? std::string{} : std::string(text, strnlen(text, input::clipboard_bytes));
}

GlfwWindow* self(GLFWwindow* window) {
    return static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
}

GlfwWindow::GlfwWindow(std::unique_ptr<Library> library, Handle window, const Gl& gl, Painter painter)
    : library_(std::move(library)), window_(std::move(window)), gl_(gl), painter_(std::move(painter)) {
    glfwGetFramebufferSize(window_.get(), &extent_.width, &extent_.height);
}

Result<std::unique_ptr<Window>> GlfwWindow::open(const GlfwOptions& options) {
    if (glfwInit() == 0) return fail(FaultKind::missing, "no display: " + last_error());
    auto library = std::make_unique<Library>();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    // Eight megabytes at 1920 x 1080 each, and nothing here has depth.
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_ALPHA_BITS, 0);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    glfwWindowHint(GLFW_DECORATED, options.extent ? GLFW_TRUE : GLFW_FALSE);
    if (options.extent) glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);  // it is placed first
    GLFWmonitor* monitor = options.extent ? nullptr : glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (!options.extent && mode == nullptr) return fail(FaultKind::missing, "no monitor");
    const Extent extent = options.extent ? *options.extent : Extent{mode->width, mode->height};
    Handle window{glfwCreateWindow(extent.width, extent.height, options.title.c_str(), monitor, nullptr)};
    if (!window) return fail(FaultKind::refused, "no OpenGL 3.0 window: " + last_error());
    if (options.extent) {
        glfwSetWindowPos(window.get(), options.x, options.y);
        glfwShowWindow(window.get());
    }
    if (!options.pointer) glfwSetInputMode(window.get(), GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
    glfwMakeContextCurrent(window.get());
    glfwSwapInterval(0);  // frames come when something happens, so none has to wait for the beam
    const auto gl = Gl::load();
    if (!gl) return tl::unexpected(gl.error());
    auto painter = Painter::make(*gl);
    if (!painter) return tl::unexpected(painter.error());
    std::unique_ptr<GlfwWindow> opened{new GlfwWindow{std::move(library), std::move(window), *gl, std::move(*painter)}};
    opened->listen();
    opened->keep(options);
    return opened;
}

void GlfwWindow::listen() {
    GLFWwindow* window = window_.get();
    glfwSetWindowUserPointer(window, this);
    glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int, int action, int modifiers) {
        if (action == GLFW_RELEASE) return;
        const auto known = meaning(key, modifiers);
        if (known == input::Key::paste) self(w)->heard(input::Pasted{self(w)->clipboard()});
        if (known) self(w)->heard(input::KeyPress{*known, (modifiers & GLFW_MOD_SHIFT) != 0});
    });
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned code) { self(w)->heard(input::Character{code}); });
    glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) {
        self(w)->heard(input::PointerMove{static_cast<float>(x), static_cast<float>(y)});
    });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int) {
        if (button == GLFW_MOUSE_BUTTON_LEFT) self(w)->heard(input::PointerButton{action == GLFW_PRESS});
    });
    glfwSetScrollCallback(
        window, [](GLFWwindow* w, double, double steps) { self(w)->heard(input::Scroll{static_cast<float>(steps)}); });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int width, int height) {
        self(w)->extent_ = {width, height};
        self(w)->heard(input::Resize{width, height});
    });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { self(w)->uncovered_ = true; });
}

void GlfwWindow::keep(const GlfwOptions& options) {
    redraw_all_ = options.redraw == Redraw::all;
    if (options.keeping == Keeping::best) copy_ = PartCopy::find();
    if (copy_) return;
    gl_.GenFramebuffers(1, &framebuffer_);
    gl_.GenRenderbuffers(1, &colour_);
    gl_.BindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    gl_.BindRenderbuffer(GL_RENDERBUFFER, colour_);
    gl_.FramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour_);
}

std::vector<input::Event> GlfwWindow::wait(std::optional<std::chrono::steady_clock::time_point> until) {
    events_.clear();
    if (!until) {
        glfwWaitEvents();
    } else {
        const std::chrono::duration<double> left = *until - std::chrono::steady_clock::now();
        if (left.count() > 0)
            glfwWaitEventsTimeout(left.count());
        else
            glfwPollEvents();
    }
    // A picture of another size can't be shown again: the one for the new size is on its way.
    if (std::exchange(uncovered_, false) && shown_ == extent_) {
        const Box all = whole();
        present({&all, 1});
    }
    return std::move(events_);
}

bool GlfwWindow::show(const ImDrawData& picture) {
    if (painter_.take_texture() || redraw_all_) damage_.forget();
    const std::vector<Box> boxes = damage_.compare(picture, extent_);
    if (boxes.empty()) return false;
    if (copy_ && shown_ && *shown_ != extent_) {
        // Mesa's software path learns the window's new size at a swap, and nothing else here swaps. All is drawn anew.
        glfwSwapBuffers(window_.get());
    }
    if (!copy_ && colour_extent_ != extent_) {
        gl_.RenderbufferStorage(GL_RENDERBUFFER, GL_RGB8, extent_.width, extent_.height);
        colour_extent_ = extent_;
    }
    painter_.paint(damage_.picture(), boxes, extent_);
    present(boxes);
    shown_ = extent_;
    ++counters_.frames;
    for (const Box& box : boxes) counters_.pixels += box.area();
    counters_.last = std::chrono::steady_clock::now();
    return true;
}

void GlfwWindow::present(std::span<const Box> boxes) {
    if (copy_) return copy_->copy(boxes, extent_);
    gl_.BindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    gl_.Disable(GL_SCISSOR_TEST);
    gl_.BlitFramebuffer(0, 0, extent_.width, extent_.height, 0, 0, extent_.width, extent_.height, GL_COLOR_BUFFER_BIT,
                        GL_NEAREST);
    gl_.Enable(GL_SCISSOR_TEST);
    glfwSwapBuffers(window_.get());
    gl_.BindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
}

std::vector<std::uint8_t> GlfwWindow::pixels() {
    const auto row = static_cast<std::size_t>(extent_.width) * 4;
    std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(extent_.height));
    gl_.ReadPixels(0, 0, extent_.width, extent_.height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    std::vector<std::uint8_t> result(upside_down.size());
    for (std::size_t from = 0; from < result.size(); from += row)
        std::copy_n(upside_down.begin() + static_cast<std::ptrdiff_t>(result.size() - from - row), row,
                    result.begin() + static_cast<std::ptrdiff_t>(from));
    return result;
}

}  // namespace

Result<std::unique_ptr<Window>> open_glfw_window(const GlfwOptions& options) {
    return GlfwWindow::open(options);
}

}  // namespace zvonok::hal
