#include "hal/card/virtual_card/piv_applet.hpp"

#include "hal/card/piv.hpp"
#include "hal/card/tlv.hpp"

#include <algorithm>
#include <array>

namespace zvonok::card::virtual_card {

namespace {
constexpr std::array<std::uint8_t, 11> application{0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00};
constexpr std::size_t provider_bytes = 5;

constexpr std::uint16_t wrong_length = 0x6700;
constexpr std::uint16_t memory_failure = 0x6581;
constexpr std::uint16_t pin_needed = 0x6982;
constexpr std::uint16_t pin_blocked = 0x6983;
constexpr std::uint16_t wrong_data = 0x6A80;
constexpr std::uint16_t not_found = 0x6A82;
constexpr std::uint16_t wrong_parameters = 0x6A86;
constexpr std::uint16_t no_such_reference = 0x6A88;
constexpr std::uint16_t unknown_instruction = 0x6D00;
constexpr std::uint16_t unknown_class = 0x6E00;

constexpr std::uint8_t one_of_a_chain = 0x10;
constexpr std::size_t longest_chain_bytes = 4096;

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const Bytes& part : parts) append(all, part);
    return all;
}

std::uint8_t algorithm_of(crypto::KeyKind kind) {
    return kind == crypto::KeyKind::rsa2048 ? 0x07 : kind == crypto::KeyKind::p256 ? 0x11 : 0x14;
}

/// The PIN as it travels: eight bytes, filled up with FF. Looks at all of them, whatever the first ones are.
bool is_same_pin(ByteView given, ByteView pin) {
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < given.size(); ++i)
        difference |= static_cast<std::uint8_t>(given[i] ^ (i < pin.size() ? pin[i] : 0xFF));
    return difference == 0;
}
}  // namespace

Bytes PivApplet::atr() {
    // T=1 and six historical bytes: the program's name (ISO/IEC 7816-3, 8.2).
    Bytes atr{0x3B, 0x86, 0x01, 'Z', 'v', 'o', 'n', 'o', 'k'};
    std::uint8_t check = 0;
    for (std::size_t i = 1; i < atr.size(); ++i) check ^= atr[i];
    atr.push_back(check);
    return atr;
}

void PivApplet::reset() {
    selected_ = false;
    verified_ = false;
    chained_header_.clear();
    chained_.clear();
    pending_.clear();
}

std::optional<PivApplet::Command> PivApplet::parse(ByteView bytes) {
    if (bytes.size() < 4) return std::nullopt;
    Command command{.cla = bytes[0], .ins = bytes[1], .p1 = bytes[2], .p2 = bytes[3], .data = {}};
    if (bytes.size() == 4) return command;
    const auto length_of = [](std::uint8_t le) { return le == 0 ? std::size_t{256} : le; };
    if (bytes.size() == 5) {
        command.most = length_of(bytes[4]);
        return command;
    }
    const std::size_t size = bytes[4];
    const bool with_length = bytes.size() == size + 6;
    if (size == 0 || (bytes.size() != size + 5 && !with_length)) return std::nullopt;
    command.data = bytes.subspan(5, size);
    if (with_length) command.most = length_of(bytes.back());
    return command;
}

Bytes PivApplet::answer(ByteView bytes) {
    const auto finish = [](Bytes data, std::uint16_t status) {
        data.push_back(static_cast<std::uint8_t>(status >> 8));
        data.push_back(static_cast<std::uint8_t>(status));
        return data;
    };
    auto command = parse(bytes);
    if (!command) return finish({}, wrong_length);
    if (command->ins == 0xC0) return piece(command->most);
    pending_.clear();
    if (command->cla != 0x00 && command->cla != one_of_a_chain) return finish({}, unknown_class);

    const Bytes header{command->ins, command->p1, command->p2};
    if (header != chained_header_) chained_.clear();
    if (command->cla == one_of_a_chain) {
        chained_header_ = header;
        append(chained_, command->data);
        return finish({}, chained_.size() > longest_chain_bytes ? wrong_length : 0x9000);
    }
    append(chained_, command->data);
    const Bytes data = std::move(chained_);
    chained_.clear();
    chained_header_.clear();
    command->data = data;
    Reply reply = dispatch(*command);
    if (reply.data.size() <= command->most) return finish(std::move(reply.data), reply.status);
    pending_ = std::move(reply.data);
    return piece(command->most);
}

Bytes PivApplet::piece(std::size_t most) {
    const std::size_t size = std::min(most, pending_.size());
    Bytes piece(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(size));
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(size));
    if (pending_.empty()) {
        append(piece, Bytes{0x90, 0x00});
    } else {
        const std::size_t left = pending_.size() >= 256 ? 0 : pending_.size();
        append(piece, Bytes{0x61, static_cast<std::uint8_t>(left)});
    }
    return piece;
}

PivApplet::Reply PivApplet::dispatch(const Command& command) {
    if (command.ins == 0xA4) return select(command);
    // Without an application the card is an empty room: it knows these commands and has nothing to give.
    if (kind_ == Kind::foreign || !selected_) return {.status = command.ins == 0xCB ? not_found : unknown_instruction};
    switch (command.ins) {
        case 0xCB:
            return get_data(command);
        case 0x20:
            return verify(command);
        case 0x87:
            return authenticate(command);
        default:
            return {.status = unknown_instruction};
    }
}

