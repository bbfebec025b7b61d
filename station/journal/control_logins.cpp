#include "station/entry/session.hpp"
#include "station/journal/control_parts.hpp"
#include "station/journal/tuning.hpp"

#include <algorithm>
#include <tuple>

/// Logins: whether somebody's card was at work in two places at once.
namespace zvonok::journal {

using sqlite::Row;

namespace {

/// A card session with the last thing that was written in it.
struct Activity {
    PersonId person;
    StationId station;
    Instant from, last;
};

std::vector<DoubleLogin> overlaps_of(std::vector<Activity> sessions) {
    std::ranges::sort(sessions, {}, [](const Activity& each) {
        return std::tuple{each.person, each.from, each.station};
    });
    std::vector<DoubleLogin> found;
    for (auto one = sessions.begin(); one != sessions.end(); ++one)
        for (auto other = std::next(one); other != sessions.end() && other->person == one->person; ++other)
            // Clocks of good stations differ a little: less than that is no time at all.
            if (other->station != one->station && one->last - other->from > tuning::clock_difference)
                found.push_back({one->person, one->station, other->station, other->from, one->last});
    std::ranges::sort(found, {}, [](const DoubleLogin& each) { return std::tuple{each.from, each.person}; });
    return found;
}

}  // namespace

/// The first number of the log whose entry was not ordered before the moment: orders only grow within a log, and an
/// entry is never ordered before it was saved.
Result<std::int64_t> Control::first_since(std::int64_t log, std::int64_t last, Instant from) {
    std::int64_t low = 1, high = last + 1;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        std::int64_t seq = high;
        bool before = false;
        const auto read = headers_.each(
            [&](Row& row) -> Result<void> {
                const auto header = entry::decode_header(row.bytes(1));
                if (!header) return tl::unexpected(header.error());
                seq = row.integer(0);
                before = header->order >> 16 < static_cast<std::uint64_t>(from.time_since_epoch().count());
                return {};
            },
            key_, log, middle, 1);
        if (!read) return tl::unexpected(read.error());
        if (before)
            low = seq + 1;
        else
            high = middle;
    }
    return low;
}

Result<std::vector<DoubleLogin>> Control::double_logins(const Asked& asked, LocalDay first, LocalDay last) {
    const Instant from = asked.zone.to_instant(LocalTime{first});
    const Instant to = asked.zone.to_instant(LocalTime{last + std::chrono::days{1}});
    std::vector<std::pair<std::int64_t, std::int64_t>> logs;
    auto read = peoples_logs_.each(
        [&](Row& row) {
            if (!row.is_null(1)) logs.emplace_back(row.integer(0), row.integer(1));
        },
        key_);
    if (!read) return tl::unexpected(read.error());
    std::map<SessionId, Instant> active;
    for (const auto& [log, end] : logs) {
        const auto begin = first_since(log, end, from);
        if (!begin) return tl::unexpected(begin.error());
        constexpr std::int64_t all = -1;
        read = headers_.each(
            [&](Row& row) -> Result<void> {
                const auto header = entry::decode_header(row.bytes(1));
                if (!header) return tl::unexpected(header.error());
                const Instant saved = header->saved.at;
                if (header->session.empty() || saved < from || saved >= to) return {};
                Instant& latest = active.try_emplace(header->session, saved).first->second;
                latest = std::max(latest, saved);
                return {};
            },
            key_, log, *begin, all);
        if (!read) return tl::unexpected(read.error());
    }
    std::vector<Activity> sessions;
    for (const auto& [id, latest] : active) {
        read = session_.each(
            [&](Row& row) -> Result<void> {
                const auto statement = entry::decode_statement(row.bytes(0));
                if (!statement) return tl::unexpected(statement.error());
                sessions.push_back({statement->person, statement->station, statement->from, latest});
                return {};
            },
            key_, id);
        if (!read) return tl::unexpected(read.error());
    }
    return overlaps_of(std::move(sessions));
}

}  // namespace zvonok::journal
