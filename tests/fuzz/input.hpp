#pragma once

#include "station/base/bytes.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <utility>

/// What the fuzz targets share. A target is a file with LLVMFuzzerTestOneInput; libFuzzer drives it, or
/// corpus_main.cpp.
namespace zvonok::fuzz {

/// What a target promises beside not crashing; a breach ends the program as a crash would.
inline void promise(bool kept, const char* what) {
    if (kept) return;
    std::cerr << "broken promise: " << what << std::endl;
    std::abort();
}

/// Reads an input piece by piece; at its end everything is empty or zero.
class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size) : left_(data, size) {}
    std::uint8_t byte() {
        if (left_.empty()) return 0;
        const std::uint8_t first = left_.front();
        left_ = left_.subspan(1);
        return first;
    }
    std::uint16_t word() {
        const auto high = byte();
        return static_cast<std::uint16_t>(high << 8 | byte());
    }
    /// The next bytes, at most so many.
    ByteView bytes(std::size_t count) {
        const ByteView taken = left_.first(std::min(count, left_.size()));
        left_ = left_.subspan(taken.size());
        return taken;
    }
    ByteView rest() { return std::exchange(left_, {}); }
    [[nodiscard]] bool empty() const { return left_.empty(); }

  private:
    ByteView left_;
};

}  // namespace zvonok::fuzz
