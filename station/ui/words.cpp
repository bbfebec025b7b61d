#include "station/ui/words.hpp"

#include "station/base/file.hpp"

#include <cstring>
#include <optional>

namespace zvonok::ui {

namespace {

constexpr std::size_t catalogue_limit_bytes = 8 << 20;
constexpr std::uint32_t magic = 0x950412de;
constexpr std::size_t header_bytes = 20;

/// A little-endian number of a catalogue; msgfmt of every machine that we build on writes that order.
std::optional<std::uint32_t> number_at(ByteView file, std::size_t at) {
    if (at + 4 > file.size()) return std::nullopt;
    return std::uint32_t{file[at]} | std::uint32_t{file[at + 1]} << 8U | std::uint32_t{file[at + 2]} << 16U |
           std::uint32_t{file[at + 3]} << 24U;
}

/// The text that a (length, offset) pair of a catalogue's table speaks of.
std::optional<std::string> text_at(ByteView file, std::size_t entry) {
    const auto length = number_at(file, entry);
    const auto offset = number_at(file, entry + 4);
    if (!length || !offset || *offset > file.size() || *length > file.size() - *offset) return std::nullopt;
    return std::string{as_text(file.subspan(*offset, *length))};
}

}  // namespace

Result<Words> Words::open(const std::filesystem::path& catalogue) {
    const auto file = read_file(catalogue, catalogue_limit_bytes);
    if (!file) return tl::unexpected(file.error());
    return parse(*file);
}

Result<Words> Words::parse(ByteView file) {
    const auto count = number_at(file, 8);
    const auto originals = number_at(file, 12);
    const auto translations = number_at(file, 16);
    if (file.size() < header_bytes || number_at(file, 0) != magic || *count > file.size() / 16)
        return fail(FaultKind::corrupt, "not a message catalogue");
    Words words;
    for (std::size_t i = 0; i < *count; ++i) {
        auto original = text_at(file, *originals + 8 * i);
        auto translation = text_at(file, *translations + 8 * i);
        if (!original || !translation) return fail(FaultKind::corrupt, "message catalogue cut short");
        original->resize(std::strlen(original->c_str()));  // drops the plural's other form
        if (!original->empty()) words.texts_.emplace(std::move(*original), std::move(*translation));
    }
    if (words.texts_.empty()) return fail(FaultKind::corrupt, "message catalogue without messages");
    return words;
}

std::string_view Words::tr(std::string_view russian) const {
    const auto found = texts_.find(russian);
    return found == texts_.end() ? russian : std::string_view{found->second};
}

std::string Words::count(long number, std::string_view one, std::string_view few, std::string_view many) const {
    const std::string digits = std::to_string(number);
    const long tens = number % 100;
    const long units = number % 10;
    if (const auto found = texts_.find(one); found != texts_.end()) {
        const std::string_view forms = found->second;
        const std::size_t split = forms.find('\0');
        if (split == std::string_view::npos) return fill(forms, {digits});
        return fill(number == 1 ? forms.substr(0, split) : forms.substr(split + 1), {digits});
    }
    if (units == 1 && tens != 11) return fill(one, {digits});
    if (units >= 2 && units <= 4 && (tens < 12 || tens > 14)) return fill(few, {digits});
    return fill(many, {digits});
}

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values) {
    std::string result;
    for (const std::string_view value : values) {
        const std::size_t place = pattern.find("{}");
        if (place == std::string_view::npos) break;
        result.append(pattern.substr(0, place)).append(value);
        pattern.remove_prefix(place + 2);
    }
    return result.append(pattern);
}

}  // namespace zvonok::ui
