#pragma once

#include "station/base/input.hpp"
#include "station/ui/stage.hpp"
#include "station/ui/text.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace zvonok::test {

/// One screen without a window: draws until nothing changes and keeps what the person asked for.
template <class State, class Scratch, class Intent>
class Screen {
  public:
    using Draw = std::optional<Intent> (*)(ui::Frame&, const State&, Scratch&);

    Screen(Draw draw, State shown, const ui::StageOptions& options = {})
        : state(std::move(shown)),
          stage_(ui::Stage::open(ui::find_fonts().value(), ui::Words{}, options).value()),
          draw_(draw) {
        settle();
    }

    void settle() {
        bool settled = false;
        for (int frames = 0; frames < 64 && !settled; ++frames) {
            const ui::Finished finished = stage_->frame([this](ui::Frame& frame) {
                if (auto intent = draw_(frame, state, scratch)) intents.push_back(std::move(*intent));
            });
            settled = finished.settled && !finished.wants_clipboard;
            if (!finished.wants_clipboard) continue;
            stage_->handle(input::Pasted{clipboard});  // as the station does
            stage_->handle(input::KeyPress{input::Key::paste});
        }
        REQUIRE(settled);
    }
    void press(ui::Role role, std::string_view name) {
        INFO(stage_->tree().describe());
        INFO(name);
        REQUIRE(stage_->press(role, name));
        settle();
    }
    void focus(ui::Role role, std::string_view name) {
        INFO(stage_->tree().describe());
        REQUIRE(stage_->focus(role, name));
        settle();
    }
    void key(input::Key key) {
        stage_->handle(input::KeyPress{key});
        settle();
    }
    /// Ctrl+V with that in the system's clipboard.
    void paste(std::string_view clipboard) {
        stage_->handle(input::Pasted{std::string{clipboard}});
        key(input::Key::paste);
    }
    void type(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) stage_->handle(input::Character{ui::next_character(text, at)});
        settle();
    }
    void touch(ui::Role role, std::string_view name) {
        const ui::Node* node = stage_->tree().find(role, name);
        REQUIRE(node != nullptr);
        const ui::Point middle = node->rect.middle();
        stage_->handle(input::PointerMove{middle.x, middle.y});
        stage_->handle(input::PointerButton{true});
        stage_->handle(input::PointerButton{false});
        settle();
    }
    void swipe(ui::Point from, ui::Point to) {
        stage_->handle(input::PointerMove{from.x, from.y});
        stage_->handle(input::PointerButton{true});
        stage_->handle(input::PointerMove{to.x, to.y});
        settle();
        stage_->handle(input::PointerButton{false});
        settle();
    }
    /// A swipe so quick that the screen sees it at once.
    void flick(ui::Point from, ui::Point to) {
        stage_->handle(input::PointerMove{from.x, from.y});
        stage_->handle(input::PointerButton{true});
        stage_->handle(input::PointerMove{to.x, to.y});
        stage_->handle(input::PointerButton{false});
        settle();
    }
    /// The only thing that was asked for since the last take().
    template <class Wanted>
    Wanted take() {
        INFO(stage_->tree().describe());
        REQUIRE(intents.size() == 1);
        REQUIRE(std::holds_alternative<Wanted>(intents.front()));
        Wanted wanted = std::get<Wanted>(intents.front());
        intents.clear();
        return wanted;
    }
    [[nodiscard]] const ui::Tree& tree() const { return stage_->tree(); }
    [[nodiscard]] const ui::Node* find(ui::Role role, std::string_view name) const { return tree().find(role, name); }
    [[nodiscard]] bool says(std::string_view text) const { return tree().says(text); }

    State state;
    Scratch scratch;
    std::vector<Intent> intents;
    std::string clipboard;  ///< of the system, for buttons that paste

  private:
    std::unique_ptr<ui::Stage> stage_;
    Draw draw_;
};

}  // namespace zvonok::test
