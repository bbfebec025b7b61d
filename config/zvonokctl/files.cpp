#include "config/zvonokctl/files.hpp"

#include "station/base/file.hpp"

#include <sys/stat.h>

namespace zvonok::ctl {

namespace {
constexpr std::size_t pem_limit_bytes = 1024 * 1024;

Checked<Bytes> content_of(const path& file) {
    auto content = read_file(file, pem_limit_bytes);
    if (!content)
        return refuse(Reason::unreadable, content.error(), "The file cannot be read: " + file.string() + ".",
                      "Файл не читается: " + file.string() + ".");
    return std::move(*content);
}
}  // namespace

Checked<crypto::Certificate> read_certificate(const path& file) {
    const auto content = content_of(file);
    if (!content) return tl::unexpected(content.error());
    const bool pem = as_text(*content).find("-----BEGIN") != std::string_view::npos;
    auto certificate = pem ? crypto::Certificate::from_pem(as_text(*content)) : crypto::Certificate::from_der(*content);
    if (!certificate)
        return refuse(Reason::bad_key, certificate.error(), "No certificate in " + file.string() + ".",
                      "В файле " + file.string() + " нет сертификата.");
    return std::move(*certificate);
}

Checked<crypto::PrivateKey> read_private_key(const path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0)
        return refuse(Reason::bad_key, "others may read the secret key " + file.string() + ": run chmod 600",
                      "Секретный ключ " + file.string() + " доступен другим. Выполните: chmod 600.");
    auto content = content_of(file);
    if (!content) return tl::unexpected(content.error());
    auto key = crypto::PrivateKey::from_pem(*content);
    crypto::wipe(*content);
    if (!key)
        return refuse(Reason::bad_key, key.error(), "No secret key in " + file.string() + ".",
                      "В файле " + file.string() + " нет секретного ключа.");
    return std::move(*key);
}

Checked<crypto::Authority> read_authority(const path& certificate, const path& key) {
    auto parsed = read_certificate(certificate);
    if (!parsed) return tl::unexpected(parsed.error());
    auto secret = read_private_key(key);
    if (!secret) return tl::unexpected(secret.error());
    auto authority = crypto::Authority::open(std::move(*parsed), std::move(*secret));
    if (!authority)
        return refuse(Reason::bad_key, authority.error(),
                      certificate.string() + " is no issuer's certificate, or the key is not its own.",
                      "Сертификат " + certificate.string() + " не издателя, или ключ не от него.");
    return std::move(*authority);
}

Checked<void> put_file(const path& file, ByteView content, Secrecy secrecy, Overwrite overwrite) {
    if (overwrite == Overwrite::never && std::filesystem::exists(file))
        return refuse(Reason::disk, "the file " + file.string() + " is there already and is not overwritten",
                      "Файл " + file.string() + " уже есть и не перезаписан.");
    const auto mode = secrecy == Secrecy::secret ? FileMode::owner_only : FileMode::everyone_reads;
    if (const auto written = write_file(file, content, mode); !written)
        return refuse(Reason::disk, written.error(), "The file is not written: " + file.string() + ".",
                      "Файл не записан: " + file.string() + ".");
    return {};
}

Checked<void> make_folder(const path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return refuse(Reason::disk, "cannot make " + folder.string(), "Папка не создана: " + folder.string() + ".");
    return {};
}

Checked<Instant> instant_or_now(const std::optional<std::string>& text, const Clock& clock) {
    if (!text) return clock.now();
    const auto at = parse_instant(*text);
    if (!at)
        return refuse(Reason::bad_config, at.error(), "A time is written so: 2026-09-01T00:00:00Z.",
                      "Время пишется так: 2026-09-01T00:00:00Z.");
    return *at;
}

}  // namespace zvonok::ctl
