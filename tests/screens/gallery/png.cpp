#include "tests/screens/gallery/png.hpp"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

namespace zvonok::test {

Result<void> write_png(const std::filesystem::path& file, int width, int height,
                       const std::vector<std::uint8_t>& rgba) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(rgba.size() / 4 * 3);
    for (std::size_t at = 0; at + 3 < rgba.size(); at += 4) rgb.insert(rgb.end(), &rgba[at], &rgba[at] + 3);
    if (stbi_write_png(file.c_str(), width, height, 3, rgb.data(), width * 3) == 0)
        return fail(FaultKind::missing, "cannot write the picture");
    return {};
}

}  // namespace zvonok::test
