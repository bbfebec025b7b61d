#pragma once

#include "station/base/bytes.hpp"

namespace zvonok::card {

/// One BER-TLV data object (ISO/IEC 7816-4, 5.2.2). The value lies in the bytes that were parsed.
struct Tlv {
    std::uint32_t tag = 0;  ///< as written: 0x53, 0x7C, 0x5F2F
    ByteView value;
};

/// All objects of these bytes, one after another. corrupt: lengths that do not fit exactly, indefinite lengths, tags of
/// more than three bytes, more than 32 objects.
Result<std::vector<Tlv>> parse_tlv(ByteView bytes);
/// The value of the one object that these bytes are. corrupt: as above, another tag, or bytes behind it.
Result<ByteView> only_tlv(std::uint32_t tag, ByteView bytes);
/// The object in the shortest form.
Bytes make_tlv(std::uint32_t tag, ByteView value);

}  // namespace zvonok::card
