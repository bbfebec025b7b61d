#pragma once

#include "tests/domain/small_school.hpp"
#include "tests/sync/live_server.hpp"

/// The small school of tests/domain with a live server and stations.
namespace zvonok::test {

/// Tuesday, 15 September 2026, 09:50 in Moscow: the first lesson of algebra is over, the second goes on.
inline const Instant demo_morning = *parse_instant("2026-09-15T06:50:00Z");

class DemoServer : public LiveServer {
  public:
    explicit DemoServer(Backend backend = Backend::sqlite);
    /// A house of the test's own, of this school.
    explicit DemoServer(House house);
    static House plain_house(Backend backend = Backend::sqlite);

    SmallSchool school;
    Card teacher;
    Card other_teacher;
};

class DemoStation : public LiveStation {
  public:
    DemoStation(DemoServer& of, std::uint8_t number, domain::StationMode mode)
        : LiveStation(of, number, mode), server(of) {}

    [[nodiscard]] journal::Draft absence(PersonId pupil, std::string code, int ordinal = 1) const;
    [[nodiscard]] journal::Draft homework(std::string text) const;

    DemoServer& server;
};

}  // namespace zvonok::test
