#pragma once

#include <array>
#include <cstdint>

/// How a person wants to see the screen, in which language, or hear it.
namespace zvonok::flow {

enum class Look : std::uint8_t { light, dark, contrast };
enum class Language : std::uint8_t { russian, english };

inline constexpr std::array text_sizes{100, 125, 150, 200};  ///< percent

struct Sight {
    int text_percent = 100;  ///< one of text_sizes
    Look look = Look::light;
    bool spoken = false;  ///< what has the focus, and what happens, is said aloud
    Language language = Language::russian;

    bool operator==(const Sight&) const = default;
};

}  // namespace zvonok::flow
