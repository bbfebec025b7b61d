#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace zvonok::demo {

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same school on every machine and library.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    /// 0 .. sides-1
    std::size_t roll(std::size_t sides) {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % sides);
    }
    /// True `percent` times in a hundred.
    bool chance(std::size_t percent) { return roll(100) < percent; }
    template <class Range>
    const auto& pick(const Range& from) {
        return *(from.begin() + static_cast<std::ptrdiff_t>(roll(from.size())));
    }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[roll(left)]);
    }

  private:
    std::uint64_t state_;
};

}  // namespace zvonok::demo
