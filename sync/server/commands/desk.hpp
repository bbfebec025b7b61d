#pragma once

#include "config/policy.hpp"
#include "sync/server/commands/commands.hpp"

namespace zvonok::sync::server::commands {

/// The clock of the folder's server: moved only where the folder is a demo's.   bad_config
Checked<SystemClock> clock_of(const Common& common);

/// The address of the folder's PostgreSQL database; empty: SQLite in the folder.   bad_config
Checked<std::string> database_of(const Common& common);
tl::unexpected<config::Refusal> refuse_database(const Fault& fault);
/// Log and schools of the folder, in whatever database it has.
/// bad_config: the words about the database contradict each other   disk: it cannot be opened
Checked<std::unique_ptr<Core>> open_core(const Common& common, Keys keys, const Clock& clock, Log& log);
/// The folder for this process alone.   disk: another works on it
Checked<UniqueFd> hold(const DataFolder& folder);

/// What a command works on: the school, by way of the server that runs or of this process.
class Desk {
  public:
    /// unreadable: no server's folder; disk: it cannot be opened; bad_config: no or several schools
    static Checked<std::unique_ptr<Desk>> open(const Common& common, Log& log);

    [[nodiscard]] Admin& admin() { return *admin_; }
    [[nodiscard]] SchoolId school() const { return school_; }
    [[nodiscard]] Instant now() const { return clock_.now(); }
    /// The school's; UTC where it has not said.
    [[nodiscard]] Checked<Zone> zone_of(const domain::FactBook& book) const;
    /// A line each: id and name.
    std::string list_of(const std::vector<SchoolId>& schools);
    /// "2026-09-01", or today in the school's zone.   bad_config
    Checked<LocalDay> day_of(const std::string& text, const domain::FactBook& book) const;
    Checked<std::shared_ptr<const domain::FactBook>> facts();
    Checked<domain::FactVersion> record(domain::FactVersion expected, const std::vector<domain::Fact>& facts);

  private:
    explicit Desk(const SystemClock& clock) : clock_(clock) {}
    SystemClock clock_;
    UniqueFd lock_;
    std::unique_ptr<Admin> admin_;
    SchoolId school_;
};

Checked<LocalDay> parse_day(const std::string& text);
/// "07": as in dates and hours.
std::string two_digits(std::int64_t number);
/// "15.09.2026"
std::string day_text(LocalDay day);
/// "15.09.2026 09:50" by the school's clock.
std::string time_text(const Zone& zone, Instant at);
Checked<Bytes> read(const path& file);
/// A fault of the server in words.
tl::unexpected<config::Refusal> refuse_fault(const Fault& fault);
/// preset  the name of one that comes with the program, "002-city-school", or a file
Checked<domain::Policies> policies_of(const std::string& preset);
/// The rules as the facts that they become from that day on; those that hold already are left out.
std::vector<domain::Fact> policy_facts(SchoolId school, const domain::FactBook* book, const domain::Policies& policies,
                                       LocalDay from);

}  // namespace zvonok::sync::server::commands
