#pragma once

#include "station/base/bytes.hpp"

#include <memory>

namespace zvonok::crypto {

/// Bytes that must not be swapped, dumped or left behind: guarded, locked memory, wiped when freed (sodium_malloc).
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::size_t size);
    /// Copies `bytes`; wiping the source is the caller's part.
    static Secret from(ByteView bytes);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] ByteView view() const { return {data_.get(), size_}; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return {data_.get(), size_}; }

  private:
    struct Free {
        void operator()(std::uint8_t* data) const;
    };
    std::unique_ptr<std::uint8_t[], Free> data_;
    std::size_t size_ = 0;
};

/// Overwrites in a way that the compiler may not drop.
void wipe(std::span<std::uint8_t> bytes);

/// Turns off core dumps and attaching debuggers for this process; first thing in main of what handles PINs or keys.
void forbid_core_dumps();

}  // namespace zvonok::crypto
