#include "sync/server/data_folder.hpp"

#include "config/key_file.hpp"

#include <fcntl.h>
#include <sys/file.h>

namespace zvonok::sync::server {

using config::Reason;
using config::refuse;

bool is_made(const DataFolder& folder) {
    // The key is the last thing that is written before the database.
    return std::filesystem::exists(folder.station_authority_key()) || std::filesystem::exists(folder.database());
}

config::Checked<Keys> load_keys(const DataFolder& folder) {
    constexpr std::size_t limit_bytes = 64 * 1024;
    auto signing = config::read_secret_key(folder.signing_key());
    if (!signing) return tl::unexpected(signing.error());
    const auto pem = read_file(folder.station_authority(), limit_bytes);
    const auto key_pem = read_file(folder.station_authority_key(), limit_bytes);
    if (!pem || !key_pem)
        return refuse(Reason::unreadable, (pem ? key_pem : pem).error(), "Ключ издателя станций не читается.");
    auto certificate = crypto::Certificate::from_pem(as_text(*pem));
    if (!certificate) return refuse(Reason::bad_key, certificate.error(), "Сертификат издателя станций испорчен.");
    auto key = crypto::PrivateKey::from_pem(*key_pem);
    if (!key) return refuse(Reason::bad_key, key.error(), "Ключ издателя станций испорчен.");
    auto authority = crypto::Authority::open(std::move(*certificate), std::move(*key));
    if (!authority)
        return refuse(Reason::bad_key, authority.error(),
                      "Ключ и сертификат издателя станций не подходят друг к другу.");
    return Keys{std::move(*signing), std::move(*authority)};
}

Result<UniqueFd> take_lock(const DataFolder& folder) {
    UniqueFd file{::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!file.valid()) return fail(FaultKind::refused, "the data folder cannot be written", errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(FaultKind::busy, "another process works on the data folder", errno);
    return file;
}

}  // namespace zvonok::sync::server
