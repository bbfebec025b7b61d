#include "station/app/voice.hpp"

#include "station/ui/spoken.hpp"

#include <utility>

namespace zvonok::app {

Voice::Voice(std::function<void(hal::Speech)> tell, hal::Devices devices)
    : tell_(std::move(tell)), devices_(std::move(devices)) {}

void Voice::follow(const ui::Stage& stage, bool wanted) {
    const bool before = std::exchange(wanted_, wanted);
    if (!wanted) {
        if (before) speaker_->hush();
        said_.clear();
        return;
    }
    if (!speaker_) speaker_ = hal::open_speaker(tell_, devices_);
    const ui::Words& words = stage.words();
    ui::Spoken spoken = ui::spoken(said_, stage.tree(), words);
    said_ = stage.tree();
    if (!before) spoken.text.insert(0, std::string{words.tr("Озвучивание включено")} + ". ");
    if (spoken.text.empty()) return;
    speaker_->say({std::move(spoken.text), words.russian() ? hal::Tongue::russian : hal::Tongue::english,
                   spoken.can_wait && before});
}

}  // namespace zvonok::app
