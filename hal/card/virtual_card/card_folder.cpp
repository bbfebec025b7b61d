#include "hal/card/virtual_card/card_folder.hpp"

#include "hal/card/piv.hpp"
#include "station/base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace zvonok::card::virtual_card {

namespace {
constexpr std::size_t longest_file_bytes = 32 * 1024;

/// Straight into locked memory, without a buffer that would stay behind.
Result<crypto::Secret> read_secret(const std::filesystem::path& path) {
    const UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd.valid())
        return fail(errno == ENOENT ? FaultKind::missing : FaultKind::refused, "cannot open " + path.string(), errno);
    crypto::Secret buffer(longest_file_bytes);
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t more = ::read(fd.get(), &buffer.writable()[size], buffer.size() - size);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return fail(FaultKind::refused, "cannot read " + path.string(), errno);
        if (more == 0) return crypto::Secret::from(buffer.view().first(size));
        size += static_cast<std::size_t>(more);
    }
    return fail(FaultKind::full, "file too long: " + path.string());
}

crypto::Secret first_line(const crypto::Secret& text) {
    std::size_t end = 0;
    while (end < text.size() && text.view()[end] != '\n' && text.view()[end] != '\r') ++end;
    return crypto::Secret::from(text.view().first(end));
}

Result<int> read_tries(const std::filesystem::path& path) {
    const auto text = read_file(path, longest_file_bytes);
    if (!text && text.error().kind == FaultKind::missing) return most_tries;
    if (!text) return tl::unexpected(text.error());
    const bool is_digit = !text->empty() && text->front() >= '0' && text->front() <= '0' + most_tries;
    if (!is_digit) return fail(FaultKind::corrupt, "a count of tries that cannot be one");
    return text->front() - '0';
}
}  // namespace

Result<CardFolder> CardFolder::open(const std::filesystem::path& folder, crypto::Secret pin) {
    const auto key_pem = read_secret(folder / "key.pem");
    if (!key_pem) return tl::unexpected(key_pem.error());
    auto key = crypto::PrivateKey::from_pem(key_pem->view());
    if (!key) return tl::unexpected(key.error());
    const auto certificate_pem = read_file(folder / "certificate.pem", longest_file_bytes);
    if (!certificate_pem) return tl::unexpected(certificate_pem.error());
    auto certificate = crypto::Certificate::from_pem(as_text(*certificate_pem));
    if (!certificate) return tl::unexpected(certificate.error());
    if (pin.empty()) {
        const auto text = read_secret(folder / "pin");
        if (!text) return tl::unexpected(text.error());
        pin = first_line(*text);
    }
    if (!piv::is_pin(pin.view())) return fail(FaultKind::corrupt, "a PIN has 6 to 8 digits");
    const auto tries = read_tries(folder / "tries");
    if (!tries) return tl::unexpected(tries.error());
    return CardFolder{folder, Content{std::move(*key), std::move(*certificate), std::move(pin)}, *tries};
}

Result<void> CardFolder::keep_tries(int left) {
    if (auto kept = write_file(folder_ / "tries", as_bytes(std::to_string(left) + "\n"), FileMode::owner_only); !kept)
        return kept;
    tries_left_ = left;
    return {};
}

Result<void> write_card_folder(const std::filesystem::path& folder, const Content& content) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(FaultKind::refused, "cannot make a card's folder", error.value());
    std::filesystem::remove(folder / "tries", error);
    const crypto::Secret key = content.key.pem();
    if (auto kept = write_file(folder / "key.pem", key.view(), FileMode::owner_only); !kept) return kept;
    if (auto kept = write_file(folder / "pin", content.pin.view(), FileMode::owner_only); !kept) return kept;
    return write_file(folder / "certificate.pem", as_bytes(content.certificate.pem()), FileMode::everyone_reads);
}

}  // namespace zvonok::card::virtual_card
