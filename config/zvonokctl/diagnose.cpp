#include "config/apply.hpp"
#include "config/tuning.hpp"
#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "config/zvonokctl/server.hpp"
#include "config/zvonokctl/tuning.hpp"
#include "hal/card/card.hpp"
#include "sync/wire/messages.hpp"

#include <algorithm>

namespace zvonok::ctl {

namespace {
/// A line a check: what was looked at, and what came of it.
class Findings {
  public:
    explicit Findings(Console& console) : console_(&console) {}
    void good(const std::string& russian, const std::string& english) {
        console_->line("[хорошо] " + russian, "[good] " + english);
    }
    void watch(const std::string& russian, const std::string& english) {
        console_->line("[внимание] " + russian, "[watch] " + english);
    }
    void bad(const std::string& russian, const std::string& english) {
        ++bad_;
        console_->line("[плохо] " + russian, "[bad] " + english);
    }
    [[nodiscard]] int bad_count() const { return bad_; }

  private:
    Console* console_;
    int bad_ = 0;
};

void look_at_image(const config::StationConfig& config, const hal::Host& host, Instant now, Findings& findings) {
    findings.good("Образ " + config.image + " цел, станция " + config.station.name,
                  "image " + config.image + " is whole, station " + config.station.name);
    if (config.standing == config::Standing::on_trial)
        findings.watch("Образ ещё на испытании: станция с ним не запускалась",
                       "the image is still on trial: the station has not started with it");
    const config::ImageInfo& info = config.common.image;
    if (info.created > now + config::clock_doubt)
        findings.bad(
            "Часы станции отстают: образ выпущен " + day_and_time(info.created) + ", на часах " + day_and_time(now),
            "the clock is behind: the image was made " + day_and_time(info.created) + ", the clock says " +
                day_and_time(now));
    if (now >= info.expires)
        findings.watch(
            "Срок образа истёк " + day_and_time(info.expires) + "; станция работает, но нужен новый",
            "the image expired " + day_and_time(info.expires) + "; the station works on, but a new one is due");
    const hal::MachineIdentity machine = host.identity();
    if (config.station.hardware.by_name) return;
    const auto fits = config::match_station({config.station}, {machine.serial, machine.macs}, std::nullopt, false);
    if (!fits && machine.serial.empty() && !config.station.hardware.serial.empty())
        findings.watch("Серийный номер машины не читается; запустите диагностику с правами администратора",
                       "the machine's serial number cannot be read; run diagnose as root");
    else if (!fits)
        findings.bad("Диск станции стоит в другой машине: её номер «" + machine.serial + "»",
                     "the disk is in another machine: serial '" + machine.serial + "'");
}

void look_at_term(const std::string& russian, const std::string& english, Instant from, Instant until, Instant now,
                  Findings& findings) {
    if (now < from)
        findings.bad(russian + " ещё не действует (с " + day_and_time(from) + "); проверьте часы",
                     english + " is not valid before " + day_and_time(from) + "; look at the clock");
    else if (now >= until)
        findings.bad(russian + ": срок истёк " + day_and_time(until), english + " expired " + day_and_time(until));
    else if (until - now < soon)
        findings.watch(russian + " действует до " + day_and_time(until) + ", пора обновить",
                       english + " holds until " + day_and_time(until) + ", time to renew it");
    else
        findings.good(russian + " действует до " + day_and_time(until),
                      english + " holds until " + day_and_time(until));
}

void look_at_authorities(const config::StationConfig& config, Instant now, Findings& findings) {
    const auto look = [&](const std::string& pem, const std::string& russian, const std::string& english) {
        const auto certificate = crypto::Certificate::from_pem(pem);
        if (certificate)
            look_at_term(russian, english, certificate->not_before(), certificate->not_after(), now, findings);
        else
            findings.bad(russian + " не читается", english + " cannot be read");
    };
    look(config.common.server.ca_pem, "Издатель сертификата сервера", "server CA");
    look(config.common.staff.ca_pem, "Издатель карт", "staff CA");
    const auto list = crypto::RevocationList::from_pem(config.common.staff.crl_pem);
    if (!list)
        findings.bad("Список отозванных карт в образе не читается", "the image's revocation list cannot be read");
    else if (now >= list->next_update())
        // Later lists come by sync, so an old one in the image is no fault of a station that syncs.
        findings.watch("Список отозванных карт в образе устарел; без связи с сервером вход закроется",
                       "the image's revocation list is out of date; without the server logins will close");
    else
        findings.good("Список отозванных карт в образе годен до " + day_and_time(list->next_update()),
                      "the image's revocation list holds until " + day_and_time(list->next_update()));
}

bool look_at_own_certificate(const config::StatePaths& paths, Instant now, Findings& findings) {
    if (!std::filesystem::exists(paths.station_certificate())) {
        findings.bad("Станция не зарегистрирована: выполните zvonokctl enrol", "not enrolled: run zvonokctl enrol");
        return false;
    }
    const auto certificate = read_certificate(paths.station_certificate());
    const auto key = read_private_key(paths.station_key());
    if (!certificate || !key || certificate->public_key() != key->public_key()) {
        findings.bad(
            "Ключ и сертификат станции не читаются или не подходят друг к другу: zvonokctl enrol --again",
            "the station's key and certificate cannot be read or do not belong together: zvonokctl enrol --again");
        return false;
    }
    look_at_term("Сертификат станции", "station certificate", certificate->not_before(), certificate->not_after(), now,
                 findings);
    return true;
}

void look_at_machine(const hal::SystemFacts& facts, Findings& findings) {
    switch (facts.clock) {
        case hal::ClockState::synchronised:
            findings.good("Часы сверяются по сети", "the clock is synchronised");
            break;
        case hal::ClockState::free_running:
            findings.watch("Часы не сверяются по сети", "the clock runs free");
            break;
        case hal::ClockState::unknown:
            findings.watch("Неизвестно, сверяются ли часы", "nobody knows whether the clock is synchronised");
            break;
    }
    if (facts.free_bytes && *facts.free_bytes < disk_low_bytes)
        findings.bad("На диске мало места: " + std::to_string(*facts.free_bytes >> 20) + " МБ",
                     "little space left: " + std::to_string(*facts.free_bytes >> 20) + " MB");
    else if (facts.free_bytes)
        findings.good("Места на диске: " + std::to_string(*facts.free_bytes >> 20) + " МБ",
                      "space left: " + std::to_string(*facts.free_bytes >> 20) + " MB");
}

void look_at_server(const config::StationConfig& config, const config::StatePaths& paths, bool enrolled,
                    Findings& findings) {
    for (const std::string& url : config.common.server.urls) {
        sync::client::Endpoint endpoint{{url}, config.common.server.ca_pem, {}, {}};
        if (enrolled) {
            endpoint.certificate = paths.station_certificate();
            endpoint.key = paths.station_key();
        }
        const auto answer = ask_server(endpoint, sync::wire::route::health);
        if (answer.trouble == sync::client::Trouble::none && answer.status < 300)
            findings.good("Сервер отвечает: " + url, "the server answers: " + url);
        else {
            const Phrase why = words_of(answer.trouble);
            findings.bad("Сервер не отвечает: " + url + ". " + why.russian,
                         "the server does not answer: " + url + ". " + why.english);
        }
    }
}

void look_at_cards(Findings& findings) {
    const auto service = card::pcsc_service();
    const auto source = service->status_source();
    if (const auto opened = source->open(); !opened) {
        if (opened.error().kind == FaultKind::refused)
            findings.bad("Служба карт не пускает эту программу", "the card service does not let this program in");
        else
            findings.bad("Служба карт не запущена (pcscd)", "the card service does not run (pcscd)");
        return;
    }
    const auto readers = source->readers();
    if (!readers || readers->empty())
        findings.bad("Служба карт работает, но считыватель не подключён",
                     "the card service runs, but no reader is plugged in");
    else
        for (const std::string& reader : *readers) findings.good("Считыватель: " + reader, "reader: " + reader);
    source->close();
}
}  // namespace

Checked<void> run(const Diagnose& order, const Surroundings& around) {
    const config::StatePaths paths{order.root};
    const auto config = config::peek_station(order.root);
    if (!config) return tl::unexpected(config.error());
    Findings findings{around.console};
    const Instant now = around.clock.now();
    look_at_image(*config, around.host, now, findings);
    look_at_authorities(*config, now, findings);
    const bool enrolled = look_at_own_certificate(paths, now, findings);
    look_at_machine(around.host.facts(order.root), findings);
    look_at_server(*config, paths, enrolled, findings);
    if (config->station.mode != config::Mode::kiosk) look_at_cards(findings);
    if (findings.bad_count() == 0) return {};
    const std::string count = std::to_string(findings.bad_count());
    return refuse(Reason::unreadable, count + " things are bad", "Найдено неисправностей: " + count + ".");
}

}  // namespace zvonok::ctl
