#include "config/image.hpp"
#include "config/key_file.hpp"
#include "config/tuning.hpp"
#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "station/base/file.hpp"

namespace zvonok::ctl {

namespace {
void show(const config::Image& image, Console& console) {
    const config::Common& common = image.common;
    console.value("Образ", "Image", image.name());
    console.value("Школа", "School", common.school.name + " (" + common.school.id.hex() + ")");
    console.value("Версия", "Version", std::to_string(common.image.version));
    console.value("Выпущен", "Made", day_and_time(common.image.created));
    console.value("Годен до", "Valid until", day_and_time(common.image.expires));
    if (common.image.demo) console.line("Демонстрационный образ", "A demo image");
    for (const std::string& url : common.server.urls) console.value("Сервер", "Server", url);
    console.value("Ключ подписи", "Signed by", to_hex(image.trailer.signer));
    console.value("Регистрация станций до", "Enrolment until", day_and_time(common.enrolment_expires));
    for (const config::Station& station : image.stations) {
        std::string hardware = station.hardware.serial;
        for (const std::string& mac : station.hardware.macs) hardware += (hardware.empty() ? "" : ", ") + mac;
        const std::string tail = station.name + ", " + station.title + ", " + station.id.hex() + ", ";
        const Phrase mode = words_of(station.mode);
        console.line("Станция (" + mode.russian + "): " + tail + (hardware.empty() ? "выбирается по имени" : hardware),
                     "Station (" + mode.english + "): " + tail + (hardware.empty() ? "chosen by name" : hardware));
    }
}
}  // namespace

Checked<void> run(const ImageBuild& order, const Surroundings& around) {
    const auto key = config::read_secret_key(order.key);
    if (!key) return tl::unexpected(key.error());
    const auto source = config::load_source(order.source);
    if (!source) return tl::unexpected(source.error());
    const auto bytes = config::build_image(*source, *key);
    if (!bytes) return tl::unexpected(bytes.error());
    // What is handed out is what a station would take: opened once as a station does.
    const auto image = config::open_image(*bytes, {key->public_key()});
    if (!image) return tl::unexpected(image.error());
    if (auto put = put_file(order.out, *bytes, Secrecy::secret, Overwrite::always); !put) return put;
    show(*image, around.console);
    around.console.value("Файл", "File", order.out.string() + ", " + std::to_string(bytes->size()));
    if (source->common.image.expires <= around.clock.now())
        around.console.warn("срок образа уже истёк, станции его не примут.",
                            "it has expired, no station will take it.");
    return {};
}

Checked<void> run(const ImageVerify& order, const Surroundings& around) {
    std::vector<crypto::PublicKey> keys;
    for (const path& file : order.keys) {
        const auto key = config::read_public_key(file);
        if (!key) return tl::unexpected(key.error());
        keys.push_back(*key);
    }
    const auto image = config::open_image(order.file, keys);
    if (!image && image.error().reason == Reason::foreign_key)
        return refuse(Reason::foreign_key, image.error().fault,
                      "The image is signed by none of the keys that --key names; zvonokctl image show tells by which.",
                      "Образ подписан не тем ключом, что назван в --key. Каким он подписан, покажет zvonokctl image "
                      "show.");
    if (!image) return tl::unexpected(image.error());
    if (auto good = config::check_term(*image, around.clock.now()); !good) return good;
    around.console.line("Образ подлинный: подпись и все файлы на месте.", "Genuine: signature and all files hold.");
    show(*image, around.console);
    return {};
}

Checked<void> run(const ImageShow& order, const Surroundings& around) {
    const auto bytes = read_file(order.file, config::image_limit_bytes);
    if (!bytes)
        return refuse(Reason::unreadable, bytes.error(), "The image cannot be read: " + order.file.string() + ".",
                      "Файл образа не читается: " + order.file.string() + ".");
    // Believes whatever key the image names; who that is, only `verify` with a known key can tell.
    const auto trailer = bytes->size() < config::trailer_bytes
                             ? fail(FaultKind::corrupt, "too short")
                             : config::trailer_from(ByteView{*bytes}.last(config::trailer_bytes));
    std::vector<crypto::PublicKey> own;
    if (trailer) own.push_back(trailer->signer);
    const auto image = config::open_image(*bytes, own);
    if (!image) return tl::unexpected(image.error());
    show(*image, around.console);
    around.console.warn("ключ подписи не сверялся; для этого есть image verify --key.",
                        "nobody vouched for the signer; use image verify --key.");
    return {};
}

}  // namespace zvonok::ctl
