#pragma once

#include "station/crypto/random.hpp"
#include "station/entry/seal.hpp"

namespace zvonok::test {

inline const SchoolId school{{1, 2, 3}};

inline entry::Draft draft(domain::Act act, domain::CellKind kind) {
    entry::Draft made;
    domain::Cell cell;
    cell.kind = kind;
    cell.lesson = {crypto::random_id<LoadId>(), LocalDay{std::chrono::days{20'000}}, 2, {}};
    cell.addressee = crypto::random_id<EntityId>();
    made.header.author = crypto::random_id<PersonId>();
    made.header.role = domain::Role::teacher;
    made.header.facts = 17;
    made.header.kind = kind;
    made.header.cell = entry::cell_id(school, cell);
    made.header.order = 99;
    made.header.saved.at = Instant{std::chrono::milliseconds{1'789'000'000'123}};
    made.header.saved.boot = crypto::random_id<BootId>();
    made.header.saved.since_token = std::chrono::milliseconds{4321};
    made.header.saved.token = crypto::random_id<TokenId>();
    made.header.seen = {{crypto::random_id<LogId>(), 5}, {crypto::random_id<LogId>(), 6}};
    made.body = entry::Writing{cell, std::move(act)};
    return made;
}

inline entry::Draft absence(std::string code) {
    return draft(domain::Attendance{std::move(code)}, domain::CellKind::attendance);
}

}  // namespace zvonok::test