PivApplet::Reply PivApplet::select(const Command& command) {
    if (command.p1 != 0x04 || command.p2 != 0x00) return {.status = not_found};
    const ByteView name = command.data;
    const bool ours = kind_ == Kind::piv && name.size() >= provider_bytes && name.size() <= application.size() &&
                      equal(name, ByteView{application}.first(name.size()));
    if (!ours) return {.status = not_found};
    selected_ = true;
    const Bytes type = make_tlv(0x4F, ByteView{application}.subspan(provider_bytes));
    const Bytes authority = make_tlv(0x79, make_tlv(0x4F, ByteView{application}.first(provider_bytes)));
    return {.data = make_tlv(0x61, joined({type, authority}))};
}

PivApplet::Reply PivApplet::get_data(const Command& command) const {
    if (command.p1 != 0x3F || command.p2 != 0xFF) return {.status = wrong_parameters};
    const auto tag = only_tlv(0x5C, command.data);
    if (!tag) return {.status = wrong_data};
    constexpr std::array<std::uint8_t, 3> authentication_certificate{0x5F, 0xC1, 0x05};
    constexpr std::array<std::uint8_t, 3> holder_identifier{0x5F, 0xC1, 0x02};
    constexpr std::array<std::uint8_t, 1> discovery{0x7E};
    if (equal(*tag, authentication_certificate)) return {.data = certificate_object()};
    if (equal(*tag, holder_identifier)) return {.data = holder_object()};
    if (equal(*tag, discovery)) {
        // The PIN is the application's own (SP 800-73-4, part 1, 3.3.2).
        constexpr std::array<std::uint8_t, 2> own_pin{0x40, 0x00};
        return {.data = make_tlv(0x7E, joined({make_tlv(0x4F, application), make_tlv(0x5F2F, own_pin)}))};
    }
    return {.status = not_found};
}

Bytes PivApplet::certificate_object() const {
    constexpr std::array<std::uint8_t, 1> not_packed{0x00};
    return make_tlv(0x53, joined({make_tlv(0x70, folder_.content().certificate.der()), make_tlv(0x71, not_packed),
                                  make_tlv(0xFE, {})}));
}

Bytes PivApplet::holder_object() const {
    // No agency's number, and the card's own name from its certificate, so that programs can tell two cards apart.
    const Bytes agency(25, 0x00);
    const crypto::Digest name = folder_.content().certificate.fingerprint();
    return make_tlv(0x53, joined({make_tlv(0x30, agency), make_tlv(0x34, ByteView{name}.first(16)),
                                  make_tlv(0x35, as_bytes("20991231")), make_tlv(0x3E, {}), make_tlv(0xFE, {})}));
}

PivApplet::Reply PivApplet::verify(const Command& command) {
    constexpr std::uint8_t application_pin = 0x80;
    if (command.p2 != application_pin) return {.status = no_such_reference};
    if (command.p1 == 0xFF) {
        verified_ = false;
        return {};
    }
    if (command.p1 != 0x00) return {.status = wrong_parameters};
    if (!command.data.empty()) return check_pin(command.data);
    if (verified_) return {};
    if (tries_left() == 0) return {.status = pin_blocked};
    return {.status = static_cast<std::uint16_t>(0x63C0 | tries_left())};
}

PivApplet::Reply PivApplet::check_pin(ByteView given) {
    if (given.size() != 8) return {.status = wrong_data};
    if (tries_left() == 0) return {.status = pin_blocked};
    verified_ = false;
    // Written down first: pulling the card in time must not give a try back.
    if (!folder_.keep_tries(tries_left() - 1)) return {.status = memory_failure};
    if (!is_same_pin(given, folder_.content().pin.view()))
        return {.status = static_cast<std::uint16_t>(0x63C0 | tries_left())};
    if (!folder_.keep_tries(most_tries)) return {.status = memory_failure};
    verified_ = true;
    return {};
}

PivApplet::Reply PivApplet::authenticate(const Command& command) const {
    constexpr std::uint8_t authentication_key = 0x9A;
    if (command.p2 != authentication_key) return {.status = no_such_reference};
    const crypto::PrivateKey& key = folder_.content().key;
    if (command.p1 != algorithm_of(key.kind())) return {.status = wrong_parameters};
    if (!verified_) return {.status = pin_needed};
    const auto dynamic = only_tlv(0x7C, command.data);
    if (!dynamic) return {.status = wrong_data};
    const auto parts = parse_tlv(*dynamic);
    if (!parts || parts->size() != 2) return {.status = wrong_data};
    const auto part = [&](std::uint32_t tag) { return std::ranges::find(*parts, tag, &Tlv::tag); };
    const auto challenge = part(0x81);
    const auto wanted = part(0x82);
    if (challenge == parts->end() || wanted == parts->end() || !wanted->value.empty()) return {.status = wrong_data};
    const auto signature = key.raw_operation(challenge->value);
    if (!signature) return {.status = wrong_data};
    return {.data = make_tlv(0x7C, make_tlv(0x82, *signature))};
}

}  // namespace zvonok::card::virtual_card
