#pragma once

#include "station/domain/people_facts.hpp"
#include "station/screens/office.hpp"

/// Missed lessons of a class on one day, and why they were missed (F-05 to F-07). For the class teacher.
namespace zvonok::screens::absences {

struct ClassChoice {
    GroupId id{};
    std::string name{};
    bool operator==(const ClassChoice&) const = default;
};

struct Day {
    LocalDay day{};
    int missing = 0;  ///< absences of which nobody has said why
    bool operator==(const Day&) const = default;
};

struct Column {
    domain::LessonKey key{};
    int period = 0;
    std::string subject{};
    bool operator==(const Column&) const = default;
};

/// One pupil at one lesson.
struct Square {
    bool missed = false;    ///< the teacher wrote so; else the square is not to be touched
    std::string code{};     ///< what holds: a paper's, the class teacher's, else the teacher's
    bool missing = false;   ///< nobody has said why
    bool by_paper = false;  ///< a paper gives the reason
    Standing standing = Standing::none;
    bool operator==(const Square&) const = default;
};

struct Row {
    PersonId id{};
    std::string name{};
    std::vector<Square> squares{};  ///< one a column
    bool operator==(const Row&) const = default;
};

/// A paper of the class's pupils that the server has not taken yet.
struct Paper {
    std::string pupil{}, number{};
    LocalDay first{}, last{};
    Standing standing = Standing::saved;
    bool operator==(const Paper&) const = default;
};

struct State {
    office::Common common{};
    std::vector<ClassChoice> classes{};
    std::size_t current = 0;  ///< of `classes`
    std::vector<Day> days{};  ///< newest first, today in front
    LocalDay day{};
    std::vector<Column> columns{};
    std::vector<Row> rows{};  ///< who missed something, by name
    std::vector<Paper> papers{};
    std::vector<lesson::Code> codes{};
    bool operator==(const State&) const = default;
};

struct Scratch {
    struct Place {
        PersonId pupil{};
        std::optional<std::size_t> column{};  ///< nothing: the whole day
    };
    std::optional<Place> choosing{};
    bool paper = false;  ///< the paper is being filled in
    domain::DocumentKind kind = domain::DocumentKind::illness;
    std::string number{};
    LocalDay first{}, last{};
    lesson::AttentionScratch attention{};
};

struct Show {
    GroupId school_class{};
    LocalDay day{};
};
/// An empty code: nothing is said, the teacher's letter stands.
struct GiveReason {
    PersonId pupil{};
    std::vector<domain::LessonKey> lessons{};
    std::string code{};
};
struct RegisterPaper {
    PersonId pupil{};
    domain::DocumentKind kind = domain::DocumentKind::illness;
    std::string number{};
    LocalDay first{}, last{};
};
using Intent = std::variant<Show, GiveReason, RegisterPaper, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::absences
