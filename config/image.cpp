#include "config/image.hpp"

#include "config/squashfs.hpp"
#include "config/tuning.hpp"
#include "station/base/file.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {
/// A station's token follows from the signing key, so that no secret stands in what IT writes, and an image built again
/// has the same one; another term or other hardware gives another.
std::string token_for(const crypto::SigningKey& key, const Common& common, const Station& station) {
    std::string bound = common.school.id.hex() + station.id.hex() + to_text(common.enrolment_expires) + "\n" +
                        station.hardware.serial + "\n" + (station.hardware.by_name ? station.name : "") + "\n";
    for (const std::string& mac : station.hardware.macs) bound += mac + "\n";
    const crypto::Secret seed = key.seed();
    const crypto::Digest own = crypto::hmac_sha256(seed.view(), as_bytes("zvonok enrolment tokens v1"));
    return to_hex(crypto::hmac_sha256(own, as_bytes(bound)));
}

tl::unexpected<Refusal> truncated() {
    return refuse(Reason::truncated, "the end of the image is missing: the file was not copied whole, copy it again",
                  "Образ обрезан: файл скопирован не целиком. Скопируйте его заново.");
}

/// No trailer: cut off, never signed, or something else altogether.
tl::unexpected<Refusal> refusal_without_trailer(ByteView bytes) {
    static constexpr std::string_view squashfs_magic = "hsqs";
    if (bytes.empty()) return truncated();
    const auto start = as_text(bytes.first(std::min(bytes.size(), squashfs_magic.size())));
    if (!squashfs_magic.starts_with(start))
        return refuse(Reason::not_an_image, "not a config image: neither SquashFS nor a trailer",
                      "Это не образ настроек.");
    const auto length = squashfs_length(bytes);
    if (!length || *length > bytes.size()) return truncated();
    const std::uint64_t padded = (*length + image_padding_bytes - 1) / image_padding_bytes * image_padding_bytes;
    if (bytes.size() > padded || (bytes.size() < padded && bytes.size() != *length)) return truncated();
    return refuse(Reason::unsigned_image, "the image is not signed: stations take signed ones only",
                  "Образ не подписан. Станция принимает только подписанные образы.");
}

tl::unexpected<Refusal> refusal_of_content(const Fault& fault) {
    if (fault.kind == FaultKind::full)
        return refuse(Reason::too_large, fault, "The image is too large: no configuration is.",
                      "Образ слишком велик: таких настроек не бывает.");
    return refuse(
        Reason::unsafe_content, fault,
        "The image holds what none may hold. No station will take it; tell whoever made it.",
        "В образе есть то, чего в нём быть не может. Станция его не примет; сообщите тому, кто его выпустил.");
}
}  // namespace

Checked<Bytes> build_image(const Source& source, const crypto::SigningKey& key) {
    Source with_tokens = source;
    for (Station& station : with_tokens.stations) station.token = token_for(key, source.common, station);
    FileTree files = to_files(with_tokens);
    files[std::string(manifest_path)] = manifest_of(files);
    auto body = pack_squashfs(files, source.common.image.created);
    if (!body)
        return refuse(Reason::too_large, body.error(), "The configuration does not fit into an image.",
                      "Настройки не помещаются в образ.");
    Trailer trailer;
    trailer.body_length = body->size();
    trailer.body = crypto::sha256(*body);
    trailer.manifest = crypto::sha256(files[std::string(manifest_path)]);
    sign(trailer, key);
    append(*body, to_bytes(trailer));
    return *body;
}

Checked<Image> open_image(ByteView bytes, const std::vector<crypto::PublicKey>& trusted) {
    if (bytes.size() > image_limit_bytes)
        return refuse(Reason::too_large, "larger than any image", "Файл слишком велик для образа настроек.");
    const auto trailer =
        bytes.size() < trailer_bytes ? fail(FaultKind::corrupt, "too short") : trailer_from(bytes.last(trailer_bytes));
    if (!trailer && trailer.error().kind == FaultKind::refused)
        return refuse(Reason::newer_format, trailer.error(),
                      "Образ сделан более новой программой. Сначала обновите программу станции.");
    if (!trailer) return refusal_without_trailer(bytes);
    const ByteView body = bytes.first(bytes.size() - trailer_bytes);
    if (const auto good = check_signature(*trailer, trusted); !good) return tl::unexpected(good.error());
    if (trailer->body_length != body.size() || crypto::sha256(body) != trailer->body)
        return refuse(Reason::altered,
                      "the image was altered after signing, or is damaged: copy it again from whoever made it",
                      "Образ изменён после подписи или повреждён. Скопируйте его заново у того, кто его выпустил.");

    Image image;
    image.trailer = *trailer;
    auto files = unpack_squashfs(body);
    if (!files) return refusal_of_content(files.error());
    image.files = std::move(*files);
    if (const auto good = check_manifest(image.files, *trailer, Extent::all_files); !good)
        return tl::unexpected(good.error());
    auto common = read_common(image.files);
    if (!common) return tl::unexpected(common.error());
    image.common = std::move(*common);
    for (const StationId& id : station_ids(image.files)) {
        auto station = read_station(image.files, id);
        if (!station) return tl::unexpected(station.error());
        image.stations.push_back(std::move(*station));
    }
    return image;
}

Checked<Image> open_image(const std::filesystem::path& file, const std::vector<crypto::PublicKey>& trusted) {
    const auto bytes = read_file(file, image_limit_bytes);
    if (bytes) return open_image(*bytes, trusted);
    if (bytes.error().kind == FaultKind::full)
        return refuse(Reason::too_large, bytes.error(), "The file is too large for a config image.",
                      "Файл слишком велик для образа настроек.");
    return refuse(Reason::unreadable, bytes.error(), "The image cannot be read: " + file.string() + ".",
                  "Файл образа не читается: " + file.string() + ".");
}

Checked<void> check_term(const Image& image, Instant now) {
    if (now < image.common.image.expires) return {};
    const std::string day = to_text(image.common.image.expires).substr(0, 10);
    return refuse(Reason::expired,
                  "the image expired on " + day + "; take a new one, and if this is new, look at the clock",
                  "Срок образа истёк " + day + ". Возьмите новый образ; если он новый, проверьте часы станции.");
}

}  // namespace zvonok::config
