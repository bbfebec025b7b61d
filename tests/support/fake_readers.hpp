#pragma once

#include "hal/card/virtual_card/piv_applet.hpp"
#include "hal/card/watcher.hpp"

#include <functional>

namespace zvonok::test {

/// A card service with readers that a test plugs and unplugs, and cards that do what the virtual card does or what the
/// test says instead. For the faults that no real reader can be asked for.
class FakeReaders final : public card::CardService {
  public:
    enum class Service { up, down, denied };
    /// What the n-th command (from 0, counted over all connections) is answered with; nothing: what the card says.
    using Tamper = std::function<std::optional<Result<card::Answer>>(int n, ByteView command)>;

    FakeReaders();
    ~FakeReaders() override;

    void set_service(Service service);
    void plug(const std::string& reader);
    void unplug(const std::string& reader);
    void insert(const std::string& reader, card::virtual_card::PivApplet applet);
    void insert_mute(const std::string& reader);
    void remove(const std::string& reader);
    /// Out and in again before anybody can look.
    void blink(const std::string& reader);
    void tamper(Tamper tamper);
    /// Commands that reached a card or the tampering.
    [[nodiscard]] int commands() const;
    /// Times that a card was reset at the end of a transaction.
    [[nodiscard]] int resets() const;
    /// Ends of a wait that brought nothing: how often a watcher woke for no reason.
    [[nodiscard]] int waits() const;

    std::unique_ptr<card::StatusSource> status_source() override;
    Result<std::unique_ptr<card::CardChannel>> connect(const std::string& reader) override;

  private:
    struct Shared;
    class Source;
    class Channel;
    std::shared_ptr<Shared> shared_;
};

/// What a watcher told, for waiting on. Called from any thread.
class EventLog {
  public:
    card::ReaderBoard::Tell tell();
    /// Whether this text (card::to_text) comes, or has come, after what earlier calls waited for. Waits 10 s at most.
    bool comes(std::string_view text);
    /// All texts so far that no comes() has passed over.
    std::vector<std::string> rest();
    /// The last card that came in.
    std::optional<card::CardIn> last_card();

  private:
    struct Shared {
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<std::string> texts;
        std::optional<card::CardIn> last_card;
    };
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    std::size_t passed_ = 0;
};

}  // namespace zvonok::test
