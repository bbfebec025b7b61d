#include "tests/support/fake_readers.hpp"

#include <algorithm>
#include <map>

namespace zvonok::test {

using card::virtual_card::PivApplet;

struct FakeReaders::Shared {
    struct Slot {
        std::optional<PivApplet> applet;
        bool mute = false;
        std::uint32_t insertion = 0;
        [[nodiscard]] bool present() const { return applet || mute; }
    };
    std::mutex mutex;
    std::condition_variable changed;
    Service service = Service::up;
    std::uint32_t life = 1;  ///< of the service; a context of an earlier one is dead
    std::map<std::string, Slot> slots;
    Tamper tamper;
    int commands = 0;
    int resets = 0;
    int waits = 0;

    void change(const std::function<void()>& how) {
        const std::scoped_lock lock{mutex};
        how();
        changed.notify_all();
    }
};

class FakeReaders::Source final : public card::StatusSource {
  public:
    explicit Source(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    Result<void> open() override {
        const std::scoped_lock lock{shared_->mutex};
        if (shared_->service == Service::down) return fail(FaultKind::offline, "no service");
        if (shared_->service == Service::denied) return fail(FaultKind::refused, "access denied");
        life_ = shared_->life;
        return {};
    }
    void close() override {}
    Result<std::vector<std::string>> readers() override {
        const std::scoped_lock lock{shared_->mutex};
        if (life_ != shared_->life) return fail(FaultKind::offline, "the service died");
        listed_.clear();
        for (const auto& [name, slot] : shared_->slots) listed_.push_back(name);
        return listed_;
    }
    Result<void> wait(std::vector<card::ReaderState>& states, std::chrono::milliseconds longest) override {
        std::unique_lock lock{shared_->mutex};
        ++shared_->waits;
        waiting_ = true;
        const auto news = [&] {
            return cancelled_ || life_ != shared_->life || !is_as_listed() ||
                   !std::ranges::all_of(states, [&](auto& s) {
                       return s.service_state != 0 && s.insertion == shared_->slots.at(s.reader).insertion;
                   });
        };
        shared_->changed.wait_for(lock, longest, news);
        waiting_ = false;
        cancelled_ = false;
        if (life_ != shared_->life) return fail(FaultKind::offline, "the service died");
        for (card::ReaderState& state : states) {
            const auto found = shared_->slots.find(state.reader);
            if (found == shared_->slots.end()) return fail(FaultKind::missing, "unknown reader");
            const Shared::Slot& slot = found->second;
            state.present = slot.present();
            state.mute = slot.mute;
            state.insertion = slot.insertion;
            state.atr = slot.applet ? PivApplet::atr() : Bytes{};
            state.service_state = 1;
        }
        return {};
    }
    void cancel() override {
        const std::scoped_lock lock{shared_->mutex};
        // As PC/SC does: without a wait it is forgotten.
        if (waiting_) cancelled_ = true;
        shared_->changed.notify_all();
    }

  private:
    [[nodiscard]] bool is_as_listed() const {
        return std::ranges::equal(listed_, shared_->slots, {}, {}, [](const auto& slot) { return slot.first; });
    }

    std::shared_ptr<Shared> shared_;
    std::uint32_t life_ = 0;
    std::vector<std::string> listed_;
    bool waiting_ = false;
    bool cancelled_ = false;
};

class FakeReaders::Channel final : public card::CardChannel {
  public:
    Channel(std::shared_ptr<Shared> shared, std::string reader, std::uint32_t insertion)
        : shared_(std::move(shared)), reader_(std::move(reader)), insertion_(insertion) {}

    Result<card::Answer> exchange(ByteView command) override {
        Tamper tamper;
        int n = 0;
        {
            const std::scoped_lock lock{shared_->mutex};
            tamper = shared_->tamper;
            n = shared_->commands++;
        }
        // Without the lock: a test may pull the card in the middle of a command.
        if (tamper)
            if (auto instead = tamper(n, command)) return std::move(*instead);
        const std::scoped_lock lock{shared_->mutex};
        PivApplet* applet = card();
        if (applet == nullptr) return fail(FaultKind::missing, "the card was pulled");
        Bytes answer = applet->answer(command);
        const auto status = static_cast<std::uint16_t>(answer[answer.size() - 2] << 8 | answer.back());
        answer.resize(answer.size() - 2);
        return card::Answer{std::move(answer), status};
    }
    Result<void> begin_transaction() override {
        const std::scoped_lock lock{shared_->mutex};
        if (card() == nullptr) return fail(FaultKind::missing, "the card was pulled");
        return {};
    }
    void end_with_reset() override {
        const std::scoped_lock lock{shared_->mutex};
        ++shared_->resets;
        if (PivApplet* applet = card()) applet->reset();
    }

