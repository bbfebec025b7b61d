#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "config/zvonokctl/tuning.hpp"

namespace zvonok::ctl {

namespace {
/// TLS looks at the machine's clock, cards are judged by the demo's: certificates hold under both.
struct Term {
    Instant from, until;
};
Term term_around(Instant at, Instant now) {
    return {std::min(at, now) - demo_margin, std::max(at, now) + demo_term};
}

Checked<crypto::Authority> new_authority(const PkiDemo& order, const std::string& file, const std::string& name,
                                         Term term) {
    auto authority = crypto::Authority::create(name, term.from, term.until);
    if (!authority)
        return refuse(Reason::bad_key, authority.error(), "The authority '" + name + "' is not made.",
                      "Издатель «" + name + "» не создан.");
    const std::string certificate = authority->certificate().pem();
    const crypto::Secret key = authority->key().pem();
    if (const auto put = put_file(order.out / (file + ".key"), key.view(), Secrecy::secret, Overwrite::never); !put)
        return tl::unexpected(put.error());
    if (const auto put = put_file(order.out / (file + ".pem"), as_bytes(certificate), Secrecy::open, Overwrite::never);
        !put)
        return tl::unexpected(put.error());
    return std::move(*authority);
}

Checked<void> new_server(const PkiDemo& order, const crypto::Authority& authority, Term term) {
    const auto key = crypto::PrivateKey::generate();
    const auto certificate =
        authority.issue({.profile = crypto::Profile::server,
                         .common_name = order.dns_names.empty() ? "zvonok-server" : order.dns_names.front(),
                         .dns_names = order.dns_names,
                         .ip_addresses = order.ip_addresses,
                         .upn = {},
                         .not_before = term.from,
                         .not_after = term.until},
                        key.public_key());
    if (!certificate)
        return refuse(Reason::bad_key, certificate.error(),
                      "No server certificate is issued: look at names and addresses.",
                      "Сертификат сервера не выпущен: проверьте имена и адреса.");
    const crypto::Secret secret = key.pem();
    if (auto put = put_file(order.out / "server.key", secret.view(), Secrecy::secret, Overwrite::never); !put)
        return put;
    const std::string chain = certificate->pem();
    return put_file(order.out / "server.pem", as_bytes(chain), Secrecy::open, Overwrite::never);
}
}  // namespace

Checked<void> run(const PkiDemo& order, const Surroundings& around) {
    const auto at = instant_or_now(order.at, around.clock);
    if (!at) return tl::unexpected(at.error());
    const Term term = term_around(*at, around.clock.now());
    if (auto made = make_folder(order.out); !made) return made;

    const auto server_ca = new_authority(order, "server-ca", "Zvonok demo server CA", term);
    if (!server_ca) return tl::unexpected(server_ca.error());
    if (auto made = new_server(order, *server_ca, term); !made) return made;
    const auto station_ca = new_authority(order, "station-ca", "Zvonok demo station CA", term);
    if (!station_ca) return tl::unexpected(station_ca.error());
    const auto staff_ca = new_authority(order, "staff-ca", "Zvonok demo staff CA", term);
    if (!staff_ca) return tl::unexpected(staff_ca.error());
    const auto list = staff_ca->make_list({}, 1, *at - demo_list_age, *at + demo_list_term);
    if (!list)
        return refuse(Reason::bad_key, list.error(), "No revocation list is issued.",
                      "Список отозванных карт не выпущен.");
    const std::string pem = list->pem();
    if (auto put = put_file(order.out / "staff-ca.crl", as_bytes(pem), Secrecy::open, Overwrite::never); !put)
        return put;
    around.console.value("Издатели и сертификат сервера", "Authorities and server certificate", order.out.string());
    around.console.warn("это ключи для показа. В школе ключи издателей хранят отдельно от сети.",
                        "these keys are for a demo. A school keeps its authorities' keys off the network.");
    return {};
}

}  // namespace zvonok::ctl
