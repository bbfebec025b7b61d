#pragma once

#include "sync/server/import/findings.hpp"

#include <map>

namespace zvonok::server::imports {

enum class Change { added, changed, ended };

/// One line of the preview: "ученик Иванов Пётр".
struct Changed {
    Change change{};
    std::string kind;
    std::string text;
};

struct Counts {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::size_t ended = 0;    ///< marked as deleted, or missing from a bulk file
    std::size_t missing = 0;  ///< of these, ended for no other reason than that a bulk file leaves them out
    std::size_t held = 0;     ///< there before, made by this kind of import; what the limit is a share of
};

/// A foreign name that the map file does not have, under the table of the map file in which it is looked for.
struct Unmapped {
    std::string table;
    std::string name;
    auto operator<=>(const Unmapped&) const = default;
};

/// A plan as it would be after the import, for a person to look through before anything is stored.
struct PlanPreview {
    enum class State { added, changed, unchanged, ended, kept };  ///< kept: its row has a fault, what was there stays
    struct Row {
        State state{};
        int number = 0;
        int hours = 0;
        std::string topic;
        std::string before{};  ///< of a change: what was there, "2 ч, Дроби"; empty: only the number moved
        bool operator==(const Row&) const = default;
    };
    std::string title;  ///< "алгебра, 7Б, Кузнецова А. С."
    std::string load;   ///< hex
    std::vector<Row> rows;
};

/// What an import found and would do. Made in full before anything is changed, so that it is the preview too.
struct Report {
    std::string title;                    ///< "Расписание FET: школа.fet"
    Findings findings;                    ///< of the files, and what was skipped and why
    std::vector<Unmapped> unmapped;       ///< sorted, each once
    std::map<std::string, Counts> kinds;  ///< "ученики" -> counts
    std::vector<Changed> changes;
    std::vector<PlanPreview> plans;
    std::string stopped_by_limit;  ///< empty, or why the limit of deletions stops the import

    /// Nothing is to be changed: errors, unmapped names or too many deletions.
    [[nodiscard]] bool stopped() const {
        return findings.errors() > 0 || !unmapped.empty() || !stopped_by_limit.empty();
    }
};

enum class Detail {
    summary,  ///< counts, errors, warnings and the first notes
    full,     ///< every change and note
};

/// Names what a person has seen: another code means that the files, the school's facts or the order have changed since.
std::string code_of(const Report& report);

/// Russian text for the administrator's terminal. Unmapped names come as lines ready for the map file.
std::string render(const Report& report, Detail detail);

}  // namespace zvonok::server::imports
