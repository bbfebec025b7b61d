#pragma once

#include <cstdint>
#include <filesystem>

/// Counts the Ed25519 signatures that a program verifies, and the time of a core that they take. verify_count.cpp
/// stands before libsodium's function: linked into a benchmark, and preloaded into the server that is measured, so that
/// the shipped code stays what it is.
namespace zvonok::bench {

struct Verified {
    std::uint64_t calls = 0;
    double cpu_s = 0;
};
/// By this process since it began.
Verified verified_here();
/// By a process that was started with the library preloaded and `file` named in ZVONOK_VERIFY_COUNT.
Verified verified_there(const std::filesystem::path& file);

}  // namespace zvonok::bench
