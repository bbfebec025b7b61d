#include "hal/speech/speech.hpp"
#include "hal/speech/tuning.hpp"

#include <espeak-ng/speak_lib.h>

namespace zvonok::hal {

namespace {

int hand_on(short* samples, int count, espeak_EVENT* events) {
    constexpr int go_on = 0, stop = 1;
    if (samples == nullptr || count <= 0 || events == nullptr) return go_on;
    const auto* take = static_cast<const Samples*>(events->user_data);
    return take == nullptr || (*take)({samples, static_cast<std::size_t>(count)}) ? go_on : stop;
}

/// The library is one for the whole program and says so by having no handle; this object is its use.
class Espeak final : public Voice {
  public:
    explicit Espeak(int rate) : rate_(rate) {
        espeak_SetSynthCallback(hand_on);
        espeak_SetParameter(espeakRATE, tuning::words_a_minute, 0);
    }

    [[nodiscard]] int rate() const override { return rate_; }

    Result<void> speak(const std::string& text, Tongue tongue, const Samples& take) override {
        if (espeak_SetVoiceByName(tongue == Tongue::russian ? "ru" : "en") != EE_OK)
            return fail(FaultKind::missing, "no voice of that language");
        // It takes user data without const and hands it back untouched.
        void* taker = const_cast<Samples*>(&take);
        const espeak_ERROR done =
            espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, taker);
        if (done != EE_OK) return fail(FaultKind::bug, "espeak did not speak", static_cast<int>(done));
        return {};
    }

  private:
    int rate_;
};

}  // namespace

Result<std::unique_ptr<Voice>> open_espeak() {
    // Without that option a library that finds no data ends the program. Begun once and never ended: espeak_Terminate
    // of 1.51 can wait for its own thread without end.
    static const int rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, tuning::piece_ms, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0) return fail(FaultKind::missing, "no data of espeak-ng");
    return std::make_unique<Espeak>(rate);
}

}  // namespace zvonok::hal
