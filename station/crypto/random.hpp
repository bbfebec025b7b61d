#pragma once

#include "station/base/id.hpp"

namespace zvonok::crypto {

/// Fills from the kernel's generator. Never fails once the machine has booted.
void fill_random(std::span<std::uint8_t> bytes);
Bytes random_bytes(std::size_t count);

template <class AnyId>
AnyId random_id() {
    AnyId id;
    fill_random(id.bytes);
    return id;
}

}  // namespace zvonok::crypto
