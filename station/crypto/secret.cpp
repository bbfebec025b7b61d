#include "station/crypto/secret.hpp"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <cstring>
#include <new>
#include <utility>

namespace zvonok::crypto {

Secret::Secret(std::size_t size) : size_(size) {
    if (size == 0) return;
    // Initialises libsodium's canary on first use; calling it again is free.
    if (sodium_init() < 0) throw std::bad_alloc();
    data_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
    if (!data_) throw std::bad_alloc();
    std::memset(data_.get(), 0, size);
}

Secret Secret::from(ByteView bytes) {
    Secret secret(bytes.size());
    if (!bytes.empty()) std::memcpy(secret.data_.get(), bytes.data(), bytes.size());
    return secret;
}

void Secret::Free::operator()(std::uint8_t* data) const {
    sodium_free(data);
}

void wipe(std::span<std::uint8_t> bytes) {
    sodium_memzero(bytes.data(), bytes.size());
}

void forbid_core_dumps() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace zvonok::crypto
