#pragma once

#include "tests/simulation/server_machine.hpp"
#include "tests/simulation/station_machine.hpp"

namespace zvonok::simulation {

/// What people do at a station, within the rules and against them.
class People {
  public:
    People(World& world, const Prepared& prepared)
        : world_(world), prepared_(prepared), chance_(world.chance.branch()) {}

    /// Somebody comes to the station and writes something.
    void act(StationMachine& station);
    /// The office changes facts in between.
    void change_facts(ServerMachine& server);

  private:
    domain::LessonKey some_lesson(const Staff& who);
    journal::Draft some_draft(const Staff& who, StationMachine& station);
    void decide_held(StationMachine& station, const Staff& administrator);

    World& world_;
    const Prepared& prepared_;
    Chance chance_;
    std::map<PersonId, std::pair<domain::Cell, std::vector<entry::EntryId>>> old_screens_;  ///< still before somebody
    std::uint8_t changes_ = 0;
};

/// The day of the school at that time.
LocalDay day_of(Instant at);

}  // namespace zvonok::simulation
