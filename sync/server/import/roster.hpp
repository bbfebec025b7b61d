#pragma once

#include "station/base/zone.hpp"

#include <optional>
#include <string>
#include <vector>

/// A OneRoster export as read, before anything is decided about it. Strings are as in the file; names of the fields
/// follow the standard. Source: 1EdTech OneRoster 1.2 CSV binding, and 1.1.
namespace zvonok::server::imports::roster {

enum class Version { v1_1, v1_2 };

enum class Mode {
    absent,  ///< says nothing: no file, or a file with no rows
    bulk,    ///< is everything: what is missing is to be ended
    delta,   ///< only what changed
};

struct Record {
    std::size_t line = 0;
    std::string sourced_id;
    bool to_delete = false;  ///< delta only: status tobedeleted
};

struct Org : Record {
    std::string name, type, identifier, parent;
};

struct Session : Record {
    std::string title, type, parent;
    LocalDay begins{};
    LocalDay ends{};      ///< exclusive
    int school_year = 0;  ///< the year in which the school year ends
};

struct User : Record {
    bool enabled = true;
    std::string username, identifier, email, phone;
    std::string given_name, family_name, middle_name;
    std::vector<std::string> agents;  ///< parents and guardians of a pupil, or the other way round
    std::vector<std::string> grades;
};

/// 1.2 has a file of them; in 1.1 each user has one role in one or more orgs.
struct Role : Record {
    std::string user, role, org;
    bool primary = false;
    std::optional<LocalDay> begins;
    std::optional<LocalDay> ends;  ///< exclusive
};

struct Course : Record {
    std::string title, code;
    std::vector<std::string> subjects;
};

struct Class : Record {
    std::string title, code, course, school, location;
    bool homeroom = false;
    std::vector<std::string> grades, terms, subjects;
};

struct Enrollment : Record {
    std::string class_id, school, user, role;
    bool primary = false;
    std::optional<LocalDay> begins;
    std::optional<LocalDay> ends;  ///< exclusive
};

template <class Row>
struct Table {
    std::string file;
    Mode mode = Mode::absent;
    std::vector<Row> rows;
};

struct Roster {
    Version version = Version::v1_2;
    Table<Org> orgs;
    Table<Session> sessions;
    Table<User> users;
    Table<Role> roles;
    Table<Course> courses;
    Table<Class> classes;
    Table<Enrollment> enrollments;
};

}  // namespace zvonok::server::imports::roster
