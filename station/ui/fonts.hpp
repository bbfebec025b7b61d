#pragma once

#include "station/base/result.hpp"
#include "station/ui/theme.hpp"

#include <array>
#include <bitset>
#include <filesystem>
#include <memory>
#include <string_view>

struct ImFont;
struct ImFontAtlas;

namespace zvonok::ui {

/// A family of two weights.
struct FontFiles {
    std::filesystem::path regular;
    std::filesystem::path bold;
};
/// PT Sans, else Inter, where Debian's packages put them. missing: neither is installed.
Result<FontFiles> find_fonts();

/// The faces that texts are drawn in.
enum class Face { text, strong, caption, heading, title, clock };
constexpr std::size_t face_count = 6;
Face face_of(TextSize size, bool strong);

/// Glyphs of all faces in one atlas, rasterised by FreeType. Only what has been asked for is rasterised, besides the
/// letters of Russian and English in all sizes but the giant one: a rebuild draws the whole screen anew, and a touch
/// that brings the first «Н» must not wait for it. A name in Tatar or a roll-call in 90 pixels costs one when it comes.
class Fonts {
  public:
    explicit Fonts(FontFiles files);
    ~Fonts();
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;

    [[nodiscard]] ImFontAtlas& atlas() { return *atlas_; }
    /// Sizes in pixels of the em; takes effect at the next build.
    void resize(float u, int text_percent);
    /// Both alphabets in the sizes of texts. Not there from the start: the first frame finds out what else the first
    /// screen needs, and one build then makes all of it.
    void want_alphabets();
    /// Remembers the text's characters. True: all are in the atlas already.
    bool want(Face face, std::string_view text);
    [[nodiscard]] bool stale() const { return stale_; }
    /// missing: a font file is gone; corrupt: FreeType does not take it.
    Result<void> build();

    [[nodiscard]] ImFont& font(Face face) const;
    [[nodiscard]] float advance(Face face, char32_t character) const;
    [[nodiscard]] float line_height(Face face) const;

  private:
    using Characters = std::bitset<0x10000>;  // the basic plane; ImGui knows no other
    struct One {
        Characters wanted;
        Characters built;
        ImFont* font = nullptr;
        float em_pixels = 0;
    };
    FontFiles files_;
    std::unique_ptr<ImFontAtlas> atlas_;
    std::array<One, face_count> faces_;
    bool stale_ = true;
};

}  // namespace zvonok::ui
