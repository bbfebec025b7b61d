#pragma once

#include "station/base/input.hpp"
#include "station/base/result.hpp"
#include "station/ui/fonts.hpp"
#include "station/ui/frame.hpp"
#include "station/ui/glide.hpp"

#include <functional>
#include <memory>

struct ImDrawData;

namespace zvonok::ui {

struct StageOptions {
    Look look = Look::light;
    int text_percent = 100;           ///< 100, 125, 150 or 200
    bool on_screen_keyboard = false;  ///< a field that is touched brings up the keyboard
    int width = 1920;
    int height = 1080;
};

/// What one frame left: the picture for hal/window, and whether another frame must follow at once (input still waits
/// in the queue, or the layout has just learnt something). Show the picture only when settled: the others are steps
/// on the way.
struct Finished {
    const ImDrawData* picture = nullptr;  ///< valid until the next frame of this stage
    bool settled = true;
    bool wants_clipboard = false;  ///< hand in what it holds as input::Pasted, then the key of paste
    std::optional<Time> due{};     ///< another frame is due then: a list rolls, a key is being held
};

/// What outlives a frame: ImGui's context, fonts, look, language, focus, scrolling, and the tree of the last frame.
/// Runs with no window as well, which is how screens are tested. One thread.
class Stage {
  public:
    /// missing: no font files.
    static Result<std::unique_ptr<Stage>> open(const FontFiles& fonts, Words words, const StageOptions& options);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void handle(const input::Event& event);
    /// The time of the frames that follow. A stage that never hears of time lets no list roll and no key be
    /// held long.
    void pass(Time now);
    /// `draw` is called once, and gets at most one press, key or character of what is in the queue.
    Finished frame(const std::function<void(Frame&)>& draw);
    /// Frames until settled, 64 at most; false: never settled.
    bool settle(const std::function<void(Frame&)>& draw);

    [[nodiscard]] const Tree& tree() const;
    [[nodiscard]] const StageOptions& options() const;
    void change(const StageOptions& options);
    void speak(Words words);
    [[nodiscard]] const Words& words() const;

    /// Presses the enabled control of that name in the next frame, wherever it is drawn; false: there is none.
    bool press(Role role, std::string_view name);
    bool focus(Role role, std::string_view name);

  private:
    explicit Stage(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace zvonok::ui
