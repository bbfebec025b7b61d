#include "hal/card/piv.hpp"

#include "hal/card/gunzip.hpp"
#include "hal/card/tlv.hpp"
#include "hal/card/tuning.hpp"

#include <algorithm>
#include <array>

namespace zvonok::card::piv {

namespace {
using Status = std::uint16_t;
constexpr Status success = 0x9000;
constexpr Status blocked = 0x6983;
constexpr Status not_found = 0x6A82;

bool is_refused_with(const Fault& fault, Status status) {
    return fault.kind == FaultKind::refused && fault.code == status;
}

/// 63CX: X tries left (ISO/IEC 7816-4, table 6).
std::optional<int> tries_of(Status status) {
    if ((status & 0xFFF0) != 0x63C0) return std::nullopt;
    return status & 0x000F;
}

/// The certificate inside data object 53 (SP 800-73-4, part 1, table 10 and appendix A).
Result<std::optional<Bytes>> certificate_from(ByteView container) {
    if (container.empty()) return std::nullopt;
    const auto objects = parse_tlv(container);
    if (!objects) return tl::unexpected(objects.error());
    std::optional<ByteView> certificate;
    std::optional<std::uint8_t> info;
    for (const Tlv& object : *objects) {
        const bool again = (object.tag == 0x70 && certificate) || (object.tag == 0x71 && info);
        if (again) return fail(FaultKind::corrupt, "a certificate object with a part twice");
        if (object.tag == 0x70) certificate = object.value;
        if (object.tag == 0x71 && object.value.size() != 1)
            return fail(FaultKind::corrupt, "a certificate object with odd information");
        if (object.tag == 0x71) info = object.value[0];
    }
    if (!certificate || !info) return fail(FaultKind::corrupt, "a certificate object with a part missing");
    if (certificate->empty()) return std::nullopt;
    constexpr std::uint8_t plain = 0x00;
    constexpr std::uint8_t packed = 0x01;
    if (*info == plain) return copy(*certificate);
    if (*info != packed) return fail(FaultKind::corrupt, "a certificate packed in an unknown way");
    return gunzip(*certificate, tuning::certificate_bytes);
}
}  // namespace

Result<Selected> select(CardChannel& card) {
    constexpr std::array<std::uint8_t, 17> command{0x00, 0xA4, 0x04, 0x00, 0x0B, 0xA0, 0x00, 0x00, 0x03,
                                                   0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00, 0x00};
    const auto answer = card.transmit(command);
    if (!answer) {
        // Cards without applications to select know neither the file nor the command.
        for (const Status foreign : {not_found, Status{0x6A81}, Status{0x6A86}, Status{0x6D00}, Status{0x6E00}})
            if (is_refused_with(answer.error(), foreign)) return Selected::foreign;
        return tl::unexpected(answer.error());
    }
    const auto properties = only_tlv(0x61, *answer);
    if (!properties) return tl::unexpected(properties.error());
    return Selected::piv;
}

Result<std::optional<Bytes>> read_certificate(CardChannel& card) {
    constexpr std::array<std::uint8_t, 11> command{0x00, 0xCB, 0x3F, 0xFF, 0x05, 0x5C, 0x03, 0x5F, 0xC1, 0x05, 0x00};
    const auto answer = card.transmit(command);
    if (!answer) {
        if (is_refused_with(answer.error(), not_found)) return std::nullopt;
        return tl::unexpected(answer.error());
    }
    const auto container = only_tlv(0x53, *answer);
    if (!container) return tl::unexpected(container.error());
    return certificate_from(*container);
}

Result<PinState> ask_pin_state(CardChannel& card) {
    constexpr std::array<std::uint8_t, 4> ask{0x00, 0x20, 0x00, 0x80};
    constexpr std::array<std::uint8_t, 4> log_out{0x00, 0x20, 0xFF, 0x80};
    auto answer = card.exchange(ask);
    if (answer && answer->status == success) {
        // Cards older than SP 800-73-4 do not know how to log out; their answer does not matter, the next one does.
        if (const auto out = card.exchange(log_out); !out) return tl::unexpected(out.error());
        answer = card.exchange(ask);
    }
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status == blocked) return PinState{.tries_left = 0, .blocked = true};
    if (answer->status == success) return PinState{};
    const auto tries = tries_of(answer->status);
    if (!tries) return fail(FaultKind::refused, "the card does not tell of its PIN", answer->status);
    return PinState{.tries_left = tries, .blocked = *tries == 0};
}

bool is_pin(ByteView pin) {
    return pin.size() >= 6 && pin.size() <= 8 &&
           std::ranges::all_of(pin, [](std::uint8_t digit) { return digit >= '0' && digit <= '9'; });
}

Result<PinAnswer> verify_pin(CardChannel& card, const crypto::Secret& pin) {
    if (!is_pin(pin.view())) return fail(FaultKind::refused, "a PIN has 6 to 8 digits");
    constexpr std::array<std::uint8_t, 5> header{0x00, 0x20, 0x00, 0x80, 0x08};
    crypto::Secret command(header.size() + 8);
    const auto bytes = command.writable();
    std::ranges::fill(bytes, std::uint8_t{0xFF});
    std::ranges::copy(header, bytes.begin());
    std::ranges::copy(pin.view(), bytes.begin() + header.size());
    const auto answer = card.exchange(command.view());
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status == success) return PinAnswer{PinVerdict::accepted, {}};
    if (answer->status == blocked) return PinAnswer{PinVerdict::blocked, 0};
    const auto tries = tries_of(answer->status);
    if (tries == 0) return PinAnswer{PinVerdict::blocked, 0};
    // 6A80: the card wants PINs of another length. Some count that as a try, and do not say so.
    if (tries || answer->status >> 8 == 0x63 || answer->status == 0x6A80) return PinAnswer{PinVerdict::wrong, tries};
    return fail(FaultKind::refused, "the card does not check the PIN", answer->status);
}

Result<Bytes> sign(CardChannel& card, crypto::KeyKind kind, ByteView input) {
    // SP 800-78-4, table 6-2.
    const std::uint8_t algorithm = kind == crypto::KeyKind::rsa2048 ? 0x07
                                   : kind == crypto::KeyKind::p256  ? 0x11
                                                                    : 0x14;
    Bytes parts{0x82, 0x00};
    append(parts, make_tlv(0x81, input));
    const Bytes all = make_tlv(0x7C, parts);
    ByteView rest = all;
    constexpr std::size_t most_in_one = 255;
    constexpr std::uint8_t more_follows = 0x10;
    while (rest.size() > most_in_one) {
        Bytes command{more_follows, 0x87, algorithm, 0x9A, most_in_one};
        append(command, rest.first(most_in_one));
        rest = rest.subspan(most_in_one);
        if (const auto taken = card.transmit(command); !taken) return tl::unexpected(taken.error());
    }
    Bytes command{0x00, 0x87, algorithm, 0x9A, static_cast<std::uint8_t>(rest.size())};
    append(command, rest);
    command.push_back(0x00);
    const auto answer = card.transmit(command);
    if (!answer) return tl::unexpected(answer.error());
    const auto dynamic = only_tlv(0x7C, *answer);
    if (!dynamic) return tl::unexpected(dynamic.error());
    const auto signature = only_tlv(0x82, *dynamic);
    if (!signature) return tl::unexpected(signature.error());
    if (signature->empty()) return fail(FaultKind::corrupt, "an empty signature");
    return copy(*signature);
}

}  // namespace zvonok::card::piv
