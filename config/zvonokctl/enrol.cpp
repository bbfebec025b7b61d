#include "sync/client/enrol.hpp"
#include "config/station.hpp"
#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "config/zvonokctl/server.hpp"

namespace zvonok::ctl {

namespace {
using sync::wire::ProblemKind;

/// What happened and what to do, for the failures that IT can do something about.
Phrase words_of_failure(const sync::client::Failure& failure) {
    switch (failure.problem) {
        case ProblemKind::token_unknown:
            return {"Сервер не знает эту станцию. Загрузите на сервер образ, которым она настроена.",
                    "The server does not know this station. Register the image that it is set up by."};
        case ProblemKind::token_used:
            return {
                "По этому образу станция уже регистрировалась. Чтобы повторить, выпустите образ с новым сроком "
                "регистрации.",
                "The station has enrolled by this image before. To repeat it, make an image with a new term of "
                "enrolment."};
        case ProblemKind::token_expired:
            return {"Срок регистрации по этому образу истёк. Выпустите образ с новым сроком регистрации.",
                    "The term of enrolment of this image is over. Make an image with a new one."};
        case ProblemKind::csr_unusable:
            return {"Сервер не принял запрос на сертификат. Обновите программу станции.",
                    "The server did not take the request for a certificate. Update the station's program."};
        default:
            break;
    }
    return words_of(failure.trouble);
}

/// The same key for a second try, so that a certificate lost on the way can be asked for again.
Checked<crypto::PrivateKey> own_key(const config::StatePaths& paths) {
    const path file = paths.station_key();
    if (std::filesystem::exists(file)) return read_private_key(file);
    if (const auto made = make_folder(file.parent_path()); !made) return tl::unexpected(made.error());
    auto key = crypto::PrivateKey::generate();
    const crypto::Secret pem = key.pem();
    if (const auto put = put_file(file, pem.view(), Secrecy::secret, Overwrite::never); !put)
        return tl::unexpected(put.error());
    return key;
}

bool still_holds(const config::StatePaths& paths, const crypto::PrivateKey& key, Instant now) {
    if (!std::filesystem::exists(paths.station_certificate())) return false;
    const auto certificate = read_certificate(paths.station_certificate());
    return certificate && certificate->public_key() == key.public_key() && now < certificate->not_after();
}

/// A certificate for another key or station would only show itself at the first sync.
Checked<void> check_answer(const sync::wire::EnrolAnswer& answer, const config::StationConfig& config,
                           const crypto::PrivateKey& key) {
    const auto certificate = crypto::Certificate::from_pem(answer.certificate_pem);
    const bool fits = certificate && certificate->public_key() == key.public_key() &&
                      answer.station == config.station.id && answer.school == config.common.school.id;
    if (fits) return {};
    return refuse(
        Reason::enrolment,
        "the server gave a certificate that is not for this station; it is not kept, look at the server's stations",
        "Сервер выдал сертификат не для этой станции. Он не сохранён; проверьте списки станций на сервере.");
}
}  // namespace

Checked<void> run(const Enrol& order, const Surroundings& around) {
    const config::StatePaths paths{order.root};
    const auto config = config::peek_station(order.root);
    if (!config) return tl::unexpected(config.error());
    const auto key = own_key(paths);
    if (!key) return tl::unexpected(key.error());
    if (!order.again && still_holds(paths, *key, around.clock.now())) {
        around.console.line("Станция уже зарегистрирована.", "The station is enrolled already.");
        return {};
    }
    const auto request = crypto::make_request(*key, config->station.id.hex());
    if (!request)
        return refuse(Reason::bad_key, request.error(), "No request for a certificate could be made.",
                      "Запрос на сертификат не составлен.");
    const sync::client::Endpoint endpoint{config->common.server.urls, config->common.server.ca_pem, {}, {}};
    const auto answer = sync::client::enrol(endpoint, config->station.token, *request);
    if (!answer) {
        const sync::client::Failure& failure = answer.error();
        const Phrase words = words_of_failure(failure);
        const std::string cause = std::string(sync::client::to_text(failure.trouble)) + ", " +
                                  std::string(sync::client::to_text(failure.problem)) + ": " + failure.detail;
        return refuse(Reason::enrolment, words.english + " (" + cause + ")", words.russian);
    }
    if (auto good = check_answer(*answer, *config, *key); !good) return good;
    if (auto put =
            put_file(paths.station_certificate(), as_bytes(answer->certificate_pem), Secrecy::open, Overwrite::always);
        !put)
        return put;
    around.console.line("Станция зарегистрирована: " + config->station.name + ".",
                        "Enrolled: " + config->station.name + ".");
    return {};
}

}  // namespace zvonok::ctl
