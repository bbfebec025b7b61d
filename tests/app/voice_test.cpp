#include "station/app/voice.hpp"
#include "station/ui/fonts.hpp"

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <vector>

using namespace zvonok;

namespace {

/// What reached the synthesiser.
class Listener {
  public:
    hal::Devices devices() {
        return {.voice = [this]() -> Result<std::unique_ptr<hal::Voice>> { return std::make_unique<Heard>(*this); },
                .sound = [](int) -> Result<std::unique_ptr<hal::Sound>> { return std::make_unique<Quiet>(); }};
    }
    /// Waits until so many texts came.
    std::vector<std::string> texts(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return texts_.size() >= count; });
        return texts_;
    }

  private:
    class Heard final : public hal::Voice {
      public:
        explicit Heard(Listener& by) : by_(by) {}
        [[nodiscard]] int rate() const override { return 22050; }
        Result<void> speak(const std::string& text, hal::Tongue /*tongue*/, const hal::Samples& /*take*/) override {
            const std::lock_guard lock{by_.mutex_};
            by_.texts_.push_back(text);
            by_.changed_.notify_all();
            return {};
        }

      private:
        Listener& by_;
    };
    class Quiet final : public hal::Sound {
      public:
        Result<void> begin() override { return {}; }
        Result<void> play(std::span<const std::int16_t> /*samples*/) override { return {}; }
        void end() override {}
        bool sounds() override { return false; }
    };

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> texts_;
};

void draw(ui::Frame& frame) {
    frame.title("Кабинет 12");
    frame.button("Сохранить");
}

}  // namespace

TEST_CASE("voice: nothing is said before somebody wants it, then where he is, and nothing twice", "[app][voice]") {
    const auto stage = ui::Stage::open(ui::find_fonts().value(), ui::Words{}, {}).value();
    REQUIRE(stage->settle(draw));
    Listener listener;
    app::Voice voice{[](hal::Speech) {}, listener.devices()};
    voice.follow(*stage, false);
    voice.follow(*stage, true);
    CHECK(listener.texts(1) == std::vector<std::string>{"Озвучивание включено. Кабинет 12"});
    voice.follow(*stage, true);
    REQUIRE(stage->focus(ui::Role::button, "Сохранить"));
    REQUIRE(stage->settle(draw));
    voice.follow(*stage, true);
    CHECK(listener.texts(2).back() == "кнопка Сохранить");
    voice.follow(*stage, false);
    voice.follow(*stage, true);
    CHECK(listener.texts(3).back() == "Озвучивание включено. Кабинет 12. кнопка Сохранить");
    CHECK(listener.texts(3).size() == 3);
}
