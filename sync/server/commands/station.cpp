#include "config/image.hpp"
#include "config/key_file.hpp"
#include "station/crypto/random.hpp"
#include "sync/server/commands/desk.hpp"
#include "sync/server/enrolment.hpp"

namespace zvonok::sync::server::commands {

namespace {

using domain::StationMode;

constexpr std::pair<std::string_view, StationMode> modes[] = {
    {"classroom", StationMode::classroom}, {"office", StationMode::office}, {"kiosk", StationMode::kiosk}};

std::string_view name_of(StationMode mode) {
    for (const auto& [name, value] : modes)
        if (value == mode) return name;
    return "?";
}

Checked<StationMode> parse_mode(const std::string& text) {
    for (const auto& [name, value] : modes)
        if (name == text) return value;
    return refuse(Reason::bad_config, "unknown mode", "--mode: classroom, office или kiosk.");
}

StationMode mode_of(config::Mode mode) {
    switch (mode) {
        case config::Mode::classroom:
            return StationMode::classroom;
        case config::Mode::office:
            return StationMode::office;
        case config::Mode::kiosk:
            return StationMode::kiosk;
    }
    return StationMode::classroom;
}

/// By its name in the timetable, at any time.   bad_config: none or several
Checked<RoomId> room_by_name(const domain::FactBook& book, const std::string& name) {
    if (name.empty()) return RoomId{};
    RoomId found;
    for (const auto& [version, fact] : book.facts()) {
        const auto* room = std::get_if<domain::Room>(&fact.value);
        if (room == nullptr || room->name != name || fact.withdrawn) continue;
        const auto id = id_as<RoomId>(fact.entity);
        if (!found.empty() && found != id)
            return refuse(Reason::bad_config, "several such rooms", "Кабинетов с таким именем несколько: " + name);
        found = id;
    }
    if (found.empty())
        return refuse(Reason::bad_config, "no such room",
                      "Кабинета «" + name + "» нет. Сначала загрузите расписание: zvonok-server import fet.");
    return found;
}

/// What people call a station, and where it stands.
struct Place {
    std::string title;
    std::string room;  ///< by its name in the timetable
    bool protected_workplace = false;
};

Checked<void> put(Desk& desk, const domain::FactBook& book, const StationRow& row, const Place& place,
                  const std::string& token, Instant expires) {
    const auto room = room_by_name(book, place.room);
    if (!room) return tl::unexpected(room.error());
    const domain::Station fact{place.title, row.mode, *room, place.protected_workplace};
    const auto done = desk.admin().put_station(row, fact, hash_of_token(token), expires);
    if (!done) return refuse_fault(done.error());
    return {};
}

}  // namespace

Checked<void> run(const StationAdd& order, const Surroundings& around) {
    const auto mode = parse_mode(order.mode);
    if (!mode) return tl::unexpected(mode.error());
    if (order.protected_workplace && *mode == StationMode::kiosk)
        return refuse(Reason::bad_config, "a protected kiosk", "Киоск не бывает защищённым рабочим местом.");
    StationId id = crypto::random_id<StationId>();
    if (!order.id.empty()) {
        const auto given = StationId::from_hex_text(order.id);
        if (!given) return refuse(Reason::bad_config, given.error(), "--id: нужны 32 шестнадцатеричные цифры.");
        id = *given;
    }
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    const std::string token = to_hex(crypto::random_bytes(32));
    const StationRow row{(*desk)->school(), id, *mode, order.name, std::nullopt, 0};
    const Place place{order.title.empty() ? order.name : order.title, order.room, order.protected_workplace};
    if (auto done = put(**desk, **book, row, place, token, (*desk)->now() + std::chrono::days{order.days}); !done)
        return done;
    around.out << "station = " << id.hex() << "\n";
    if (order.token_file.empty()) {
        around.out << "token = " << token << "\n";
        return {};
    }
    if (const auto written = write_file(order.token_file, as_bytes(token + "\n"), FileMode::owner_only); !written)
        return refuse(Reason::disk, written.error(), "Код регистрации не записан: " + order.token_file.string());
    return {};
}

Checked<void> run(const StationImage& order, const Surroundings& around) {
    const auto signer = config::read_public_key(order.signer);
    if (!signer) return tl::unexpected(signer.error());
    const auto image = config::open_image(order.image, {*signer});
    if (!image && image.error().reason == Reason::foreign_key)
        return refuse(Reason::foreign_key, image.error().fault,
                      "Образ " + order.image.string() + " подписан не тем ключом, что в " + order.signer.string() +
                          ". Назовите в --signer открытый ключ (.pub) того, кто собрал образ; какой это ключ, "
                          "покажет zvonokctl image show " +
                          order.image.string() + ".");
    if (!image) return tl::unexpected(image.error());
    Common common = order.common;
    if (common.school.empty()) common.school = image->common.school.id.hex();
    const auto desk = Desk::open(common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    if ((*desk)->school() != image->common.school.id)
        return refuse(Reason::foreign_school, "an image of another school", "Этот образ — другой школы.");
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    for (const config::Station& station : image->stations) {
        const StationRow row{(*desk)->school(), station.id, mode_of(station.mode), station.name, std::nullopt, 0};
        const Place place{station.title, station.room, station.protected_workplace};
        if (auto done = put(**desk, **book, row, place, station.token, image->common.enrolment_expires); !done)
            return done;
        around.out << station.name << ": " << station.id.hex() << "\n";
    }
    around.out << "Станций в образе: " << image->stations.size() << ".\n";
    return {};
}

Checked<void> run(const StationList& order, const Surroundings& around) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto stations = (*desk)->admin().stations((*desk)->school());
    if (!stations) return refuse_fault(stations.error());
    for (const StationRow& station : *stations) {
        const char* state = station.revoked             ? "отключена"
                            : station.certificates == 0 ? "не зарегистрирована"
                                                        : "работает";
        around.out << station.name << "  " << station.station.hex() << "  " << name_of(station.mode) << "  " << state
                   << "\n";
    }
    return {};
}

Checked<void> run(const StationRevoke& order, const Surroundings& around) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto stations = (*desk)->admin().stations((*desk)->school());
    if (!stations) return refuse_fault(stations.error());
    for (const StationRow& station : *stations) {
        if (station.name != order.station && station.station.hex() != order.station) continue;
        if (const auto done = (*desk)->admin().revoke_station((*desk)->school(), station.station); !done)
            return refuse_fault(done.error());
        around.out << "Станция отключена: " << station.name << ".\n";
        return {};
    }
    return refuse(Reason::bad_config, "no such station", "Такой станции нет: " + order.station);
}

Checked<void> run(const StaffAuthority& order, const Surroundings& around) {
    const auto certificate_file = read(order.certificate);
    if (!certificate_file) return tl::unexpected(certificate_file.error());
    const auto list_file = read(order.list);
    if (!list_file) return tl::unexpected(list_file.error());
    auto certificate = crypto::Certificate::from_pem(as_text(*certificate_file));
    if (!certificate) certificate = crypto::Certificate::from_der(*certificate_file);
    if (!certificate) return refuse(Reason::bad_key, certificate.error(), "Сертификат издателя карт не читается.");
    auto list = crypto::RevocationList::from_pem(as_text(*list_file));
    if (!list) list = crypto::RevocationList::from_der(*list_file);
    if (!list) return refuse(Reason::bad_key, list.error(), "Список отозванных карт не читается.");
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    if (const auto done = (*desk)->admin().add_staff_authority((*desk)->school(), *certificate, *list); !done)
        return refuse_fault(done.error());
    around.out << "Издатель карт: " << certificate->common_name() << ".\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
