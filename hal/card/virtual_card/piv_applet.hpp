#pragma once

#include "hal/card/virtual_card/card_folder.hpp"

namespace zvonok::card::virtual_card {

enum class Kind {
    piv,
    foreign,  ///< knows no PIV: a bank card, a transport card
};

/// What the chip of the card does: takes commands, gives answers. SP 800-73-4, part 2, as far as a login needs it:
/// SELECT, GET DATA, VERIFY, GENERAL AUTHENTICATE with key 9A, GET RESPONSE, chaining both ways.
class PivApplet {
  public:
    PivApplet(CardFolder folder, Kind kind) : folder_(std::move(folder)), kind_(kind) {}

    /// Data and two status bytes, as they go over the wire.
    Bytes answer(ByteView command);
    /// Power or reset: selection and PIN are forgotten.
    void reset();
    [[nodiscard]] int tries_left() const { return folder_.tries_left(); }
    [[nodiscard]] static Bytes atr();

  private:
    struct Command {
        std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
        ByteView data;
        std::size_t most = 256;  ///< bytes that the reader takes in one piece
    };
    struct Reply {
        Bytes data = {};
        std::uint16_t status = 0x9000;
    };
    static std::optional<Command> parse(ByteView bytes);

    Reply dispatch(const Command& command);
    Reply select(const Command& command);
    Reply get_data(const Command& command) const;
    Reply verify(const Command& command);
    Reply check_pin(ByteView given);
    Reply authenticate(const Command& command) const;
    [[nodiscard]] Bytes certificate_object() const;
    [[nodiscard]] Bytes holder_object() const;
    Bytes piece(std::size_t most);

    CardFolder folder_;
    Kind kind_;
    bool selected_ = false;
    bool verified_ = false;
    Bytes chained_header_;  ///< INS P1 P2 of the command that is coming in pieces; empty when none is
    Bytes chained_;
    Bytes pending_;  ///< what GET RESPONSE will give
};

}  // namespace zvonok::card::virtual_card
