#include "station/journal/time_keeper.hpp"

#include "station/journal/tuning.hpp"

#include <algorithm>

namespace zvonok::journal {

using sqlite::Row;
using std::chrono::milliseconds;

Result<TimeKeeper> TimeKeeper::open(sqlite::Database& database, std::int64_t school_key, Instant last_own_entry) {
    TimeKeeper keeper{school_key};
    const struct {
        sqlite::Statement* to;
        const char* name;
        const char* sql;
    } wanted[] = {
        {&keeper.put_, "put clock",
         "REPLACE INTO clock(school, token, boot, anchor_ms, anchor_since_boot_ms, reference_offset_ms, stepped, "
         "high_water_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
        {&keeper.put_step_, "put clock step", "INSERT INTO clock_steps VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
        {&keeper.put_token_, "put time token", "INSERT INTO time_tokens VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
        {&keeper.find_token_, "find time token",
         "SELECT content, signature FROM time_tokens WHERE school = ? AND token = ?"},
    };
    for (const auto& each : wanted) {
        auto made = database.prepare(each.sql, each.name);
        if (!made) return tl::unexpected(made.error());
        *each.to = std::move(*made);
    }
    auto state = database.prepare(
        "SELECT token, boot, anchor_ms, anchor_since_boot_ms, reference_offset_ms, stepped, high_water_ms FROM clock "
        "WHERE school = ?");
    if (!state) return tl::unexpected(state.error());
    const auto found = state->first(
        [&](Row& row) {
            keeper.known_ = true;
            keeper.boot_ = row.id<BootId>(1);
            if (!row.is_null(0)) {
                keeper.token_ = row.id<TokenId>(0);
                keeper.token_at_ = Instant{milliseconds{row.integer(2)}};
                keeper.anchored_ = milliseconds{row.integer(3)};
            }
            keeper.reference_offset_ = milliseconds{row.integer(4)};
            keeper.stepped_ = row.integer(5) != 0;
            keeper.high_water_ = Instant{milliseconds{row.integer(6)}};
        },
        school_key);
    if (!found) return tl::unexpected(found.error());
    keeper.high_water_ = std::max(keeper.high_water_, last_own_entry);
    keeper.high_water_stored_ = keeper.high_water_;
    return keeper;
}

void TimeKeeper::notice(const Clock& clock, milliseconds moved) {
    stepped_ = true;
    new_steps_.push_back({clock.now(), clock.boot(), clock.since_boot(), moved});
}

entry::Saved TimeKeeper::stamp(const Clock& clock) {
    const Instant now = clock.now();
    const milliseconds offset = now.time_since_epoch() - clock.since_boot();
    if (!known_ || clock.boot() != boot_) {
        // A new life of the machine: no anchor. That it is earlier now than it ever was can only be a clock set back.
        const bool back = known_ && now < high_water_ - tuning::clock_step_limit;
        boot_ = clock.boot();
        token_ = {};
        anchored_ = {};
        stepped_ = false;
        reference_offset_ = offset;
        if (back) notice(clock, now - high_water_);
        high_water_stored_ = {};
        known_ = true;
    } else if (std::chrono::abs(offset - reference_offset_) > tuning::clock_step_limit) {
        notice(clock, offset - reference_offset_);
        reference_offset_ = offset;
    }
    high_water_ = std::max(high_water_, now);
    entry::Saved saved;
    saved.at = now;
    saved.boot = boot_;
    saved.clock_stepped = stepped_;
    saved.token = token_;
    if (!token_.empty()) saved.since_token = std::max(clock.since_boot() - anchored_, milliseconds{0});
    return saved;
}

void TimeKeeper::anchor(const entry::SignedTimeToken& signed_token, const entry::TimeToken& token, SinceBoot received,
                        BootId boot, Instant wall) {
    known_ = true;
    boot_ = boot;
    token_ = token.token;
    token_at_ = token.at;
    anchored_ = received;
    // Steps are counted from here on; a wall clock that is wrong all the time shows against the token when judged.
    reference_offset_ = wall.time_since_epoch() - received;
    stepped_ = false;
    high_water_ = token.at;
    high_water_stored_ = {};
    new_token_.emplace(token.token, signed_token);
}

Instant TimeKeeper::server_time(const Clock& clock) const {
    if (token_.empty() || clock.boot() != boot_) return clock.now();
    return token_at_ + (clock.since_boot() - anchored_);
}

bool TimeKeeper::store_due() const {
    return !new_steps_.empty() || new_token_ || high_water_ - high_water_stored_ >= tuning::high_water_period;
}

Result<void> TimeKeeper::store() {
    for (const Step& step : new_steps_)
        if (auto put = put_step_.run(key_, step.noticed.time_since_epoch().count(), step.boot, step.since_boot.count(),
                                     step.moved.count());
            !put)
            return put;
    if (new_token_)
        if (auto put =
                put_token_.run(key_, new_token_->first, new_token_->second.content, new_token_->second.signature);
            !put)
            return put;
    std::optional<TokenId> token;
    std::optional<std::int64_t> token_at, anchored;
    if (!token_.empty()) {
        token = token_;
        token_at = token_at_.time_since_epoch().count();
        anchored = anchored_.count();
    }
    return put_.run(key_, token, boot_, token_at, anchored, reference_offset_.count(), stepped_,
                    high_water_.time_since_epoch().count());
}

void TimeKeeper::stored() {
    new_steps_.clear();
    new_token_.reset();
    high_water_stored_ = high_water_;
}

Result<std::optional<entry::SignedTimeToken>> TimeKeeper::token(TokenId wanted) {
    std::optional<entry::SignedTimeToken> token;
    const auto found = find_token_.first(
        [&](Row& row) {
            token = entry::SignedTimeToken{row.bytes(0), row.bytes(1)};
        },
        key_, wanted);
    if (!found) return tl::unexpected(found.error());
    return token;
}

Result<std::vector<entry::SignedTimeToken>> TimeKeeper::tokens(std::span<const TokenId> wanted) {
    std::vector<entry::SignedTimeToken> tokens;
    for (const TokenId& each : wanted) {
        auto found = token(each);
        if (!found) return tl::unexpected(found.error());
        if (*found) tokens.push_back(std::move(**found));
    }
    return tokens;
}

}  // namespace zvonok::journal