  private:
    PivApplet* card() {
        const auto found = shared_->slots.find(reader_);
        if (found == shared_->slots.end() || found->second.insertion != insertion_ || !found->second.applet)
            return nullptr;
        return &*found->second.applet;
    }

    std::shared_ptr<Shared> shared_;
    std::string reader_;
    std::uint32_t insertion_;
};

FakeReaders::FakeReaders() : shared_(std::make_shared<Shared>()) {}
FakeReaders::~FakeReaders() = default;

void FakeReaders::set_service(Service service) {
    shared_->change([&] {
        shared_->service = service;
        ++shared_->life;
    });
}

void FakeReaders::plug(const std::string& reader) {
    shared_->change([&] { shared_->slots[reader] = {}; });
}

void FakeReaders::unplug(const std::string& reader) {
    shared_->change([&] { shared_->slots.erase(reader); });
}

void FakeReaders::insert(const std::string& reader, PivApplet applet) {
    shared_->change([&] {
        Shared::Slot& slot = shared_->slots[reader];
        slot.applet = std::move(applet);
        ++slot.insertion;
    });
}

void FakeReaders::insert_mute(const std::string& reader) {
    shared_->change([&] {
        Shared::Slot& slot = shared_->slots[reader];
        slot.mute = true;
        ++slot.insertion;
    });
}

void FakeReaders::remove(const std::string& reader) {
    shared_->change([&] {
        Shared::Slot& slot = shared_->slots[reader];
        slot.applet.reset();
        slot.mute = false;
        ++slot.insertion;
    });
}

void FakeReaders::blink(const std::string& reader) {
    shared_->change([&] { shared_->slots[reader].insertion += 2; });
}

void FakeReaders::tamper(Tamper tamper) {
    shared_->change([&] { shared_->tamper = std::move(tamper); });
}

int FakeReaders::commands() const {
    const std::scoped_lock lock{shared_->mutex};
    return shared_->commands;
}

int FakeReaders::resets() const {
    const std::scoped_lock lock{shared_->mutex};
    return shared_->resets;
}

int FakeReaders::waits() const {
    const std::scoped_lock lock{shared_->mutex};
    return shared_->waits;
}

std::unique_ptr<card::StatusSource> FakeReaders::status_source() {
    return std::make_unique<Source>(shared_);
}

Result<std::unique_ptr<card::CardChannel>> FakeReaders::connect(const std::string& reader) {
    const std::scoped_lock lock{shared_->mutex};
    if (shared_->service == Service::down) return fail(FaultKind::offline, "no service");
    if (shared_->service == Service::denied) return fail(FaultKind::refused, "access denied");
    const auto found = shared_->slots.find(reader);
    if (found == shared_->slots.end() || !found->second.present()) return fail(FaultKind::missing, "no card");
    if (found->second.mute) return fail(FaultKind::corrupt, "a mute card");
    return std::make_unique<Channel>(shared_, reader, found->second.insertion);
}

card::ReaderBoard::Tell EventLog::tell() {
    return [shared = shared_](const card::Event& event) {
        const std::scoped_lock lock{shared->mutex};
        shared->texts.push_back(card::to_text(event));
        if (const auto* in = std::get_if<card::CardIn>(&event)) shared->last_card = *in;
        shared->changed.notify_all();
    };
}

bool EventLog::comes(std::string_view text) {
    std::unique_lock lock{shared_->mutex};
    return shared_->changed.wait_for(lock, std::chrono::seconds{10}, [&] {
        const auto from = shared_->texts.begin() + static_cast<std::ptrdiff_t>(passed_);
        const auto found = std::find(from, shared_->texts.end(), text);
        if (found == shared_->texts.end()) return false;
        passed_ = static_cast<std::size_t>(found - shared_->texts.begin()) + 1;
        return true;
    });
}

std::vector<std::string> EventLog::rest() {
    const std::scoped_lock lock{shared_->mutex};
    return {shared_->texts.begin() + static_cast<std::ptrdiff_t>(passed_), shared_->texts.end()};
}

std::optional<card::CardIn> EventLog::last_card() {
    const std::scoped_lock lock{shared_->mutex};
    return shared_->last_card;
}

}  // namespace zvonok::test
