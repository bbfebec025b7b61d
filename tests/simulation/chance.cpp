// RAND_METHOD is deprecated in OpenSSL 3, and the only road to its generator that needs no provider of one's own.
#define OPENSSL_API_COMPAT 0x10100000L  // NOLINT(cppcoreguidelines-macro-usage)
#include "tests/simulation/chance.hpp"

#include <openssl/rand.h>
#include <sodium.h>
#include <stdexcept>

namespace zvonok::simulation {

namespace {

/// The libraries' hooks take no argument of ours.
Chance& drawn_from() {
    static Chance chance{0};
    return chance;
}

void fill(void* to, std::size_t count) {
    drawn_from().fill({static_cast<std::uint8_t*>(to), count});
}

std::uint32_t number() {
    return static_cast<std::uint32_t>(drawn_from().next());
}

int openssl_fill(unsigned char* to, int count) {
    fill(to, static_cast<std::size_t>(count));
    return 1;
}

}  // namespace

void draw_library_randomness_from(Chance chance) {
    static const bool installed = [] {
        static randombytes_implementation sodium{};
        sodium.implementation_name = [] { return "simulation"; };
        sodium.random = &number;
        sodium.stir = nullptr;
        sodium.uniform = nullptr;
        sodium.buf = &fill;
        sodium.close = [] { return 0; };
        static RAND_METHOD openssl{};
        openssl.bytes = &openssl_fill;
        openssl.pseudorand = &openssl_fill;
        openssl.status = [] { return 1; };
        return randombytes_set_implementation(&sodium) == 0 && sodium_init() >= 0 &&
               RAND_set_rand_method(&openssl) == 1;
    }();
    if (!installed) throw std::runtime_error("the libraries keep their own randomness");
    drawn_from() = chance;
}

}  // namespace zvonok::simulation
