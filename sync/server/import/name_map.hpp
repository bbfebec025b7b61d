#pragma once

#include "station/domain/facts.hpp"
#include "sync/server/import/findings.hpp"

#include <map>

namespace zvonok::server::imports {

/// What the administrator says about the names of a foreign program: the file given by --map, in TOML. Keys are the
/// foreign names exactly as the program writes them.
///
///     [days]      "Luni" = 1                    ISO weekday, or { weekday = 1, week = 2 } in a two-week cycle
///     [hours]     "8" = { lesson = 2, starts = "08:55", ends = "09:40" }
///     [subjects]  "Romana" = "русский язык"     in full, lower case first (B-16)
///     [students]  "9A" = "8А"                   or { name = "8А", grade = 8 }
///     [rooms]     "Lab Info" = "кабинет информатики", or { name = ..., building = ..., capacity = ... }
///     [teachers]  "Buta Liana" = "l.butova@school.example", or { person = ..., name = ..., room = ... }
///     [[splits]]  subject, students = [...], teachers = { "Buta Liana" = "англ. 1", ... }
///
/// A teacher's `room` is where a lesson is that the program gives no room; `name` is for who reads the file. A split
/// says that an activity of several teachers is several lessons at once, and what each teacher's part of every class
/// is called; without it the teachers hold one lesson together.
struct NameMap {
    struct Day {
        int weekday = 1;
        domain::WeekParity week = domain::WeekParity::every;
    };
    struct Students {
        std::string name;
        int grade = 0;
    };
    struct Teacher {
        std::string login, name, room;
    };
    struct Split {
        std::string subject;
        std::vector<std::string> students;            ///< sorted
        std::map<std::string, std::string> teachers;  ///< teacher -> part
        std::size_t line = 0;
    };

    std::string file;
    std::map<std::string, Day> days;
    std::map<std::string, domain::BellPeriod> hours;
    std::map<std::string, std::string> subjects;
    std::map<std::string, Students> students;
    std::map<std::string, domain::Room> rooms;
    std::map<std::string, Teacher> teachers;
    std::vector<Split> splits;

    /// `students` sorted.
    [[nodiscard]] const Split* split_of(const std::string& subject, const std::vector<std::string>& students) const;
};

/// Reads a map. What cannot be understood is an error with its line, and then the map is not to be used.
NameMap read_name_map(const std::string& file, std::string_view content, Findings& findings);

/// Why the text is no subject name by B-16 (in full, no abbreviations, lower case first); empty when it is one.
std::string subject_name_fault(std::string_view name);

/// The number that a class name begins with: "8А" 8, "11-2" 11, "ПК-21" 0.
int grade_of(std::string_view class_name);

/// A line that a person can paste under the table and fill in.
std::string line_to_fill(const std::string& table, const std::string& name);

}  // namespace zvonok::server::imports
