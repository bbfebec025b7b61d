#pragma once

#include "station/base/result.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zvonok {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes copy(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}
inline void append(Bytes& to, ByteView more) {
    to.insert(to.end(), more.begin(), more.end());
}
bool equal(ByteView left, ByteView right);

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(ByteView bytes);
/// Accepts both cases, no separators. corrupt: odd length or a foreign character.
Result<Bytes> from_hex(std::string_view text);

}  // namespace zvonok
