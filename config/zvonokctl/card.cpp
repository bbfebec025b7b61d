#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "config/zvonokctl/tuning.hpp"
#include "hal/card/virtual_card/card_folder.hpp"
#include "station/base/file.hpp"
#include "station/crypto/random.hpp"

#include <algorithm>

namespace zvonok::ctl {

namespace {
Checked<crypto::KeyKind> kind_of(const std::string& name) {
    if (name == "p256") return crypto::KeyKind::p256;
    if (name == "p384") return crypto::KeyKind::p384;
    if (name == "rsa2048") return crypto::KeyKind::rsa2048;
    return refuse(Reason::bad_config, "no kind of key: " + name + "; there are p256, p384 and rsa2048",
                  "Вид ключа: p256, p384 или rsa2048.");
}

/// Six digits, each as likely as the others.
crypto::Secret random_pin() {
    crypto::Secret pin(6);
    for (std::uint8_t& digit : pin.writable()) {
        do {
            crypto::fill_random({&digit, 1});
        } while (digit >= 250);
        digit = static_cast<std::uint8_t>('0' + digit % 10);
    }
    return pin;
}

Checked<crypto::Secret> pin_of(const CardIssue& order) {
    if (!order.pin_file) return random_pin();
    auto text = read_file(*order.pin_file, 64);
    if (!text)
        return refuse(Reason::unreadable, text.error(), "The file with the PIN cannot be read.",
                      "Файл с PIN не читается.");
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
    crypto::Secret pin = crypto::Secret::from(*text);
    crypto::wipe(*text);
    const auto is_digit = [](std::uint8_t c) { return c >= '0' && c <= '9'; };
    if (pin.size() < 6 || pin.size() > 8 || !std::ranges::all_of(pin.view(), is_digit))
        return refuse(Reason::bad_config, "a PIN has 6 to 8 digits", "PIN — это от 6 до 8 цифр.");
    return pin;
}
}  // namespace

Checked<void> run(const CardIssue& order, const Surroundings& around) {
    const auto at = instant_or_now(order.at, around.clock);
    if (!at) return tl::unexpected(at.error());
    const auto kind = kind_of(order.key);
    if (!kind) return tl::unexpected(kind.error());
    const auto authority = read_authority(order.authority, order.authority_key);
    if (!authority) return tl::unexpected(authority.error());
    auto pin = pin_of(order);
    if (!pin) return tl::unexpected(pin.error());

    auto key = crypto::PrivateKey::generate(*kind);
    // A card never outlives the authority that vouches for it.
    const Instant until = std::min<Instant>(*at + std::chrono::days{order.days}, authority->certificate().not_after());
    auto certificate = authority->issue({.profile = crypto::Profile::staff,
                                         .common_name = order.name,
                                         .dns_names = {},
                                         .ip_addresses = {},
                                         .upn = order.upn,
                                         .not_before = *at - std::chrono::hours{24},
                                         .not_after = until},
                                        key.public_key());
    if (!certificate)
        return refuse(Reason::bad_key, certificate.error(), "No card is issued: look at name, UPN and term.",
                      "Карта не выпущена: проверьте имя, UPN и срок.");
    const std::string serial = certificate->serial();
    if (auto made = make_folder(order.out.parent_path().empty() ? "." : order.out.parent_path()); !made) return made;
    const auto written =
        card::virtual_card::write_card_folder(order.out, {std::move(key), std::move(*certificate), std::move(*pin)});
    if (!written)
        return refuse(Reason::disk, written.error(), "The card's folder is not written: " + order.out.string() + ".",
                      "Папка карты не записана: " + order.out.string() + ".");
    around.console.value("Карта", "Card", order.out.string());
    around.console.value("Владелец", "Holder", order.name + " <" + order.upn + ">");
    around.console.value("Серийный номер сертификата", "Certificate serial", serial);
    around.console.value("Действует до", "Valid until", day_and_time(until));
    return {};
}

Checked<void> run(const CardRevoke& order, const Surroundings& around) {
    const auto at = instant_or_now(order.at, around.clock);
    if (!at) return tl::unexpected(at.error());
    const auto authority = read_authority(order.authority, order.authority_key);
    if (!authority) return tl::unexpected(authority.error());
    const auto text = read_file(order.list, list_limit_bytes);
    const auto former = text ? crypto::RevocationList::from_pem(as_text(*text)) : tl::unexpected(text.error());
    if (!former)
        return refuse(Reason::unreadable, former.error(), "The former revocation list cannot be read.",
                      "Прежний список отозванных карт не читается.");

    auto revoked = former->entries();
    for (const path& file : order.certificates) {
        const auto certificate = read_certificate(file);
        if (!certificate) return tl::unexpected(certificate.error());
        if (!former->revoked_at(*certificate)) revoked.push_back({certificate->serial(), *at});
    }
    const auto list = authority->make_list(revoked, former->number() + 1, *at, *at + std::chrono::days{order.days});
    if (!list)
        return refuse(Reason::bad_key, list.error(), "No revocation list is issued.",
                      "Список отозванных карт не выпущен.");
    const std::string pem = list->pem();
    if (auto put = put_file(order.list, as_bytes(pem), Secrecy::open, Overwrite::always); !put) return put;
    around.console.value("Список отозванных карт", "Revocation list", order.list.string());
    around.console.value("Отозвано всего", "Revoked in all", std::to_string(revoked.size()));
    return {};
}

}  // namespace zvonok::ctl
