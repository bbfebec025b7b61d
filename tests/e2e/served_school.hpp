#pragma once

#include "tests/e2e/house.hpp"
#include "tests/sync/demo_school.hpp"

namespace zvonok::test {

/// The small school with its server, on the clock of the stations.
class ServedSchool {
  public:
    ServedSchool() : house_(url(), authorities()) {}

    DemoServer server;

    /// A station folder that is enrolled and holds nothing yet.
    std::filesystem::path station(const std::string& name, StationMode mode);
    /// The teacher's card.
    std::filesystem::path card() { return card_folder("card", server.teacher); }
    /// Her colleague's.
    std::filesystem::path other_card() { return card_folder("other-card", server.other_teacher); }
    /// Of somebody else, whose facts the server has.
    std::filesystem::path card_of(PersonId person, const std::string& login) {
        return card_folder(login, server.card_of(person, login, server.staff_authority));
    }

  private:
    std::filesystem::path card_folder(const std::string& name, const Card& card);
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(server.port()); }
    [[nodiscard]] Authorities authorities() const;
    House house_;
};

}  // namespace zvonok::test
