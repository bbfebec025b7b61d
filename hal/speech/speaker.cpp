#include "hal/speech/speech.hpp"
#include "hal/speech/tuning.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace zvonok::hal {

namespace {

class Talker final : public Speaker {
  public:
    Talker(std::function<void(Speech)> tell, Devices devices)
        : tell_(std::move(tell)),
          devices_(std::move(devices)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}

    void say(Utterance utterance) override {
        {
            const std::lock_guard lock{mutex_};
            if (utterance.can_wait) {
                later_ = std::move(utterance);
            } else {
                next_ = std::move(utterance);
                later_.reset();
            }
        }
        changed_.notify_one();
    }

    void hush() override {
        {
            const std::lock_guard lock{mutex_};
            next_.reset();
            later_.reset();
            hush_ = true;
        }
        changed_.notify_one();
    }

  private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::unique_lock lock{mutex_};
            const auto urgent = [this] { return next_ || hush_; };
            if (!later_) {
                changed_.wait(lock, stop, [&] { return urgent() || later_; });
            } else if (!urgent()) {
                changed_.wait_for(lock, stop, tuning::look_again, urgent);
            }
            if (stop.stop_requested()) break;
            const bool cut = std::exchange(hush_, false);
            std::optional<Utterance> utterance = std::exchange(next_, {});
            lock.unlock();
            if (!utterance && cut) {
                fall_silent();
            } else if (utterance) {
                utter(*utterance, stop);
            } else if (!sound_ || !sound_->sounds()) {
                lock.lock();
                utterance = std::exchange(later_, {});
                lock.unlock();
                if (utterance) utter(*utterance, stop);
            }
        }
        fall_silent();
    }

    void fall_silent() {
        if (sound_ && !sound_->begin()) sound_.reset();
    }

    bool interrupted(const std::stop_token& stop) {
        const std::lock_guard lock{mutex_};
        return stop.stop_requested() || next_ || hush_;
    }

    bool open_devices() {
        if (!voice_) {
            auto voice = devices_.voice();
            if (!voice) return become(Speech::no_voice), false;
            voice_ = std::move(*voice);
        }
        if (!sound_) {
            auto sound = devices_.sound(voice_->rate());
            if (!sound) return become(Speech::no_sound), false;
            sound_ = std::move(*sound);
        }
        if (!sound_->begin()) {
            sound_.reset();
            return become(Speech::no_sound), false;
        }
        return true;
    }

    void utter(const Utterance& utterance, const std::stop_token& stop) {
        if (!open_devices()) return;
        bool lost = false;
        const auto spoken = voice_->speak(utterance.text, utterance.tongue, [&](std::span<const std::int16_t> samples) {
            if (interrupted(stop)) return false;
            lost = !sound_->play(samples);
            return !lost;
        });
        if (!spoken) return become(Speech::no_voice);
        if (lost) {
            sound_.reset();
            return become(Speech::no_sound);
        }
        become(Speech::works);
        if (!interrupted(stop)) sound_->end();
    }

    void become(Speech speech) {
        if (std::exchange(speech_, speech) != speech) tell_(speech);
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<Utterance> next_, later_;
    bool hush_ = false;

    // Of the thread alone.
    std::function<void(Speech)> tell_;
    Devices devices_;
    std::unique_ptr<Voice> voice_;
    std::unique_ptr<Sound> sound_;
    Speech speech_ = Speech::untried;

    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<Speaker> open_speaker(std::function<void(Speech)> tell, Devices devices) {
    return std::make_unique<Talker>(std::move(tell), std::move(devices));
}

}  // namespace zvonok::hal
