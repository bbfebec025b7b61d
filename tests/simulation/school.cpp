#include "tests/simulation/school.hpp"

#include "station/journal/schema.hpp"
#include "sync/server/sqlite_store.hpp"

#include <stdexcept>

namespace zvonok::simulation {

using namespace domain;
using test::date;
using test::id;

namespace {

template <class T, class E>
T need(tl::expected<T, E> made, const char* what) {
    if (!made) throw std::runtime_error(std::string("cannot prepare ") + what);
    return std::move(*made);
}
template <class E>
void need(tl::expected<void, E> made, const char* what) {
    if (!made) throw std::runtime_error(std::string("cannot prepare ") + what);
}

std::string login_of(PersonId person) {
    return person.hex() + "@school.example";
}

/// A class with lessons of two teachers on every day, and an office around them.
void add_facts(Prepared& made) {
    test::SmallSchool& school = made.small;
    const PersonId colleague = id<PersonId>(22), administrator = id<PersonId>(23), deputy = id<PersonId>(24);
    const std::vector<std::tuple<PersonId, Role, LoadId>> people{{school.teacher, Role::teacher, school.algebra},
                                                                 {school.other_teacher, Role::teacher, school.english},
                                                                 {colleague, Role::teacher, {}},
                                                                 {administrator, Role::administrator, {}},
                                                                 {deputy, Role::deputy, {}}};
    const Instant before = made.start - 24h * 30, after = made.start + 24h * 300;
    for (const auto& [person, role, load] : people) {
        school.add(entity_of(person), Person{PersonKind::staff, "Сотрудник", "", "", login_of(person)});
        if (role != Role::teacher)
            school.add(id<EntityId>(static_cast<std::uint8_t>(170 + made.staff.size())), RoleGrant{person, role, {}});
        crypto::PrivateKey key = crypto::PrivateKey::generate();
        auto certificate = need(made.staff_authority.issue({.profile = crypto::Profile::staff,
                                                            .common_name = "Card",
                                                            .upn = login_of(person),
                                                            .not_before = before,
                                                            .not_after = after},
                                                           key.public_key()),
                                "a card");
        made.staff.push_back({person, role, load, std::move(key), std::move(certificate)});
    }
    std::uint8_t slot = 100;
    for (const int day : {1, 3, 5}) {
        school.add(id<EntityId>(slot++), TimetableSlot{school.algebra, day, WeekParity::every, 1, school.room});
        school.add(id<EntityId>(slot++), TimetableSlot{school.english, day, WeekParity::every, 3, school.room});
    }
    // Short windows, so that hours matter.
    school.add(id<EntityId>(120), PolicyValue{"attendance.edit_window_days", "1"});
    school.add(id<EntityId>(121), PolicyValue{"mark.current.edit_window_days", "1"});
    made.pupils = {school.belov, school.abdurahmanova};
    made.loads = {school.algebra, school.english};
    for (int n = 0; n <= most_stations; ++n) {
        const bool kiosk = n == most_stations;
        Place place;
        place.station = id<StationId>(static_cast<std::uint8_t>(210 + n));
        place.mode = kiosk ? StationMode::kiosk : n == 0 ? StationMode::office : StationMode::classroom;
        place.name = "st" + std::to_string(n);
        place.certificate = copy(as_bytes("certificate of " + place.name));
        school.add(entity_of(place.station), Station{place.name, place.mode, school.room});
        made.places.push_back(std::move(place));
    }
}

void found_server(Prepared& made, SqliteDisks& disks) {
    Totals ignored;
    World world{1, made.start, disks, ignored, false};
    Disk disk{world.disk_counts};
    disks.mount(server_machine, disk);
    const std::string folder = std::string("/") + server_machine;
    const MachineClock clock{world, 0ms};
    Log log{"simulation", Log::Voice::silent};
    {
        // The folder of the first process, so that it finds tables that are up to date.
        const sync::server::DataFolder data{folder + "/p0"};
        auto core =
            need(sync::server::Core::open(data, std::make_unique<sync::server::SqliteStorage>(folder + "/zvonok.db"),
                                          made.keys(), clock, log, {sync::server::Pace::By::steps, {}}),
                 "a server");
        need(core->found_school(made.school, made.small.facts), "a school");
        made.staff_list =
            need(made.staff_authority.make_list({}, 1, made.start - 1h, made.start + 24h * 300), "a list");
        need(core->add_staff_authority(made.school, made.staff_authority.certificate(), *made.staff_list),
             "the staff CA");
        need(core->dump_hash(made.school), "the tables");
    }
    {
        auto store = need(sync::server::SqliteStorage{folder + "/zvonok.db"}.connect(), "the store");
        need(store->begin(made.school), "stations");
        for (const Place& place : made.places) {
            const sync::server::StationRow row{made.school, place.station, place.mode, place.name, std::nullopt, 0};
            need(store->put_station(row), "a station");
            need(store->add_certificate(row, crypto::sha256(place.certificate), made.start), "a certificate");
        }
        need(store->commit(), "stations");
    }
    made.server_disk = disk.image();
    disks.unmount_all();
}

void make_journal(Prepared& made, SqliteDisks& disks) {
    DiskCounts counts;
    Disk disk{counts};
    disks.mount("station", disk);
    {
        auto database = need(sqlite::Database::open("/station/journal.db"), "a journal");
        need(sqlite::migrate(database, journal::file_kind, journal::migrations()), "a journal's tables");
    }
    made.empty_journal = disk.find("/station/journal.db")->now;
    disks.unmount_all();
}

}  // namespace

sync::server::Keys Prepared::keys() const {
    return {*crypto::SigningKey::from_seed(signing_seed.view()), station_authority};
}

Prepared prepare(SqliteDisks& disks) {
    // Tuesday, 15 September 2026, 09:50 in Moscow.
    const Instant start = *parse_instant("2026-09-15T06:50:00Z");
    const crypto::SigningKey signing = crypto::SigningKey::generate();
    const auto authority = [&](const char* name) {
        return need(crypto::Authority::create(name, start - 24h * 100, start + 24h * 700), "an authority");
    };
    Prepared made{.school = {},
                  .start = start,
                  .signing_seed = signing.seed(),
                  .signing_public = signing.public_key(),
                  .station_authority = authority("Stations"),
                  .staff_authority = authority("Staff")};
    made.school = made.small.school;
    add_facts(made);
    found_server(made, disks);
    make_journal(made, disks);
    return made;
}

}  // namespace zvonok::simulation
