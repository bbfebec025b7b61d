#include "hal/card/card.hpp"
#include "hal/card/tuning.hpp"

#include <array>

namespace zvonok::card {

namespace {
/// The same command with another Le; nothing if it has none, as then there is no length to be wrong.
/// A PIN is sent without Le, so it is never sent twice.
Bytes with_length(ByteView command, std::uint8_t length) {
    const bool asks_only = command.size() == 5;
    const bool has_data_and_length = command.size() > 5 && command.size() == 6u + command[4];
    if (!asks_only && !has_data_and_length) return {};
    Bytes again = copy(command);
    again.back() = length;
    return again;
}
}  // namespace

Result<Bytes> CardChannel::transmit(ByteView command) {
    auto answer = exchange(command);
    if (answer && answer->status >> 8 == 0x6C) {
        const Bytes again = with_length(command, static_cast<std::uint8_t>(answer->status));
        if (!again.empty()) answer = exchange(again);
    }
    Bytes all;
    for (int pieces = 0;; ++pieces) {
        if (!answer) return tl::unexpected(answer.error());
        append(all, answer->data);
        if (all.size() > tuning::answer_bytes) return fail(FaultKind::corrupt, "an answer longer than allowed");
        if (answer->status == 0x9000) return all;
        if (answer->status >> 8 != 0x61) return fail(FaultKind::refused, "the card refused a command", answer->status);
        if (pieces > 0 && answer->data.empty())
            return fail(FaultKind::corrupt, "a card that promises and gives nothing");
        if (pieces == tuning::answer_pieces) return fail(FaultKind::corrupt, "an answer of too many pieces");
        const std::array<std::uint8_t, 5> get_response{0x00, 0xC0, 0x00, 0x00,
                                                       static_cast<std::uint8_t>(answer->status)};
        answer = exchange(get_response);
    }
}

Result<Transaction> Transaction::begin(CardChannel& channel) {
    if (const auto begun = channel.begin_transaction(); !begun) return tl::unexpected(begun.error());
    return Transaction{channel};
}

}  // namespace zvonok::card
