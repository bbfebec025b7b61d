#include "tests/bench/sync/verify_count.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <ctime>

namespace {

struct Counters {
    std::atomic<std::uint64_t> calls = 0, nanoseconds = 0;
};

/// Shared with whoever reads the file; this process's own where none is named.
Counters& counters() {
    static Counters own;
    static Counters* const used = [] {
        const char* name = std::getenv("ZVONOK_VERIFY_COUNT");
        const int file = name == nullptr ? -1 : ::open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (file < 0 || ::ftruncate(file, sizeof(Counters)) != 0) return &own;
        void* const shared = ::mmap(nullptr, sizeof(Counters), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        return shared == MAP_FAILED ? &own : static_cast<Counters*>(shared);
    }();
    return *used;
}

std::uint64_t thread_nanoseconds() {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<std::uint64_t>(at.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(at.tv_nsec);
}

}  // namespace

extern "C" int crypto_sign_verify_detached(const unsigned char* signature, const unsigned char* message,
                                           unsigned long long length, const unsigned char* key) {
    using Function = int (*)(const unsigned char*, const unsigned char*, unsigned long long, const unsigned char*);
    static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "crypto_sign_verify_detached"));
    const std::uint64_t before = thread_nanoseconds();
    const int result = real(signature, message, length, key);
    Counters& to = counters();
    to.nanoseconds += thread_nanoseconds() - before;
    ++to.calls;
    return result;
}

namespace zvonok::bench {

Verified verified_here() {
    const Counters& from = counters();
    return {from.calls, static_cast<double>(from.nanoseconds) / 1e9};
}

Verified verified_there(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    std::uint64_t numbers[2] = {0, 0};
    if (descriptor < 0) return {};
    const auto got = ::pread(descriptor, numbers, sizeof numbers, 0);
    ::close(descriptor);
    return got == sizeof numbers ? Verified{numbers[0], static_cast<double>(numbers[1]) / 1e9} : Verified{};
}

}  // namespace zvonok::bench
