#include "hal/card/card.hpp"
#include "hal/card/tuning.hpp"

#include <winscard.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace zvonok::card {

namespace {
constexpr const char* plug_and_play = R"(\\?PnP?\Notification)";
/// PC/SC names 16 readers at most; one more makes room for the plug and play one.
constexpr std::size_t most_readers = PCSCLITE_MAX_READERS_CONTEXTS;

FaultKind kind_of(LONG code) {
    switch (static_cast<std::uint32_t>(code)) {
        case static_cast<std::uint32_t>(SCARD_W_REMOVED_CARD):
        case static_cast<std::uint32_t>(SCARD_E_NO_SMARTCARD):
        case static_cast<std::uint32_t>(SCARD_E_UNKNOWN_READER):
        case static_cast<std::uint32_t>(SCARD_E_READER_UNAVAILABLE):
        case static_cast<std::uint32_t>(SCARD_E_NO_READERS_AVAILABLE):
            return FaultKind::missing;
        case static_cast<std::uint32_t>(SCARD_E_SHARING_VIOLATION):
        case static_cast<std::uint32_t>(SCARD_W_RESET_CARD):
            return FaultKind::busy;
        case static_cast<std::uint32_t>(SCARD_W_SECURITY_VIOLATION):
            return FaultKind::refused;
        case static_cast<std::uint32_t>(SCARD_E_NO_SERVICE):
        case static_cast<std::uint32_t>(SCARD_E_SERVICE_STOPPED):
        case static_cast<std::uint32_t>(SCARD_F_COMM_ERROR):
        case static_cast<std::uint32_t>(SCARD_E_INVALID_HANDLE):
        case static_cast<std::uint32_t>(SCARD_E_NO_MEMORY):
            return FaultKind::offline;
        default:
            return FaultKind::corrupt;
    }
}

tl::unexpected<Fault> fault_from(const char* call, LONG code, Where at = {}) {
    return fail(kind_of(code), std::string(call) + ": " + pcsc_stringify_error(code), static_cast<int>(code), at);
}

/// A PC/SC context. One call at a time; 200 of them for all programs of the machine together.
class Context {
  public:
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { release(); }

    Result<void> establish() {
        release();
        SCARDCONTEXT made = 0;
        const LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &made);
        if (code != SCARD_S_SUCCESS) return fault_from("SCardEstablishContext", code);
        raw_ = made;
        return {};
    }
    void release() {
        const SCARDCONTEXT old = raw_.exchange(0);
        if (old != 0) SCardReleaseContext(old);
    }
    [[nodiscard]] SCARDCONTEXT raw() const { return raw_; }

  private:
    std::atomic<SCARDCONTEXT> raw_ = 0;  // cancel() reads it from another thread
};

ReaderState state_from(const SCARD_READERSTATE& raw) {
    const auto flags = static_cast<std::uint32_t>(raw.dwEventState);
    return {.reader = raw.szReader,
            .gone = (flags & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE)) != 0,
            .present = (flags & SCARD_STATE_PRESENT) != 0,
            .mute = (flags & SCARD_STATE_MUTE) != 0,
            .insertion = flags >> 16,
            .service_state = flags & ~static_cast<std::uint32_t>(SCARD_STATE_CHANGED),
            .atr = Bytes(raw.rgbAtr, raw.rgbAtr + std::min<std::size_t>(raw.cbAtr, sizeof raw.rgbAtr))};
}

class PcscStatusSource final : public StatusSource {
  public:
    Result<void> open() override {
        plug_and_play_state_ = SCARD_STATE_UNAWARE;
        return context_.establish();
    }
    void close() override { context_.release(); }
    void cancel() override {
        const SCARDCONTEXT context = context_.raw();
        if (context != 0) SCardCancel(context);
    }

    Result<std::vector<std::string>> readers() override {
        // Asked twice: for the length, then for the names. Between the two a reader may come.
        for (int attempt = 0; attempt < 5; ++attempt) {
            DWORD size = 0;
            LONG code = SCardListReaders(context_.raw(), nullptr, nullptr, &size);
            std::string names(size, '\0');
            if (code == SCARD_S_SUCCESS) code = SCardListReaders(context_.raw(), nullptr, names.data(), &size);
            if (code == SCARD_E_INSUFFICIENT_BUFFER) continue;
            if (code == SCARD_E_NO_READERS_AVAILABLE) return std::vector<std::string>{};
            if (code != SCARD_S_SUCCESS) return fault_from("SCardListReaders", code);
            names.resize(size);
            return split(names);
        }
        return fail(FaultKind::offline, "the list of readers never stands still");
    }

    Result<void> wait(std::vector<ReaderState>& states, std::chrono::milliseconds longest) override {
        std::vector<SCARD_READERSTATE> raw;
        for (const ReaderState& state : states) {
            if (raw.size() == most_readers - 1) break;
            SCARD_READERSTATE entry{};
            entry.szReader = state.reader.c_str();
            entry.dwCurrentState = state.service_state;
            raw.push_back(entry);
        }
        SCARD_READERSTATE comings{};
        comings.szReader = plug_and_play;
        comings.dwCurrentState = plug_and_play_state_;
        raw.push_back(comings);
        const LONG code = SCardGetStatusChange(context_.raw(), static_cast<DWORD>(longest.count()), raw.data(),
                                               static_cast<DWORD>(raw.size()));
        if (code == SCARD_E_TIMEOUT || code == SCARD_E_CANCELLED) return {};
        if (code != SCARD_S_SUCCESS) return fault_from("SCardGetStatusChange", code);
        plug_and_play_state_ = raw.back().dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
        for (std::size_t i = 0; i + 1 < raw.size(); ++i) states[i] = state_from(raw[i]);
        return {};
    }

