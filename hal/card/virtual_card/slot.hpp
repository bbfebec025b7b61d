#pragma once

#include "hal/card/virtual_card/piv_applet.hpp"
#include "hal/card/virtual_card/vpcd_link.hpp"

#include <chrono>

namespace zvonok::card::virtual_card {

/// A card at a slot of the virtual reader: in or out, with the mishaps that tests ask for. One thread; told the time.
class Slot {
  public:
    using Time = std::chrono::steady_clock::time_point;

    Slot(std::string address, std::uint16_t port, Kind kind, PivApplet applet)
        : address_(std::move(address)), port_(port), kind_(kind), applet_(std::move(applet)) {}

    /// One line from the operator; the answer is one line without its end: "ok", "in 3", "error: ...".
    ///   in, out          puts the card into the reader, takes it out. It stays in when the reader restarts. As with a
    ///                    hand, at least 0.6 s lie between out and in, so that pcscd notices.
    ///   swap DIR         out, if it was in, and from now on the card of this folder
    ///   status           "in 2" or "out 2": the place, and the tries that the PIN has left
    ///   delay MS         how long each signature takes from now on
    ///   hang             the next command is never answered; out and in ends it
    ///   garble           the next answer is cut to one byte
    ///   pull-during X    the card comes out in the middle of the next read, verify or sign
    std::string obey(std::string_view line);

    /// Does what has become due; call it when the link is readable and at due().
    void step(Time now);
    /// What to poll for reading; -1: nothing.
    [[nodiscard]] int fd() const { return link_ ? link_->fd() : -1; }
    /// When step() wants to be called at the latest, if nothing comes in.
    [[nodiscard]] std::optional<Time> due() const;

  private:
    struct Waiting {
        Bytes answer;
        Time at;
    };
    void pull();
    void handle(const Bytes& message, Time now);
    bool mishap(ByteView command);
    void reply(ByteView answer);
    std::string swap(const std::string& folder);

    std::string address_;
    std::uint16_t port_;
    Kind kind_;
    PivApplet applet_;
    bool in_ = false;
    std::optional<VpcdLink> link_;
    Time retry_at_{};
    std::chrono::milliseconds sign_delay_{0};
    std::optional<Waiting> waiting_;
    bool hang_ = false;
    bool hanging_ = false;
    bool garble_ = false;
    std::uint8_t pull_at_ = 0;  ///< instruction at which the card comes out; 0: none
};

}  // namespace zvonok::card::virtual_card
