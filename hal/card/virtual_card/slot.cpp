#include "hal/card/virtual_card/slot.hpp"

#include <charconv>

namespace zvonok::card::virtual_card {

namespace {
/// How often a card that is in looks for a reader that is not there.
constexpr std::chrono::milliseconds reader_retry{50};

/// No hand is faster than this. pcscd looks every 400 ms, and a card that was out for less would not be noticed.
constexpr std::chrono::milliseconds out_at_least{600};

constexpr std::uint8_t get_data = 0xCB;
constexpr std::uint8_t verify = 0x20;
constexpr std::uint8_t general_authenticate = 0x87;

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// Whether the command is the last of its chain and gives data: the others are told apart by nobody.
bool is_instruction(ByteView command, std::uint8_t instruction) {
    return command.size() > 5 && command[0] == 0x00 && command[1] == instruction;
}
}  // namespace

std::string Slot::obey(std::string_view line) {
    const std::size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    const std::string_view rest = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    if (word == "in") {
        in_ = true;
        step(std::chrono::steady_clock::now());
        return "ok";
    }
    if (word == "out") {
        pull();
        return "ok";
    }
    if (word == "swap") return swap(std::string(rest));
    if (word == "status") return (in_ ? "in " : "out ") + std::to_string(applet_.tries_left());
    if (word == "delay") {
        const auto milliseconds = number(rest);
        if (!milliseconds) return "error: delay takes milliseconds";
        sign_delay_ = std::chrono::milliseconds{*milliseconds};
        return "ok";
    }
    if (word == "hang") {
        hang_ = true;
        return "ok";
    }
    if (word == "garble") {
        garble_ = true;
        return "ok";
    }
    if (word == "pull-during") {
        pull_at_ = rest == "read" ? get_data : rest == "verify" ? verify : rest == "sign" ? general_authenticate : 0;
        return pull_at_ != 0 ? "ok" : "error: pull-during takes read, verify or sign";
    }
    return "error: unknown command";
}

std::string Slot::swap(const std::string& folder) {
    auto opened = CardFolder::open(folder);
    if (!opened) return "error: " + describe(opened.error());
    pull();
    applet_ = PivApplet{std::move(*opened), kind_};
    return "ok";
}

void Slot::pull() {
    if (in_) retry_at_ = std::chrono::steady_clock::now() + out_at_least;
    in_ = false;
    link_.reset();
    waiting_.reset();
    hanging_ = false;
    applet_.reset();
}

std::optional<Slot::Time> Slot::due() const {
    if (waiting_) return waiting_->at;
    if (in_ && !link_) return retry_at_;
    return std::nullopt;
}

void Slot::step(Time now) {
    if (in_ && !link_ && now >= retry_at_) {
        auto linked = VpcdLink::connect(address_, port_);
        if (linked) link_ = std::move(*linked);
        retry_at_ = now + reader_retry;
    }
    if (waiting_ && now >= waiting_->at) {
        const Bytes answer = std::move(waiting_->answer);
        waiting_.reset();
        reply(answer);
    }
    if (link_ && !link_->receive()) {
        // The reader went away, not the card: it is put in again as soon as there is one.
        link_.reset();
        waiting_.reset();
        hanging_ = false;
        applet_.reset();
        retry_at_ = now + reader_retry;
    }
    while (link_) {
        const auto message = link_->take();
        if (!message) break;
        handle(*message, now);
    }
}

void Slot::handle(const Bytes& message, Time now) {
    if (hanging_) return;
    if (message.size() == 1) {
        constexpr std::uint8_t ask_atr = 0x04;
        if (message[0] == ask_atr)
            reply(PivApplet::atr());
        else
            applet_.reset();  // power off, power on, reset
        return;
    }
    if (mishap(message)) return;
    Bytes answer = applet_.answer(message);
    if (garble_) {
        garble_ = false;
        answer.resize(1);
    }
    if (is_instruction(message, general_authenticate) && sign_delay_.count() > 0) {
        waiting_ = Waiting{std::move(answer), now + sign_delay_};
        return;
    }
    reply(answer);
}

bool Slot::mishap(ByteView command) {
    if (hang_) {
        hang_ = false;
        hanging_ = true;
        return true;
    }
    if (pull_at_ != 0 && is_instruction(command, pull_at_)) {
        pull_at_ = 0;
        pull();
        return true;
    }
    return false;
}

void Slot::reply(ByteView answer) {
    if (link_ && !link_->send(answer)) link_.reset();
}

}  // namespace zvonok::card::virtual_card
