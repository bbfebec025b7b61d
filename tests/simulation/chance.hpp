#pragma once

#include "station/base/bytes.hpp"

#include <chrono>
#include <span>

namespace zvonok::simulation {

/// Everything that happens by chance in one seed: SplitMix64, the same on every machine and library.
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// 0..count-1; `count` is at least 1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    bool once_in(std::size_t times) { return below(times) == 0; }
    bool percent(unsigned share) { return below(100) < share; }
    std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most) {
        return least + std::chrono::milliseconds{
                           static_cast<std::int64_t>(next() % static_cast<std::uint64_t>((most - least).count() + 1))};
    }
    template <class Things>
    auto& one_of(Things& things) {
        return things[below(things.size())];
    }
    void fill(std::span<std::uint8_t> bytes) {
        for (std::size_t at = 0; at < bytes.size();) {
            std::uint64_t word = next();
            for (int i = 0; i < 8 && at < bytes.size(); ++i, word >>= 8) bytes[at++] = static_cast<std::uint8_t>(word);
        }
    }
    /// A stream of its own, so that what one part asks more or less often moves no other part.
    Chance branch() { return Chance{next()}; }

  private:
    std::uint64_t state_;
};

/// From now on libsodium and OpenSSL draw from the chance given last: ids, salts, nonces and keys are then the seed's.
/// For the whole process, which is why only the simulator's main does it.
void draw_library_randomness_from(Chance chance);

}  // namespace zvonok::simulation
