#include "hal/speech/speech.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <vector>

using namespace zvonok;
using namespace zvonok::hal;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds deadline{20};

/// What the device heard, and whether it lets go.
class Room {
  public:
    void open_door() {
        change([&] { closed_ = false; });
    }
    void close_door() {
        change([&] { closed_ = true; });
    }
    void begin() {
        change([&] { heard_.emplace_back(); });
    }
    void end() {
        change([&] { ++ended_; });
    }
    /// As a device with no room left: waits until somebody lets it go.
    void play(std::size_t samples) {
        std::unique_lock lock{mutex_};
        heard_.back() += samples;
        changed_.notify_all();
        changed_.wait_for(lock, deadline, [&] { return !closed_; });
    }
    void tell(Speech speech) {
        change([&] { told_ = speech; });
    }
    template <class Condition>
    bool comes(Condition condition) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, deadline, [&] { return condition(*this); });
    }

    std::vector<std::size_t> heard_;  ///< samples by text
    int ended_ = 0;
    std::optional<Speech> told_;

  private:
    template <class Do>
    void change(Do what) {
        const std::lock_guard lock{mutex_};
        what();
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    bool closed_ = false;
};

class HeardSound final : public Sound {
  public:
    explicit HeardSound(Room& room) : room_(room) {}
    Result<void> begin() override {
        room_.begin();
        return {};
    }
    Result<void> play(std::span<const std::int16_t> samples) override {
        room_.play(samples.size());
        return {};
    }
    void end() override { room_.end(); }
    bool sounds() override { return false; }

  private:
    Room& room_;
};

/// One sample a byte of the text, ten at a time.
class PlainVoice final : public Voice {
  public:
    [[nodiscard]] int rate() const override { return 22050; }
    Result<void> speak(const std::string& text, Tongue /*tongue*/, const Samples& take) override {
        const std::vector<std::int16_t> samples(text.size(), 100);
        for (std::size_t at = 0; at < samples.size(); at += 10)
            if (!take(std::span{samples}.subspan(at, std::min<std::size_t>(10, samples.size() - at)))) break;
        return {};
    }
};

std::unique_ptr<Speaker> speaker_in(Room& room) {
    return open_speaker(
        [&room](Speech speech) { room.tell(speech); },
        {.voice = []() -> Result<std::unique_ptr<Voice>> { return std::make_unique<PlainVoice>(); },
         .sound = [&room](int) -> Result<std::unique_ptr<Sound>> { return std::make_unique<HeardSound>(room); }});
}

const std::string long_text(1000, 'a');

/// The loudest sample, and how many there are.
struct Heard {
    std::size_t samples = 0;
    int loudest = 0;
};
Heard hear(Voice& voice, const std::string& text, Tongue tongue) {
    Heard heard;
    const auto spoken = voice.speak(text, tongue, [&](std::span<const std::int16_t> samples) {
        heard.samples += samples.size();
        for (const std::int16_t sample : samples) heard.loudest = std::max(heard.loudest, std::abs(int{sample}));
        return true;
    });
    REQUIRE(spoken);
    return heard;
}

}  // namespace

TEST_CASE("speech: a Russian word is a sound of its length, and an English one too", "[hal][speech]") {
    const auto voice = open_espeak().value();
    const auto second = static_cast<std::size_t>(voice->rate());
    for (const auto& [text, tongue] :
         {std::pair{"Сохранить", Tongue::russian}, std::pair{"Save it, please", Tongue::english}}) {
        INFO(text);
        const Heard heard = hear(*voice, text, tongue);
        CHECK(heard.loudest > 2000);
        CHECK(heard.samples > second / 5);
        CHECK(heard.samples < second * 4);
    }
    const Heard longer = hear(*voice, "Сохранить всё, что написано, и выйти", Tongue::russian);
    CHECK(longer.samples > hear(*voice, "Сохранить", Tongue::russian).samples);
}