  private:
    static std::vector<std::string> split(std::string_view names) {
        std::vector<std::string> readers;
        while (!names.empty() && names.front() != '\0') {
            const std::size_t end = std::min(names.find('\0'), names.size());
            readers.emplace_back(names.substr(0, end));
            names.remove_prefix(std::min(end + 1, names.size()));
        }
        return readers;
    }

    Context context_;
    DWORD plug_and_play_state_ = SCARD_STATE_UNAWARE;
};

class PcscChannel final : public CardChannel {
  public:
    static Result<std::unique_ptr<CardChannel>> open(const std::string& reader) {
        auto channel = std::make_unique<PcscChannel>(reader);
        if (const auto established = channel->context_.establish(); !established)
            return tl::unexpected(established.error());
        for (int attempt = 1;; ++attempt) {
            const LONG code = SCardConnect(channel->context_.raw(), reader.c_str(), SCARD_SHARE_EXCLUSIVE,
                                           SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &channel->card_, &channel->protocol_);
            if (code == SCARD_S_SUCCESS) break;
            if (code != SCARD_E_SHARING_VIOLATION || attempt == tuning::connect_attempts)
                return fault_from("SCardConnect", code);
            std::this_thread::sleep_for(tuning::connect_retry);
        }
        channel->connected_ = true;
        return channel;
    }

    explicit PcscChannel(std::string reader) : reader_(std::move(reader)) {}
    ~PcscChannel() override {
        if (connected_) SCardDisconnect(card_, SCARD_RESET_CARD);
    }

    Result<Answer> exchange(ByteView command) override {
        if (command.size() < 4 || command.size() > 261) return fail(FaultKind::bug, "a command of impossible length");
        // T=0 cannot carry data both ways at once: without Le the card answers 61xx (ISO/IEC 7816-3, 12.2.1).
        const bool both_ways = command.size() > 5 && command.size() == 6u + command[4];
        if (protocol_ == SCARD_PROTOCOL_T0 && both_ways) command = command.first(command.size() - 1);
        Bytes answer(MAX_BUFFER_SIZE);
        DWORD size = answer.size();
        const SCARD_IO_REQUEST* protocol = protocol_ == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
        const LONG code = SCardTransmit(card_, protocol, command.data(), command.size(), nullptr, answer.data(), &size);
        if (code != SCARD_S_SUCCESS && kind_of(code) != FaultKind::corrupt) return fault_from("SCardTransmit", code);
        if (code == SCARD_S_SUCCESS && size >= 2 && size <= answer.size()) {
            const auto status = static_cast<std::uint16_t>(answer[size - 2] << 8 | answer[size - 1]);
            answer.resize(size - 2);
            return Answer{std::move(answer), status};
        }
        // A card pulled in the middle of an answer shows as nonsense first.
        if (is_pulled_soon()) return fail(FaultKind::missing, "the card was pulled in the middle of a command");
        if (code != SCARD_S_SUCCESS) return fault_from("SCardTransmit", code);
        return fail(FaultKind::corrupt, "an answer without a status");
    }

    Result<void> begin_transaction() override {
        const LONG code = SCardBeginTransaction(card_);
        if (code != SCARD_S_SUCCESS) return fault_from("SCardBeginTransaction", code);
        return {};
    }
    void end_with_reset() override {
        SCardEndTransaction(card_, SCARD_RESET_CARD);
        // The reset was ours: without this the next command would be refused for it.
        SCardReconnect(card_, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD,
                       &protocol_);
    }

  private:
    bool is_pulled_soon() {
        const auto deadline = std::chrono::steady_clock::now() + tuning::removal_grace;
        SCARD_READERSTATE state{};
        state.szReader = reader_.c_str();
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) return false;
            const LONG code = SCardGetStatusChange(context_.raw(), static_cast<DWORD>(left.count()), &state, 1);
            if (code == SCARD_E_TIMEOUT) return false;
            if (code != SCARD_S_SUCCESS) return true;
            if ((state.dwEventState & SCARD_STATE_PRESENT) == 0) return true;
            state.dwCurrentState = state.dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
        }
    }

    Context context_;
    std::string reader_;
    SCARDHANDLE card_ = 0;
    DWORD protocol_ = 0;
    bool connected_ = false;
};

class PcscService final : public CardService {
  public:
    std::unique_ptr<StatusSource> status_source() override { return std::make_unique<PcscStatusSource>(); }
    Result<std::unique_ptr<CardChannel>> connect(const std::string& reader) override {
        return PcscChannel::open(reader);
    }
};
}  // namespace

std::unique_ptr<CardService> pcsc_service() {
    return std::make_unique<PcscService>();
}

}  // namespace zvonok::card
