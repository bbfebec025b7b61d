#pragma once

#include "station/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

/// Says texts aloud. Who asks never waits: an own thread makes the sound, and a newer text cuts an older one off.
namespace zvonok::hal {

enum class Tongue : std::uint8_t { russian, english };

struct Utterance {
    std::string text;
    Tongue tongue{};
    bool can_wait = false;  ///< does not cut off what is being said; the newest that waits is said after it
};

/// What a machine can do for who listens.
enum class Speech : std::uint8_t {
    untried,  ///< nothing had to be said yet
    works,
    no_sound,  ///< no sound device, or it is taken
    no_voice,  ///< the synthesiser's voices are not installed
};

class Speaker {
  public:
    virtual ~Speaker() = default;
    virtual void say(Utterance utterance) = 0;
    /// Silence at once; nothing that waits is said.
    virtual void hush() = 0;
};

/// 16-bit samples of one channel, some thousands at a time; false: it is to stop.
using Samples = std::function<bool(std::span<const std::int16_t>)>;

/// Text to samples. One at a time in a program: the synthesiser beneath is one.
class Voice {
  public:
    virtual ~Voice() = default;
    [[nodiscard]] virtual int rate() const = 0;  ///< samples a second
    /// missing: no voice of that language.   Returns when all was taken, or the taker told to stop.
    virtual Result<void> speak(const std::string& text, Tongue tongue, const Samples& take) = 0;
};

/// Where samples go.
class Sound {
  public:
    virtual ~Sound() = default;
    /// Drops what has not been heard yet and gets ready for more.
    virtual Result<void> begin() = 0;
    /// Returns when there is room for more.
    virtual Result<void> play(std::span<const std::int16_t> samples) = 0;
    /// No more comes; what was played is heard to its end.
    virtual void end() = 0;
    /// Whether something is still to be heard.
    [[nodiscard]] virtual bool sounds() = 0;
};

/// missing: no data of voices on this machine
Result<std::unique_ptr<Voice>> open_espeak();
/// missing, busy: no sound device, or another program has it
Result<std::unique_ptr<Sound>> open_alsa(int rate);

struct Devices {
    std::function<Result<std::unique_ptr<Voice>>()> voice = open_espeak;
    std::function<Result<std::unique_ptr<Sound>>(int rate)> sound = open_alsa;
};

/// tell  called in the thread of the sound when the speech begins to work or stops to. Devices are opened there too,
/// with the first text; those that fail are tried again with a later one.
std::unique_ptr<Speaker> open_speaker(std::function<void(Speech)> tell, Devices devices = {});

}  // namespace zvonok::hal
