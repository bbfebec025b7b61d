#pragma once

#include "station/entry/session.hpp"
#include "station/sqlite/database.hpp"

namespace zvonok::journal {

/// What the station knows of its time (shared design, section 3, Time): the last server-signed token and where the
/// monotonic clock stood at it, how far the wall clock was from the monotonic one, the latest time ever seen.
///
/// Changes are kept in memory and written by store(), inside the transaction that they belong to.
class TimeKeeper {
  public:
    static Result<TimeKeeper> open(sqlite::Database& database, std::int64_t school_key, Instant last_own_entry);

    /// Looks at the clock, notices steps, and says what an entry written now carries.
    [[nodiscard]] entry::Saved stamp(const Clock& clock);
    /// A token of the server, and where the monotonic clock of `boot` stood when it came. Heals a stepped clock.
    void anchor(const entry::SignedTimeToken& signed_token, const entry::TimeToken& token, SinceBoot received,
                BootId boot, Instant wall);
    /// Best guess of the server's time: by the token while it holds, else the wall clock.
    [[nodiscard]] Instant server_time(const Clock& clock) const;

    /// Something worth writing even without an entry: a step, a token, or a high-water mark grown old.
    [[nodiscard]] bool store_due() const;
    [[nodiscard]] Result<void> store();
    /// After the commit, so that a transaction that failed leaves its news to the next one.
    void stored();
    /// Nothing: not here.
    [[nodiscard]] Result<std::optional<entry::SignedTimeToken>> token(TokenId wanted);
    /// Those of them that are here.
    [[nodiscard]] Result<std::vector<entry::SignedTimeToken>> tokens(std::span<const TokenId> wanted);

  private:
    struct Step {
        Instant noticed;
        BootId boot;
        SinceBoot since_boot;
        std::chrono::milliseconds moved;
    };
    explicit TimeKeeper(std::int64_t school_key) : key_(school_key) {}
    void notice(const Clock& clock, std::chrono::milliseconds moved);

    std::int64_t key_;
    sqlite::Statement put_, put_step_, put_token_, find_token_;

    bool known_ = false;  ///< a clock was looked at before, in this life of the file or an earlier one
    BootId boot_;
    TokenId token_;
    Instant token_at_{};
    SinceBoot anchored_{};
    std::chrono::milliseconds reference_offset_{};  ///< wall clock less monotonic clock
    bool stepped_ = false;
    Instant high_water_{};
    Instant high_water_stored_{};
    std::vector<Step> new_steps_;
    std::optional<std::pair<TokenId, entry::SignedTimeToken>> new_token_;
};

}  // namespace zvonok::journal