TEST_CASE("speech: the synthesiser stops where it is told to", "[hal][speech]") {
    const auto voice = open_espeak().value();
    int pieces = 0;
    std::size_t samples = 0;
    REQUIRE(voice->speak("Очень длинное предложение, которого никто не хочет слышать до самого конца.", Tongue::russian,
                         [&](std::span<const std::int16_t> piece) {
                             samples += piece.size();
                             return ++pieces < 3;
                         }));
    CHECK(pieces == 3);
    CHECK(samples < static_cast<std::size_t>(voice->rate()));
    CHECK(hear(*voice, "Да", Tongue::russian).loudest > 2000);  // and speaks again
}

TEST_CASE("speech: a newer text cuts the older one, which nobody waits for", "[hal][speech]") {
    Room room;
    room.close_door();
    const auto speaker = speaker_in(room);
    speaker->say({long_text});
    REQUIRE(room.comes([](Room& it) { return it.heard_.size() == 1 && it.heard_.front() > 0; }));
    speaker->say({"never heard: the next comes first"});
    speaker->say({"short"});
    room.open_door();
    REQUIRE(room.comes([](Room& it) { return it.ended_ == 1; }));
    CHECK(room.heard_.size() == 2);
    CHECK(room.heard_.front() < long_text.size());
    CHECK(room.heard_.back() == 5);
    CHECK(room.told_ == Speech::works);
}

TEST_CASE("speech: what can wait is said after what is being said, the newest of it", "[hal][speech]") {
    Room room;
    room.close_door();
    const auto speaker = speaker_in(room);
    speaker->say({long_text});
    REQUIRE(room.comes([](Room& it) { return it.heard_.size() == 1 && it.heard_.front() > 0; }));
    speaker->say({.text = "an older one", .can_wait = true});
    speaker->say({.text = "newest", .can_wait = true});
    room.open_door();
    REQUIRE(room.comes([](Room& it) { return it.ended_ == 2; }));
    CHECK(room.heard_ == std::vector<std::size_t>{long_text.size(), 6});
}

TEST_CASE("speech: silence comes at once, and the end of the program waits for no text", "[hal][speech]") {
    Room room;
    room.close_door();
    {
        const auto speaker = speaker_in(room);
        speaker->say({long_text});
        REQUIRE(room.comes([](Room& it) { return it.heard_.size() == 1 && it.heard_.front() > 0; }));
        speaker->hush();
        room.open_door();
        REQUIRE(room.comes([](Room& it) { return it.heard_.size() == 2; }));  // dropped
        CHECK(room.heard_.front() < long_text.size());
        room.close_door();
        speaker->say({long_text});
        REQUIRE(room.comes([](Room& it) { return it.heard_.size() == 3 && it.heard_.back() > 0; }));
        room.open_door();
    }
    CHECK(room.ended_ <= 1);
}

TEST_CASE("speech: a machine without sound, or without voices, says so once and holds nobody up", "[hal][speech]") {
    Room room;
    const bool voiceless = GENERATE(false, true);
    const auto speaker =
        open_speaker([&room](Speech speech) { room.tell(speech); },
                     {.voice = [voiceless]() -> Result<std::unique_ptr<Voice>> {
                          if (voiceless) return fail(FaultKind::missing, "no voices");
                          return std::make_unique<PlainVoice>();
                      },
                      .sound = [](int) -> Result<std::unique_ptr<Sound>> { return fail(FaultKind::missing, "none"); }});
    speaker->say({"anything"});
    REQUIRE(room.comes([](Room& it) { return it.told_.has_value(); }));
    CHECK(room.told_ == (voiceless ? Speech::no_voice : Speech::no_sound));
}

TEST_CASE("speech: this machine's sound is opened, or its absence is a fault", "[hal][speech]") {
    const auto sound = open_alsa(22050);
    if (sound) {
        CHECK((*sound)->begin());
        CHECK_FALSE((*sound)->sounds());
    } else {
        CHECK((sound.error().kind == FaultKind::missing || sound.error().kind == FaultKind::busy));
    }
}
