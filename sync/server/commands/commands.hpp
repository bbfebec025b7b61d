#pragma once

#include "config/refusal.hpp"
#include "station/base/clock.hpp"
#include "sync/server/admin.hpp"
#include "sync/server/import/import.hpp"

#include <ostream>

/// What zvonok-server can do, one struct of options and one function each. What people read is Russian, the log
/// English.
namespace zvonok::sync::server::commands {

using config::Checked;
using config::Reason;
using config::refuse;
using std::filesystem::path;
namespace imports = ::zvonok::server::imports;

/// Options that every command has.
struct Common {
    path data;
    /// libpq connection string without a password; empty: $ZVONOK_DATABASE, else what init noted in the folder, else
    /// SQLite in the folder
    std::string database{};
    std::string school{};                 ///< hex; may be empty where the server holds one school
    std::chrono::seconds clock_offset{};  ///< of a demo's data folder only
};

struct Surroundings {
    std::ostream& out;
    std::ostream& error;
    Log& log;
};

struct Init {
    Common common;
    std::string name;
    std::string zone = "Europe/Moscow";
    std::string from;          ///< "2026-09-01": the first day that the school is so; today without it
    std::string policies{};    ///< preset: name or file
    path signing_key{};        ///< taken over; a new one without it
    path station_authority{};  ///< taken over together with its key; a new one without them
    path station_authority_key{};
    bool demo = false;
};
/// Makes the data folder, the server's keys and the school. A folder that is there keeps its keys and gets one school
/// more. Notes the database in the folder, for the other commands.
Checked<void> run(const Init& order, const Surroundings& around);

struct Serve {
    Common common;
    std::string listen = "127.0.0.1:8443";
    std::string metrics{};  ///< "127.0.0.1:9108", loopback only; empty: none
    path certificate;
    path key;
};
/// Until SIGTERM or SIGINT; then lets answers under way finish.
Checked<void> run(const Serve& order, const Surroundings& around);

struct StationAdd {
    Common common;
    std::string name, title;
    std::string mode = "classroom";
    std::string room{};  ///< the timetable's name of the room
    std::string id{};    ///< hex; a new one without it
    path token_file{};   ///< where the token goes; standard output without it
    int days = 14;       ///< that the token holds
    bool protected_workplace = false;
};
Checked<void> run(const StationAdd& order, const Surroundings& around);

struct StationImage {
    Common common;
    path image;
    path signer;  ///< public key
};
/// Registers every station of a signed config image, with the tokens that the image carries.
Checked<void> run(const StationImage& order, const Surroundings& around);

struct StationList {
    Common common;
};
Checked<void> run(const StationList& order, const Surroundings& around);

struct StationRevoke {
    Common common;
    std::string station;  ///< name or hex
};
Checked<void> run(const StationRevoke& order, const Surroundings& around);

struct StaffAuthority {
    Common common;
    path certificate;
    path list;
};
/// A CA whose cards the school believes, or a newer revocation list of it.
Checked<void> run(const StaffAuthority& order, const Surroundings& around);

struct ImportCommon {
    Common common;
    std::string from{};  ///< "2026-09-01"; today without it
    double max_deletions_percent = imports::tuning::default_deletions_limit_percent;
    bool dry_run = false;
    bool full = false;  ///< list every change
};
struct ImportFet {
    ImportCommon common;
    imports::FetFiles files;
};
Checked<void> run(const ImportFet& order, const Surroundings& around);

struct ImportRoster {
    ImportCommon common;
    path source;
    std::string organisation{};
};
Checked<void> run(const ImportRoster& order, const Surroundings& around);

struct ImportPeople {
    ImportCommon common;
    path file;
    std::string confirm{};  ///< the code that the preview has named; empty: preview only
};
/// Lists of staff, pupils and parents: without the code of a preview it is one.
Checked<void> run(const ImportPeople& order, const Surroundings& around);

/// Shows what would come; stores it when `confirm` is the code that this preview, made anew, still has.
struct ImportPlan {
    ImportCommon common;
    imports::PlanOrder plan{};
    std::string confirm{};
};
Checked<void> run(const ImportPlan& order, const Surroundings& around);

struct SeedPolicies {
    Common common;
    std::string preset;  ///< name or file
    std::string from{};  ///< "2026-09-01": the first day of these rules; today without it
};
Checked<void> run(const SeedPolicies& order, const Surroundings& around);

/// Registers an order (B-22).
struct OrderAdd {
    Common common;
    std::string kind = "other";
    std::string number;
    std::string date{};  ///< today without it
    std::string subject{};
    std::string first{}, last{};  ///< days that it speaks of
};
Checked<void> run(const OrderAdd& order, const Surroundings& around);

/// A line for each kind of order and what it means, for help.
std::string order_kinds_text();
std::string block_reasons_text();

/// Closes an account upon an order, which is registered if it is not yet.
struct Dismiss {
    Common common;
    std::string person;  ///< login or hex
    std::string order;   ///< its number
    std::string at{};    ///< "2026-10-14T12:00" by the school's clock; now without it
};
Checked<void> run(const Dismiss& order, const Surroundings& around);

struct Block {
    Common common;
    std::string person;
    std::string reason = "other";
    std::string at{};
};
Checked<void> run(const Block& order, const Surroundings& around);

struct Unblock {
    Common common;
    std::string person;
};
Checked<void> run(const Unblock& order, const Surroundings& around);

struct RoleOrder {
    Common common;
    std::string person;
    std::string role;
    std::string school_class{};  ///< of a class teacher
    std::string from{};          ///< today without it
};
struct RoleGrant : RoleOrder {
    std::string until{};  ///< the last day
};
Checked<void> run(const RoleGrant& order, const Surroundings& around);
struct RoleRevoke : RoleOrder {};
Checked<void> run(const RoleRevoke& order, const Surroundings& around);

struct Backup {
    Common common;
    path file;
};
/// Copies the log into a new file, while the server runs. Keys are not in it. With PostgreSQL it says what to use.
Checked<void> run(const Backup& order, const Surroundings& around);

struct Restore {
    Common common;
    path file{};  ///< of a backup; PostgreSQL is put back by its own tools beforehand
};
/// Puts the log back and gives every school a new epoch, so that stations send again what the copy does not have. What
/// was there is set aside. The server must not run.
Checked<void> run(const Restore& order, const Surroundings& around);

enum class ReportKind : std::uint8_t {
    control,  ///< what is not filled
    late,     ///< what came late
    changes,  ///< the register of late changes
    hours,
    results,  ///< period marks that are not given
    visits,
    remarks,
    plans,
    setup,
    breaches,
    objectivity,
    logins,  ///< one card in two places at once
};
struct Report {
    Common common;
    ReportKind kind = ReportKind::control;
    std::string from{};          ///< "2026-09-01"; the first day of the school year without it
    std::string until{};         ///< its last day; today without it
    std::string school_class{};  ///< "7Б"; the school without it
    std::string teacher{};       ///< principal name; everybody without it
};
/// A table of what the desks list, over the tables as the server has them.
Checked<void> run(const Report& order, const Surroundings& around);

struct RegisterList {
    Common common;
    std::string from{};  ///< "2026-09-01": as of which day; today without it
};
/// Which registers there are, and how full they are.
Checked<void> run(const RegisterList& order, const Surroundings& around);

struct RegisterShow {
    Common common;
    std::string name;
    std::string from{};
};
/// Every record of one register, personal ones opened.
Checked<void> run(const RegisterShow& order, const Surroundings& around);

struct RegisterGaps {
    Common common;
    std::string name{};  ///< of one register; all without it
    std::string from{};
};
/// What is still to be filled.
Checked<void> run(const RegisterGaps& order, const Surroundings& around);

struct RegisterPut {
    Common common;
    std::string name;
    std::string about{};              ///< person, class, room or id; nothing where it is about the school
    std::vector<std::string> fields;  ///< "name=value"
    std::string order{};              ///< number of a registered order
    std::string record{};             ///< hex, of the record to be changed; a new one without it
    std::string from{};
};
/// Puts one record in. Of a record that is there the named fields change, an empty value takes one out.
Checked<void> run(const RegisterPut& order, const Surroundings& around);

struct Status {
    Common common;
};
Checked<void> run(const Status& order, const Surroundings& around);

/// Parses the words after the program's name and carries them out.
/// returns  the exit status: 0 done, 1 refused, 2 not understood
int run_command_line(std::vector<std::string> words, const Surroundings& around);

}  // namespace zvonok::sync::server::commands
