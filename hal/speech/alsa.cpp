#include "hal/speech/speech.hpp"
#include "hal/speech/tuning.hpp"

#include <alsa/asoundlib.h>

namespace zvonok::hal {

namespace {

struct ClosePcm {
    void operator()(snd_pcm_t* pcm) const { snd_pcm_close(pcm); }
};
using Pcm = std::unique_ptr<snd_pcm_t, ClosePcm>;

/// What the library would write to the program's error output is said by the fault instead.
void say_nothing(const char* /*file*/, int /*line*/, const char* /*function*/, int /*error*/, const char* /*format*/,
                 ...) {}

tl::unexpected<Fault> sound_fault(const char* what, long error) {
    return fail(error == -EBUSY ? FaultKind::busy : FaultKind::missing,
                std::string{what} + ": " + snd_strerror(static_cast<int>(error)), static_cast<int>(-error));
}

class Alsa final : public Sound {
  public:
    explicit Alsa(Pcm pcm) : pcm_(std::move(pcm)) {}

    Result<void> begin() override {
        snd_pcm_drop(pcm_.get());
        if (const int error = snd_pcm_prepare(pcm_.get()); error < 0) return sound_fault("prepare", error);
        return {};
    }

    Result<void> play(std::span<const std::int16_t> samples) override {
        int waited_ms = 0;
        while (!samples.empty()) {
            const snd_pcm_sframes_t taken = snd_pcm_writei(pcm_.get(), samples.data(), samples.size());
            if (taken == -EAGAIN) {
                if (waited_ms >= tuning::device_patience_ms) return fail(FaultKind::busy, "the sound device is stuck");
                snd_pcm_wait(pcm_.get(), tuning::piece_ms);
                waited_ms += tuning::piece_ms;
            } else if (taken < 0) {
                // Starved or put to sleep: it goes on where it was.
                if (const int error = snd_pcm_recover(pcm_.get(), static_cast<int>(taken), 1); error < 0)
                    return sound_fault("write", error);
            } else {
                samples = samples.subspan(static_cast<std::size_t>(taken));
                waited_ms = 0;
            }
        }
        return {};
    }

    void end() override {
        // The last sounds would wait for more in a device that begins with a full buffer only.
        if (snd_pcm_state(pcm_.get()) == SND_PCM_STATE_PREPARED) snd_pcm_start(pcm_.get());
    }

    bool sounds() override {
        snd_pcm_sframes_t left = 0;
        return snd_pcm_state(pcm_.get()) == SND_PCM_STATE_RUNNING && snd_pcm_delay(pcm_.get(), &left) == 0 && left > 0;
    }

  private:
    Pcm pcm_;
};

}  // namespace

Result<std::unique_ptr<Sound>> open_alsa(int rate) {
    snd_lib_error_set_handler(say_nothing);
    snd_pcm_t* opened = nullptr;
    if (const int error = snd_pcm_open(&opened, "default", SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK); error < 0)
        return sound_fault("open", error);
    Pcm pcm{opened};
    constexpr unsigned channels = 1;
    constexpr int may_resample = 1;
    const int error = snd_pcm_set_params(opened, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, channels,
                                         static_cast<unsigned>(rate), may_resample, tuning::heard_late_ms * 1000U);
    if (error < 0) return sound_fault("set up", error);
    return std::make_unique<Alsa>(std::move(pcm));
}

}  // namespace zvonok::hal
