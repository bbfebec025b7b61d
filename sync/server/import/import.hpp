#pragma once

#include "station/domain/fact_book.hpp"
#include "sync/server/import/report.hpp"
#include "sync/server/import/tuning.hpp"

#include <filesystem>
#include <functional>

/// Imports compare foreign files with the school's facts and answer with the facts to record. They read files and
/// change nothing: the caller shows the report, and records the facts in one transaction or drops them (--dry-run).
///
/// An entity keeps the key of the program it came from in Fact::source ("fet:subject:Matematica"), so that the same
/// files again give no facts at all, and a changed file moves things and never makes them anew.
namespace zvonok::server::imports {

/// Fresh ids: random in production, counted in tests.
using NewId = std::function<EntityId()>;
EntityId random_entity_id();

struct Options {
    /// The first day for which what is new or changed holds, unless the file itself says a date.
    LocalDay from{};
    /// A bulk import stops when it would end more than this share of any kind of thing that it made earlier.
    double max_deletions_percent = tuning::default_deletions_limit_percent;
    NewId new_id = random_entity_id;
};

struct Import {
    std::vector<domain::Fact> facts;  ///< in the order to record them; empty when the report says stopped()
    Report report;
};

/// People, classes, subgroups, memberships, class teachers and load from a OneRoster 1.1 or 1.2 CSV zip or folder.
///
/// organisation  sourcedId of the school; may be empty when the file holds one school only
Import import_oneroster(const domain::FactBook& book, const std::filesystem::path& source,
                        const std::string& organisation, const Options& options);

struct FetFiles {
    std::filesystem::path school;    ///< NAME.fet
    std::filesystem::path solution;  ///< NAME_activities.xml or NAME_timetable.csv, as FET exports them
    std::filesystem::path map;       ///< the map file, assets/demo/map-fet.toml shows its form
};

/// Bells, rooms, subjects, classes, load and timetable from FET. People must be there: the map names them by login.
Import import_fet(const domain::FactBook& book, const FetFiles& files, const Options& options);

/// Staff, pupils with their class, and parents with their children, from one table as a school has it: XLSX, ODS or CSV
/// (C-05). Rows with faults are left out and the others taken; who is not in the table stays.
Import import_people(const domain::FactBook& book, const std::filesystem::path& file, const Options& options);

/// Whose plan a table of topics is. What is left empty fits any.
struct PlanTarget {
    std::string subject;       ///< empty: as the file says above its header
    int grade = 0;             ///< 0: any
    std::string school_class;  ///< «7Б», «7 б», also as the file says
    std::string teacher;       ///< login, or the family name
    bool every = false;        ///< all loads that fit get the plan; else there must be one only
};

struct PlanOrder {
    std::vector<std::filesystem::path>
        files;  ///< tables; or folders with an index plans.csv, which has its own targets
    PlanTarget target{};
    std::string sheet{};  ///< of a workbook that holds several plans
};

/// Plans of topics (КТП), one table or many. Rows with faults are left out and the others taken. A topic that stays
/// keeps its identity, whatever is put in before it, so lessons stay linked to what they were linked to. Topics that
/// the rules of the options' day would not let a teacher write are warnings.
Import import_plan(const domain::FactBook& book, const PlanOrder& order, const Options& options);

}  // namespace zvonok::server::imports
