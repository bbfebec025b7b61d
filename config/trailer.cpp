#include "config/trailer.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {
constexpr std::string_view magic = "ZVONOKCI";
constexpr std::uint32_t format = 1;
constexpr std::string_view context = "zvonok config image v1";
constexpr std::string_view manifest_head = "zvonok config manifest 1\n";

void put(Bytes& to, std::uint64_t number, int width) {
    for (int i = 0; i < width; ++i) to.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}
std::uint64_t get(ByteView from, std::size_t at, int width) {
    std::uint64_t number = 0;
    for (int i = 0; i < width; ++i) number |= std::uint64_t{from[at + static_cast<std::size_t>(i)]} << (8 * i);
    return number;
}

Bytes signed_part(const Trailer& trailer) {
    Bytes bytes = copy(as_bytes(magic));
    put(bytes, format, 4);
    put(bytes, 0, 4);
    put(bytes, trailer.body_length, 8);
    append(bytes, trailer.body);
    append(bytes, trailer.manifest);
    append(bytes, trailer.signer);
    return bytes;
}
std::string manifest_line(const std::string& path, ByteView content) {
    return to_hex(crypto::sha256(content)) + " " + std::to_string(content.size()) + " " + path + "\n";
}
}  // namespace

std::string image_name(std::uint32_t version, const Trailer& trailer) {
    std::string digits = std::to_string(version);
    digits.insert(0, 9 - std::min<std::size_t>(9, digits.size()), '0');
    return digits + "-" + to_hex(ByteView{trailer.body}.first(4));
}

Bytes to_bytes(const Trailer& trailer) {
    Bytes bytes = signed_part(trailer);
    append(bytes, trailer.signature);
    return bytes;
}

Result<Trailer> trailer_from(ByteView bytes) {
    if (bytes.size() != trailer_bytes || as_text(bytes.first(magic.size())) != magic)
        return fail(FaultKind::corrupt, "no trailer of an image");
    if (get(bytes, 8, 4) != format || get(bytes, 12, 4) != 0)
        return fail(FaultKind::refused, "a trailer of format " + std::to_string(get(bytes, 8, 4)));
    Trailer trailer;
    trailer.body_length = get(bytes, 16, 8);
    std::ranges::copy(bytes.subspan(24, 32), trailer.body.begin());
    std::ranges::copy(bytes.subspan(56, 32), trailer.manifest.begin());
    std::ranges::copy(bytes.subspan(88, 32), trailer.signer.begin());
    std::ranges::copy(bytes.subspan(120, 64), trailer.signature.begin());
    return trailer;
}

void sign(Trailer& trailer, const crypto::SigningKey& key) {
    trailer.signer = key.public_key();
    trailer.signature = key.sign(context, signed_part(trailer));
}

Checked<void> check_signature(const Trailer& trailer, const std::vector<crypto::PublicKey>& trusted) {
    if (std::ranges::find(trusted, trailer.signer) == trusted.end())
        return refuse(Reason::foreign_key,
                      "signed by a key that is not trusted here, " + to_hex(trailer.signer) +
                          "; take the image of your own school",
                      "Образ подписан ключом, которому эта станция не доверяет. Возьмите образ своей школы.");
    if (!crypto::verify(trailer.signer, context, signed_part(trailer), trailer.signature))
        return refuse(Reason::altered,
                      "the signature does not hold: the image was altered or is damaged, copy it again",
                      "Подпись образа не сходится: он изменён или повреждён. Скопируйте его заново.");
    return {};
}

Bytes manifest_of(const FileTree& files) {
    std::string text{manifest_head};
    for (const auto& [path, content] : files)
        if (path != manifest_path) text += manifest_line(path, content);
    return copy(as_bytes(text));
}

Checked<void> check_manifest(const FileTree& files, const Trailer& trailer, Extent extent) {
    const auto wrong = [] {
        return refuse(Reason::altered,
                      "the files are not those of the signed manifest: they were altered or are damaged",
                      "Файлы настроек не совпадают с подписанным перечнем: они изменены или повреждены.");
    };
    const auto found = files.find(manifest_path);
    if (found == files.end() || crypto::sha256(found->second) != trailer.manifest) return wrong();
    // The manifest follows from the files alone, so the one that is there must be the one that would be written.
    if (extent == Extent::all_files) {
        if (found->second != manifest_of(files)) return wrong();
        return {};
    }
    const std::string_view manifest = as_text(found->second);
    for (const auto& [path, content] : files)
        if (path != manifest_path && manifest.find("\n" + manifest_line(path, content)) == std::string_view::npos)
            return wrong();
    return {};
}

}  // namespace zvonok::config
