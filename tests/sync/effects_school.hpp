#pragma once

#include "tests/domain/judge_school.hpp"
#include "tests/sync/live_server.hpp"

#include <map>

/// The court of tests/domain with a live server and stations: what the server makes of what it takes.
namespace zvonok::test {

class EffectsServer : public LiveServer {
  public:
    explicit EffectsServer(Court court, Instant start, Backend backend = Backend::sqlite);

    /// The verdict in force; pending where there is none.
    [[nodiscard]] entry::Verdict verdict_on(const entry::EntryId& entry);
    /// How many verdicts the entry ever got.
    [[nodiscard]] std::size_t verdicts_on(const entry::EntryId& entry);
    [[nodiscard]] const Card& card(PersonId person);
    [[nodiscard]] domain::FactBook book();

    Court school;

  private:
    std::vector<std::pair<entry::Header, entry::Verdict>> all_verdicts();
    std::map<PersonId, Card> cards_;
};

class EffectsStation : public LiveStation {
  public:
    EffectsStation(EffectsServer& of, std::uint8_t number, domain::StationMode mode = domain::StationMode::classroom)
        : LiveStation(of, number, mode), server(of) {}

    /// One entry under a seal of its own.
    entry::EntryId says(PersonId author, domain::Role role, domain::Writing writing);
    /// Both clocks go on.
    void wait(std::chrono::milliseconds time);

    EffectsServer& server;
};

}  // namespace zvonok::test
