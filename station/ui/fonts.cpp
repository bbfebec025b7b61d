#include "station/ui/fonts.hpp"

#include "station/base/file.hpp"
#include "station/ui/text.hpp"

#include <fcntl.h>
#include <ft2build.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <cmath>
#include FT_FREETYPE_H

namespace zvonok::ui {

namespace {

struct FaceStyle {
    TextSize size;
    bool bold;
    bool reading;  ///< carries texts of every kind, so it is given both alphabets
};
constexpr std::array<FaceStyle, face_count> styles{{
    {TextSize::text, false, true},
    {TextSize::text, true, true},
    {TextSize::caption, false, true},
    {TextSize::heading, true, true},
    {TextSize::title, true, true},
    {TextSize::clock, true, false},
}};

constexpr std::size_t index(Face face) {
    return static_cast<std::size_t>(face);
}

/// A file's bytes without a copy: fonts are large, read here and there, and the page cache has them.
class Mapped {
  public:
    static Result<Mapped> open(const std::filesystem::path& path) {
        const UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
        struct stat status {};
        if (!fd.valid() || fstat(fd.get(), &status) != 0)
            return fail(FaultKind::missing, "no font file " + path.string());
        const auto size = static_cast<std::size_t>(status.st_size);
        void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
        if (bytes == MAP_FAILED) return fail(FaultKind::corrupt, "font file " + path.string() + " can't be mapped");
        return Mapped{bytes, size};
    }
    Mapped(Mapped&& other) noexcept : bytes_(std::exchange(other.bytes_, nullptr)), size_(other.size_) {}
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;
    ~Mapped() {
        if (bytes_ != nullptr) munmap(bytes_, size_);
    }
    [[nodiscard]] void* bytes() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    Mapped(void* bytes, std::size_t size) : bytes_(bytes), size_(size) {}
    void* bytes_;
    std::size_t size_;
};

/// Pixels from the lowest descender to the highest ascender, for an em of one pixel: what ImGui calls a font's size.
Result<float> height_per_em(const Mapped& file) {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    if (FT_Init_FreeType(&library) != 0) return fail(FaultKind::bug, "FreeType does not start");
    const int rc = FT_New_Memory_Face(library, static_cast<const FT_Byte*>(file.bytes()),
                                      static_cast<FT_Long>(file.size()), 0, &face);
    float height = 0;
    if (rc == 0) height = static_cast<float>(face->ascender - face->descender) / static_cast<float>(face->units_per_EM);
    FT_Done_FreeType(library);  // its faces go with it
    if (rc != 0 || height <= 0) return fail(FaultKind::corrupt, "FreeType does not take the font", rc);
    return height;
}

}  // namespace

Result<FontFiles> find_fonts() {
    const std::array<FontFiles, 2> families{{
        {"/usr/share/fonts/truetype/paratype/PTS55F.ttf", "/usr/share/fonts/truetype/paratype/PTS75F.ttf"},
        {"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "/usr/share/fonts/opentype/inter/Inter-Bold.otf"},
    }};
    for (const FontFiles& family : families) {
        std::error_code ignored;
        if (std::filesystem::exists(family.regular, ignored) && std::filesystem::exists(family.bold, ignored))
            return family;
    }
    return fail(FaultKind::missing, "neither PT Sans (fonts-paratype) nor Inter (fonts-inter) is installed");
}

Face face_of(TextSize size, bool strong) {
    switch (size) {
        case TextSize::clock:
            return Face::clock;
        case TextSize::title:
            return Face::title;
        case TextSize::heading:
            return Face::heading;
        case TextSize::caption:
            return Face::caption;
        case TextSize::text:
            break;
    }
    return strong ? Face::strong : Face::text;
}

Fonts::Fonts(FontFiles files) : files_(std::move(files)), atlas_(std::make_unique<ImFontAtlas>()) {
    atlas_->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas_->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    // No mouse cursors of ImGui's own and no baked lines: nothing here draws them.
    atlas_->Flags = ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    for (One& one : faces_) {
        one.wanted.set(0x2026);
        for (char32_t digit = '0'; digit <= ':'; ++digit) one.wanted.set(digit);
    }
}

void Fonts::want_alphabets() {
    stale_ = true;
    for (std::size_t i = 0; i < face_count; ++i) {
        if (!styles[i].reading) continue;
        Characters& wanted = faces_[i].wanted;
        for (char32_t latin = 0x20; latin < 0x7F; ++latin) wanted.set(latin);
        for (char32_t cyrillic = 0x410; cyrillic <= 0x44F; ++cyrillic) wanted.set(cyrillic);
        for (const char32_t other : {0x401, 0x451, 0xAB, 0xBB, 0xB7, 0xA7, 0x2013, 0x2014, 0x2116}) wanted.set(other);
    }
}

Fonts::~Fonts() = default;

void Fonts::resize(float u, int text_percent) {
    for (std::size_t i = 0; i < face_count; ++i) {
        // The one giant size is for a clock read across the room: large text need not make it larger still.
        const float percent = styles[i].size == TextSize::clock ? 100.f : static_cast<float>(text_percent);
        const float pixels = std::round(size_u(styles[i].size) * u * percent / 100.f);
        stale_ = stale_ || pixels != faces_[i].em_pixels;
        faces_[i].em_pixels = pixels;
    }
}

bool Fonts::want(Face face, std::string_view text) {
    One& one = faces_[index(face)];
    bool all = true;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if (character >= one.wanted.size() || character < 0x20) continue;
        if (!one.wanted.test(character)) {
            one.wanted.set(character);
            stale_ = true;
        }
        all = all && one.built.test(character);
    }
    return all;
}

Result<void> Fonts::build() {
    const auto regular = Mapped::open(files_.regular);
    if (!regular) return tl::unexpected(regular.error());
    const auto bold = Mapped::open(files_.bold);
    if (!bold) return tl::unexpected(bold.error());
    const auto height = height_per_em(*regular);
    if (!height) return tl::unexpected(height.error());

    atlas_->Clear();
    std::array<ImVector<ImWchar>, face_count> ranges;
    for (std::size_t i = 0; i < face_count; ++i) {
        One& one = faces_[i];
        const auto last = one.wanted.size();
        for (std::size_t from = 0; from < last; ++from) {
            if (!one.wanted.test(from)) continue;
            std::size_t to = from;
            while (to + 1 < last && one.wanted.test(to + 1)) ++to;
            ranges[i].push_back(static_cast<ImWchar>(from));
            ranges[i].push_back(static_cast<ImWchar>(to));
            from = to;
        }
        ranges[i].push_back(0);
        const Mapped& file = styles[i].bold ? *bold : *regular;
        ImFontConfig config;
        config.FontData = file.bytes();
        config.FontDataSize = static_cast<int>(file.size());
        config.FontDataOwnedByAtlas = true;  // or ImGui copies the file for each face; taken back below
        config.SizePixels = std::round(one.em_pixels * *height);
        config.GlyphRanges = ranges[i].Data;
        config.EllipsisChar = 0x2026;
        one.font = atlas_->AddFont(&config);
    }
    const bool built = atlas_->Build();
    for (ImFontConfig& config : atlas_->ConfigData) {
        config.FontData = nullptr;
        config.FontDataOwnedByAtlas = false;
        config.GlyphRanges = nullptr;
    }
    if (!built) return fail(FaultKind::corrupt, "FreeType does not take the fonts");
    for (One& one : faces_) one.built = one.wanted;
    stale_ = false;
    return {};
}

ImFont& Fonts::font(Face face) const {
    return *faces_[index(face)].font;
}

float Fonts::advance(Face face, char32_t character) const {
    return font(face).GetCharAdvance(static_cast<ImWchar>(character));
}

float Fonts::line_height(Face face) const {
    return font(face).FontSize;
}

}  // namespace zvonok::ui
