#include "config/key_file.hpp"
#include "station/crypto/random.hpp"
#include "sync/server/commands/desk.hpp"

#include <sys/stat.h>
#include <fstream>

namespace zvonok::sync::server::commands {

namespace {

/// The station authority's own certificate outlives every station certificate that it issues.
constexpr std::chrono::days authority_term{3650};

Checked<void> put_signing_key(const Init& order, const DataFolder& folder) {
    auto key = order.signing_key.empty() ? Checked<crypto::SigningKey>{crypto::SigningKey::generate()}
                                         : config::read_secret_key(order.signing_key);
    if (!key) return tl::unexpected(key.error());
    return config::write_secret_key(folder.signing_key(), *key);
}

Checked<void> put_authority(const Init& order, const DataFolder& folder, Instant now) {
    Bytes certificate, key;
    if (order.station_authority.empty()) {
        const auto authority =
            crypto::Authority::create("Zvonok station CA", now - std::chrono::days{1}, now + authority_term);
        if (!authority) return refuse(Reason::bad_key, authority.error(), "Издатель сертификатов станций не создан.");
        certificate = copy(as_bytes(authority->certificate().pem()));
        const crypto::Secret pem = authority->key().pem();
        key = copy(pem.view());
    } else {
        auto given = read(order.station_authority);
        auto given_key = read(order.station_authority_key);
        if (!given) return tl::unexpected(given.error());
        if (!given_key) return tl::unexpected(given_key.error());
        certificate = std::move(*given);
        key = std::move(*given_key);
    }
    const auto put = write_file(folder.station_authority(), certificate, FileMode::everyone_reads);
    const auto put_key = write_file(folder.station_authority_key(), key, FileMode::owner_only);
    crypto::wipe(key);
    if (!put || !put_key) return refuse(Reason::disk, (put ? put_key : put).error(), "Папка данных не записывается.");
    return {};
}

Checked<void> make_folder(const path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error || ::chmod(folder.c_str(), 0700) != 0)
        return refuse(Reason::disk, "the data folder cannot be made: " + error.message(),
                      "Папка " + folder.string() + " не создаётся.");
    return {};
}

/// The folder with the server's keys; the database follows.
Checked<void> make_home(const Init& order, const DataFolder& folder) {
    if (auto made = make_folder(folder.path); !made) return made;
    if (order.demo)
        if (const auto marked = write_file(folder.demo_mark(), {}, FileMode::owner_only); !marked)
            return refuse(Reason::disk, marked.error(), "Папка данных не записывается.");
    if (auto put = put_signing_key(order, folder); !put) return put;
    return put_authority(order, folder, SystemClock{}.now());
}

Checked<void> note_database(const Init& order, const DataFolder& folder) {
    if (order.common.database.empty()) return {};
    const auto noted =
        write_file(folder.database_address(), as_bytes(order.common.database + "\n"), FileMode::owner_only);
    if (!noted) return refuse(Reason::disk, noted.error(), "Папка данных не записывается.");
    return {};
}

Checked<std::vector<domain::Fact>> founding_facts(const Init& order, SchoolId school, LocalDay from) {
    std::vector<domain::Fact> facts{
        {entity_of(school), from, std::nullopt, false, "school", domain::School{order.name, order.zone}}};
    if (order.policies.empty()) return facts;
    const auto policies = policies_of(order.policies);
    if (!policies) return tl::unexpected(policies.error());
    for (domain::Fact& fact : policy_facts(school, nullptr, *policies, from)) facts.push_back(std::move(fact));
    return facts;
}

}  // namespace

Checked<void> run(const Init& order, const Surroundings& around) {
    const DataFolder folder{order.common.data};
    const bool exists = is_made(folder);
    SchoolId school = crypto::random_id<SchoolId>();
    if (!order.common.school.empty()) {
        const auto given = SchoolId::from_hex_text(order.common.school);
        if (!given) return refuse(Reason::bad_config, given.error(), "--school: нужны 32 шестнадцатеричные цифры.");
        school = *given;
    }
    const auto zone = Zone::find(order.zone);
    if (!zone) return refuse(Reason::bad_config, zone.error(), "Такого часового пояса нет: " + order.zone);
    // A folder that is about to become a demo's has no mark yet.
    const auto clock =
        order.demo && !exists ? Checked<SystemClock>{SystemClock{order.common.clock_offset}} : clock_of(order.common);
    if (!clock) return tl::unexpected(clock.error());
    const auto from = order.from.empty() ? Checked<LocalDay>{zone->day_of(clock->now())} : parse_day(order.from);
    if (!from) return tl::unexpected(from.error());
    auto facts = founding_facts(order, school, *from);
    if (!facts) return tl::unexpected(facts.error());
    if (const auto database = database_of(order.common); !database) return tl::unexpected(database.error());
    if (!exists)
        if (auto made = make_home(order, folder); !made) return made;
    const auto lock = hold(folder);
    if (!lock) return tl::unexpected(lock.error());
    auto keys = load_keys(folder);
    if (!keys) return tl::unexpected(keys.error());
    const crypto::PublicKey signing = keys->signing.public_key();
    const auto core = open_core(order.common, std::move(*keys), *clock, around.log);
    if (!core) return tl::unexpected(core.error());
    if (const auto founded = (*core)->found_school(school, std::move(*facts)); !founded)
        return founded.error().kind == FaultKind::refused
                   ? refuse(Reason::bad_config, founded.error(), "Такая школа на сервере уже есть.")
                   : refuse_fault(founded.error());
    if (auto noted = note_database(order, folder); !noted) return noted;
    around.out << "Школа заведена: " << order.name << "\n"
               << "school = " << school.hex() << "\n"
               << "signing_key = " << to_hex(signing) << "\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
