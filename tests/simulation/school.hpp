#pragma once

#include "station/crypto/authority.hpp"
#include "sync/server/core.hpp"
#include "tests/domain/small_school.hpp"
#include "tests/simulation/world.hpp"

namespace zvonok::simulation {

/// Somebody of the staff with a card.
struct Staff {
    PersonId person;
    domain::Role role = domain::Role::teacher;
    LoadId load{};  ///< that is one's own; empty: none
    crypto::PrivateKey key;
    crypto::Certificate certificate;
};

/// A station of the school: what the server knows it by.
struct Place {
    StationId station;
    domain::StationMode mode = domain::StationMode::classroom;
    std::string name;  ///< of its disk too
    Bytes certificate;
};

/// Everything that is the same in all seeds, made once: people, keys, and disks with a founded school on the server, an
/// empty journal, and one that has read the school.
struct Prepared {
    test::SmallSchool small{};
    SchoolId school;
    Instant start;
    crypto::Secret signing_seed;
    crypto::PublicKey signing_public{};
    crypto::Authority station_authority;
    crypto::Authority staff_authority;
    std::optional<crypto::RevocationList> staff_list{};
    std::vector<Staff> staff{};
    std::vector<PersonId> pupils{};
    std::vector<LoadId> loads{};
    std::vector<Place> places{};  ///< the last one is a kiosk
    Disk::Names server_disk{};
    Disk::Content empty_journal{};

    [[nodiscard]] sync::server::Keys keys() const;
};

inline constexpr int most_stations = 4;
inline const char* const server_machine = "server";

Prepared prepare(SqliteDisks& disks);

}  // namespace zvonok::simulation
