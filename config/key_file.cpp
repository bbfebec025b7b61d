#include "config/key_file.hpp"

#include "station/base/file.hpp"

#include <sys/stat.h>

namespace zvonok::config {

namespace {
constexpr std::string_view secret_head = "zvonok-ed25519-secret-1 ";
constexpr std::string_view public_head = "zvonok-ed25519-public-1 ";

tl::unexpected<Refusal> no_key(const std::filesystem::path& file, std::string_view head) {
    const bool secret = head == secret_head;
    return refuse(Reason::bad_key,
                  std::string("no ") + (secret ? "secret" : "public") + " key of Zvonok in " + file.string() +
                      "; zvonokctl key new makes one",
                  "В файле " + file.string() + " нет " + (secret ? "секретного" : "открытого") +
                      " ключа «Звонка». Такой ключ создаёт zvonokctl key new.");
}

Checked<Bytes> read_line(const std::filesystem::path& file, std::string_view head) {
    auto content = read_file(file, 256);
    if (!content && content.error().kind == FaultKind::full) return no_key(file, head);
    if (!content)
        return refuse(Reason::unreadable, content.error(), "The key file cannot be read: " + file.string() + ".",
                      "Файл ключа не читается: " + file.string() + ".");
    std::string_view line = as_text(*content);
    if (line.ends_with('\n')) line.remove_suffix(1);
    const bool ours = line.starts_with(head);
    auto raw = ours ? from_hex(line.substr(head.size())) : fail(FaultKind::corrupt, "not a key of this kind");
    crypto::wipe(*content);
    if (!raw || raw->size() != 32) return no_key(file, head);
    return *raw;
}
}  // namespace

Checked<void> write_secret_key(const std::filesystem::path& file, const crypto::SigningKey& key) {
    if (std::filesystem::exists(file))
        return refuse(Reason::bad_key, "the file " + file.string() + " is there already, the key is not overwritten",
                      "Файл " + file.string() + " уже есть, ключ не перезаписан.");
    const crypto::Secret seed = key.seed();
    std::string line = std::string(secret_head) + to_hex(seed.view()) + "\n";
    const auto written = write_file(file, as_bytes(line), FileMode::owner_only);
    crypto::wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
    if (!written)
        return refuse(Reason::disk, written.error(), "The key file is not written: " + file.string() + ".",
                      "Файл ключа не записан: " + file.string() + ".");
    return {};
}

Checked<crypto::SigningKey> read_secret_key(const std::filesystem::path& file) {
    auto seed = read_line(file, secret_head);
    if (!seed) return tl::unexpected(seed.error());
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
        crypto::wipe(*seed);
        const std::string english = "others may read the secret key " + file.string() + ": run chmod 600";
        return refuse(Reason::bad_key, Fault{FaultKind::refused, english, 0, {}},
                      "Секретный ключ " + file.string() + " доступен другим. Выполните: chmod 600.");
    }
    auto key = crypto::SigningKey::from_seed(*seed);
    crypto::wipe(*seed);
    if (!key) return refuse(Reason::bad_key, key.error(), "Ключ не читается.");
    return std::move(*key);
}

std::string public_key_line(const crypto::PublicKey& key) {
    return std::string(public_head) + to_hex(key) + "\n";
}

Checked<crypto::PublicKey> read_public_key(const std::filesystem::path& file) {
    const auto raw = read_line(file, public_head);
    if (!raw) return tl::unexpected(raw.error());
    const auto key = crypto::public_key_from(*raw);
    if (!key) return refuse(Reason::bad_key, key.error(), "Ключ не читается.");
    return *key;
}

}  // namespace zvonok::config
