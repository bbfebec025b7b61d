#include "config/apply.hpp"
#include "config/key_file.hpp"
#include "config/zvonokctl/commands.hpp"
#include "config/zvonokctl/files.hpp"
#include "station/journal/evidence.hpp"

namespace zvonok::ctl {

namespace {
config::Hardware hardware_of(const hal::Host& host) {
    const hal::MachineIdentity identity = host.identity();
    return {identity.serial, identity.macs};
}

/// What waits at this station, where it has a journal by now.
void show_journal(const config::StatePaths& paths, Console& console) {
    if (!std::filesystem::exists(paths.journal())) {
        console.line("Журнал станции ещё не заведён.", "The station has no journal yet.");
        return;
    }
    auto evidence = journal::Evidence::open(paths.journal());
    const auto tally = evidence ? evidence->tally() : tl::unexpected(evidence.error());
    if (!tally) {
        console.warn("журнал станции не читается: " + paths.journal().string(),
                     "the station's journal cannot be read: " + paths.journal().string());
        return;
    }
    console.value("Записей сделано на станции", "Entries written here", std::to_string(tally->written));
    console.value("Ждут отправки", "Unsent", std::to_string(tally->unsent));
    if (tally->attention > 0)
        console.value("Отклонены или отложены", "Refused or held", std::to_string(tally->attention));
    if (tally->lost > 0)
        console.value("Потеряно при повреждении файла", "Lost with a damaged file", std::to_string(tally->lost));
    if (tally->last_contact)
        console.value("Последняя метка времени сервера", "Last time token of the server",
                      day_and_time(*tally->last_contact));
    else
        console.line("Связи с сервером ещё не было.", "No contact with the server yet.");
}

Phrase words_of(config::Standing standing) {
    switch (standing) {
        case config::Standing::confirmed:
            return {"действует", "in force"};
        case config::Standing::on_trial:
            return {"на испытании до первого удачного запуска", "on trial until a healthy start"};
        case config::Standing::rolled_back:
            return {"возвращён прежний образ", "the former image is back"};
        case config::Standing::recovered:
            return {"восстановлен после повреждения", "recovered after damage"};
    }
    return {"", ""};
}
}  // namespace

Checked<void> run(const StationInit& order, const Surroundings& around) {
    const auto key = config::read_public_key(order.key);
    if (!key) return tl::unexpected(key.error());
    if (auto trusted = config::trust_key(order.root, *key); !trusted) return trusted;
    around.console.value("Станция принимает образы, подписанные ключом", "The station takes images signed by",
                         to_hex(*key));
    return {};
}

Checked<void> run(const StationApply& order, const Surroundings& around) {
    config::RealDisk disk;
    const auto applied = config::apply_image(
        order.file, {order.root, hardware_of(around.host), order.station, around.clock.now()}, disk);
    if (!applied) return tl::unexpected(applied.error());
    const auto config = config::peek_station(order.root);
    if (!config) return tl::unexpected(config.error());
    const std::string tail = config->image + ", " + config->station.name + " (" + config->station.title + ")";
    if (*applied == config::Applied::already_there)
        around.console.line("Этот образ уже действует: " + tail, "This image is in force already: " + tail);
    else
        around.console.line("Образ применён, до удачного запуска он на испытании: " + tail,
                            "Applied, on trial until a healthy start: " + tail);
    return {};
}

Checked<void> run(const StationConfirm& order, const Surroundings& around) {
    if (auto confirmed = config::confirm_station(order.root); !confirmed) return confirmed;
    around.console.line("Образ подтверждён.", "The image is confirmed.");
    return {};
}

Checked<void> run(const StationStatus& order, const Surroundings& around) {
    Console& console = around.console;
    const auto config = config::peek_station(order.root);
    if (!config) return tl::unexpected(config.error());
    const config::StatePaths paths{order.root};
    console.value("Школа", "School", config->common.school.name);
    console.value("Станция", "Station", config->station.name + " (" + config->station.title + ")");
    console.value("Номер станции", "Station id", config->station.id.hex());
    const Phrase mode = words_of(config->station.mode);
    console.line("Режим: " + mode.russian, "Mode: " + mode.english);
    console.value("Образ", "Image", config->image);
    const Phrase standing = words_of(config->standing);
    console.line("Состояние образа: " + standing.russian, "Standing: " + standing.english);
    if (const auto pointer = config::read_pointer(paths)) {
        if (pointer->previous) console.value("Прежний образ", "Former image", *pointer->previous);
        if (pointer->rejected) console.value("Отвергнутый образ", "Rejected image", *pointer->rejected);
    }
    const auto certificate = read_certificate(paths.station_certificate());
    if (certificate)
        console.value("Сертификат станции действует до", "Station certificate until",
                      day_and_time(certificate->not_after()));
    else
        console.line("Станция не зарегистрирована на сервере.", "The station is not enrolled at the server.");
    show_journal(paths, console);
    const hal::MachineIdentity identity = around.host.identity();
    const hal::SystemFacts facts = around.host.facts(order.root);
    if (!identity.product.empty()) console.value("Машина", "Machine", identity.product);
    if (!identity.serial.empty()) console.value("Серийный номер", "Serial number", identity.serial);
    for (const std::string& mac : identity.macs) console.value("Сетевой адрес", "Address", mac);
    console.value("Система", "System", facts.system + ", " + facts.kernel);
    return {};
}

}  // namespace zvonok::ctl
