#include "hal/card/tlv.hpp"

namespace zvonok::card {

namespace {
constexpr std::size_t most_objects = 32;

Result<std::uint32_t> take_tag(ByteView& rest) {
    std::uint32_t tag = rest[0];
    rest = rest.subspan(1);
    if ((tag & 0x1F) != 0x1F) return tag;
    // Bit 8 of each further byte says that one more follows.
    for (int i = 0; i < 2; ++i) {
        if (rest.empty()) return fail(FaultKind::corrupt, "a data object cut in its tag");
        const std::uint8_t byte = rest[0];
        rest = rest.subspan(1);
        tag = tag << 8 | byte;
        if ((byte & 0x80) == 0) return tag;
    }
    return fail(FaultKind::corrupt, "a data object with an endless tag");
}

Result<std::size_t> take_length(ByteView& rest) {
    if (rest.empty()) return fail(FaultKind::corrupt, "a data object without a length");
    const std::uint8_t first = rest[0];
    rest = rest.subspan(1);
    if (first < 0x80) return first;
    const std::size_t digits = first & 0x7Fu;
    if (digits == 0 || digits > 3 || digits > rest.size())
        return fail(FaultKind::corrupt, "a data object with an impossible length");
    std::size_t length = 0;
    for (std::size_t i = 0; i < digits; ++i) length = length << 8 | rest[i];
    rest = rest.subspan(digits);
    return length;
}
}  // namespace

Result<std::vector<Tlv>> parse_tlv(ByteView bytes) {
    std::vector<Tlv> objects;
    while (!bytes.empty()) {
        if (objects.size() == most_objects) return fail(FaultKind::corrupt, "too many data objects");
        const auto tag = take_tag(bytes);
        if (!tag) return tl::unexpected(tag.error());
        const auto length = take_length(bytes);
        if (!length) return tl::unexpected(length.error());
        if (*length > bytes.size()) return fail(FaultKind::corrupt, "a data object longer than its bytes");
        objects.push_back({*tag, bytes.first(*length)});
        bytes = bytes.subspan(*length);
    }
    return objects;
}

Result<ByteView> only_tlv(std::uint32_t tag, ByteView bytes) {
    const auto objects = parse_tlv(bytes);
    if (!objects) return tl::unexpected(objects.error());
    if (objects->size() != 1 || objects->front().tag != tag)
        return fail(FaultKind::corrupt, "another data object than was asked for");
    return objects->front().value;
}

Bytes make_tlv(std::uint32_t tag, ByteView value) {
    Bytes bytes;
    for (int shift = 16; shift >= 0; shift -= 8)
        if (shift == 0 || tag >> shift != 0) bytes.push_back(static_cast<std::uint8_t>(tag >> shift));
    const std::size_t size = value.size();
    if (size >= 0x80) bytes.push_back(size > 0xFFFF ? 0x83 : size > 0xFF ? 0x82 : 0x81);
    if (size > 0xFFFF) bytes.push_back(static_cast<std::uint8_t>(size >> 16));
    if (size > 0xFF) bytes.push_back(static_cast<std::uint8_t>(size >> 8));
    bytes.push_back(static_cast<std::uint8_t>(size));
    append(bytes, value);
    return bytes;
}

}  // namespace zvonok::card
