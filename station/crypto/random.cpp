#include "station/crypto/random.hpp"

#include <sodium.h>

namespace zvonok::crypto {

void fill_random(std::span<std::uint8_t> bytes) {
    randombytes_buf(bytes.data(), bytes.size());
}

Bytes random_bytes(std::size_t count) {
    Bytes bytes(count);
    fill_random(bytes);
    return bytes;
}

}  // namespace zvonok::crypto
