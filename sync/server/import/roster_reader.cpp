#include "sync/server/import/roster_reader.hpp"

#include "sync/server/import/roster_columns.hpp"
#include "sync/server/import/table_reader.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

using roster::Mode;
using roster::Version;

struct Manifest {
    Version version = Version::v1_2;
    std::map<std::string, std::string> files;  ///< "users.csv" -> absent, bulk, delta
};

bool holds(const Source& source, const std::string& name) {
    return std::binary_search(source.names().begin(), source.names().end(), name);
}

std::optional<CsvTable> read_source_csv(Source& source, const std::string& name, Findings& findings) {
    const auto content = source.read(name, findings);
    if (!content) return std::nullopt;
    return read_csv(name, *content, {}, findings);
}

std::optional<Manifest> read_manifest(Source& source, Findings& findings) {
    const std::string file = "manifest.csv";
    if (!holds(source, file)) {
        findings.error(
            {file, 0},
            "нет файла manifest.csv. По стандарту это OneRoster 1.0, он не поддерживается: выгрузите 1.1 или 1.2");
        return std::nullopt;
    }
    const auto table = read_source_csv(source, file, findings);
    if (!table) return std::nullopt;
    TableReader reader{*table, findings};
    if (!reader.require_columns({"propertyName", "value"})) return std::nullopt;
    Manifest manifest;
    std::string version;
    for (const CsvRow& row : table->rows) {
        reader.to_row(row);
        const std::string name = reader.text("propertyName");
        const std::string value = reader.text("value");
        if (name == "oneroster.version") version = value;
        if (!name.starts_with("file.")) continue;
        if (value != "absent" && value != "bulk" && value != "delta")
            reader.error("недопустимое значение «" + value + "», бывает absent, bulk или delta");
        manifest.files[name.substr(5) + ".csv"] = value;
    }
    if (version == "1.1") {
        manifest.version = Version::v1_1;
    } else if (version != "1.2") {
        findings.error({file, 0}, "oneroster.version — «" + version + "»; поддерживаются 1.1 и 1.2");
        return std::nullopt;
    }
    return manifest;
}

/// Every row blank: bulk. Every row filled: delta. The data are asked, not the manifest (see roster_reader.hpp).
std::optional<Mode> mode_of(const CsvTable& table, Findings& findings) {
    const auto status = table.column("status");
    const auto modified = table.column("dateLastModified");
    const CsvRow* blank = nullptr;
    const CsvRow* filled = nullptr;
    for (const CsvRow& row : table.rows) {
        const bool has = (status && !row.fields[*status].empty()) || (modified && !row.fields[*modified].empty());
        const CsvRow*& first = has ? filled : blank;
        if (first == nullptr) first = &row;
    }
    if (blank != nullptr && filled != nullptr) {
        findings.error(
            {table.file, std::max(blank->line, filled->line)},
            "часть строк с status и dateLastModified, часть без них: непонятно, полная это выгрузка или изменения");
        return std::nullopt;
    }
    return filled != nullptr ? Mode::delta : Mode::bulk;
}

void compare_with_manifest(const std::string& file, Mode mode, const Manifest& manifest, Findings& findings) {
    const auto stated = manifest.files.find(file);
    const std::string was = stated == manifest.files.end() ? "absent" : stated->second;
    if (was == (mode == Mode::bulk ? "bulk" : "delta")) return;
    findings.warning({file, 0}, "в манифесте — " + was + ", а по строкам файла это " +
                                    (mode == Mode::bulk ? "полная выгрузка" : "изменения") + "; верим файлу");
}

void note_unknown_columns(const CsvTable& table, Version version, Findings& findings) {
    const auto standard = split_list(roster::standard_columns(table.file, version), ',');
    std::vector<std::string> unknown;
    for (const std::string& column : table.header)
        if (std::find(standard.begin(), standard.end(), column) == standard.end()) unknown.push_back(column);
    if (!unknown.empty()) findings.note({table.file, 1}, "столбцы не из стандарта не читаются: " + join(unknown, ", "));
}

/// Everything that tables have in common; `fill` reads the rest of a row.
template <class Row, class Fill>
roster::Table<Row> read_table(Source& source, const Manifest& manifest, const std::string& file,
                              std::vector<std::string_view> required, Findings& findings, Fill fill) {
    roster::Table<Row> result{file, Mode::absent, {}};
    if (!holds(source, file)) {
        const auto stated = manifest.files.find(file);
        if (stated != manifest.files.end() && stated->second != "absent")
            findings.error({file, 0}, "манифест обещает этот файл, но его нет: выгрузка неполная");
        return result;
    }
    const auto table = read_source_csv(source, file, findings);
    if (!table) return result;
    TableReader reader{*table, findings};
    required.insert(required.begin(), "sourcedId");
    if (!reader.require_columns(required)) return result;
    note_unknown_columns(*table, manifest.version, findings);
    if (table->rows.empty()) {
        findings.warning({file, 1}, "только заголовок, ни одной строки: файл не учитывается");
        return result;
    }
    const auto mode = mode_of(*table, findings);
    if (!mode) return result;
    result.mode = *mode;
    compare_with_manifest(file, result.mode, manifest, findings);
    std::map<std::string, std::size_t> seen;
    for (const CsvRow& csv_row : table->rows) {
        reader.to_row(csv_row);
        Row row;
        row.line = csv_row.line;
        row.sourced_id = reader.id("sourcedId");
        if (result.mode == Mode::delta)
            row.to_delete = reader.choice("status", {"active", "inactive", "tobedeleted"}) != "active";
        const auto [first, fresh] = seen.emplace(row.sourced_id, row.line);
        if (!fresh) reader.error("sourcedId " + row.sourced_id + " уже был в строке " + std::to_string(first->second));
        fill(reader, row);
        result.rows.push_back(std::move(row));
    }
    return result;
}

roster::Table<roster::Org> read_orgs(Source& source, const Manifest& manifest, Findings& findings) {
    return read_table<roster::Org>(source, manifest, "orgs.csv", {"name", "type"}, findings,
                                   [](const TableReader& reader, roster::Org& org) {
                                       org.name = reader.required("name");
                                       org.type = reader.required("type");
                                       org.identifier = reader.text("identifier");
                                       org.parent = reader.optional_id("parentSourcedId");
                                   });
}

roster::Table<roster::Session> read_sessions(Source& source, const Manifest& manifest, Findings& findings) {
    const auto fill = [](const TableReader& reader, roster::Session& session) {
        session.title = reader.required("title");
        session.type = reader.choice("type", {"gradingPeriod", "semester", "schoolYear", "term"});
        session.parent = reader.optional_id("parentSourcedId");
        session.begins = reader.date("startDate").value_or(LocalDay{});
        session.ends = reader.date("endDate").value_or(LocalDay{});
        if (reader.required("startDate").empty() || reader.required("endDate").empty()) return;
        if (session.ends <= session.begins) reader.error("endDate не позже startDate");
        const std::string year = reader.text("schoolYear");
        const bool digits = year.size() == 4 && year.find_first_not_of("0123456789") == std::string::npos;
        if (!digits) return reader.error("столбец schoolYear: «" + year + "» — не год");
        session.school_year = std::stoi(year);
    };
    return read_table<roster::Session>(source, manifest, "academicSessions.csv",
                                       {"title", "type", "startDate", "endDate", "schoolYear"}, findings, fill);
}

/// `roles` gets what 1.1 keeps in the user's own row.
roster::Table<roster::User> read_users(Source& source, const Manifest& manifest, Findings& findings,
                                       roster::Table<roster::Role>& roles) {
    std::vector<std::string_view> required{"enabledUser", "username", "givenName", "familyName"};
    const bool has_role = manifest.version == Version::v1_1;
    if (has_role) required.insert(required.end(), {"role", "orgSourcedIds"});
    const auto fill = [&](const TableReader& reader, roster::User& user) {
        user.enabled = reader.boolean("enabledUser").value_or(true);
        user.username = reader.required("username");
        user.identifier = reader.text("identifier");
        user.email = reader.text("email");
        user.phone = reader.text("phone");
        user.given_name = reader.required("givenName");
        user.family_name = reader.required("familyName");
        user.middle_name = reader.text("middleName");
        user.agents = reader.list("agentSourcedIds");
        user.grades = reader.list("grades");
        if (!has_role) return;
        const std::string name = reader.required("role");
        for (const std::string& org : reader.list("orgSourcedIds")) {
            roster::Role role;
            role.line = user.line;
            role.sourced_id = user.sourced_id + "/" + org;
            role.to_delete = user.to_delete;
            role.user = user.sourced_id;
            role.role = name;
            role.org = org;
            role.primary = true;
            roles.rows.push_back(std::move(role));
        }
    };
    auto users = read_table<roster::User>(source, manifest, "users.csv", required, findings, fill);
    if (has_role) {
        roles.file = users.file;
        roles.mode = users.mode;
    }
    return users;
}

roster::Table<roster::Role> read_roles(Source& source, const Manifest& manifest, Findings& findings) {
    const auto fill = [](const TableReader& reader, roster::Role& role) {
        role.user = reader.id("userSourcedId");
        role.role = reader.required("role");
        role.org = reader.id("orgSourcedId");
        role.primary = reader.choice("roleType", {"primary", "secondary"}) == "primary";
        role.begins = reader.date("beginDate");
        role.ends = reader.date("endDate");
        if (role.begins && role.ends && *role.ends <= *role.begins) reader.error("endDate не позже beginDate");
    };
    return read_table<roster::Role>(source, manifest, "roles.csv",
                                    {"userSourcedId", "roleType", "role", "orgSourcedId"}, findings, fill);
}

roster::Table<roster::Course> read_courses(Source& source, const Manifest& manifest, Findings& findings) {
    return read_table<roster::Course>(source, manifest, "courses.csv", {"title", "orgSourcedId"}, findings,
                                      [](const TableReader& reader, roster::Course& course) {
                                          course.title = reader.required("title");
                                          course.code = reader.text("courseCode");
                                          course.subjects = reader.list("subjects");
                                      });
}

roster::Table<roster::Class> read_classes(Source& source, const Manifest& manifest, Findings& findings) {
    const auto fill = [](const TableReader& reader, roster::Class& group) {
        group.title = reader.required("title");
        group.code = reader.text("classCode");
        group.course = reader.id("courseSourcedId");
        group.school = reader.id("schoolSourcedId");
        group.location = reader.text("location");
        group.homeroom = reader.choice("classType", {"homeroom", "scheduled"}) == "homeroom";
        group.grades = reader.list("grades");
        group.terms = reader.list("termSourcedIds");
        group.subjects = reader.list("subjects");
    };
    return read_table<roster::Class>(source, manifest, "classes.csv",
                                     {"title", "courseSourcedId", "classType", "schoolSourcedId"}, findings, fill);
}

roster::Table<roster::Enrollment> read_enrollments(Source& source, const Manifest& manifest, Findings& findings) {
    const auto fill = [](const TableReader& reader, roster::Enrollment& enrollment) {
        enrollment.class_id = reader.id("classSourcedId");
        enrollment.school = reader.id("schoolSourcedId");
        enrollment.user = reader.id("userSourcedId");
        enrollment.role = reader.choice("role", {"administrator", "aide", "proctor", "student", "teacher"});
        enrollment.primary = reader.boolean("primary").value_or(false);
        enrollment.begins = reader.date("beginDate");
        enrollment.ends = reader.date("endDate");
        if (enrollment.begins && enrollment.ends && *enrollment.ends <= *enrollment.begins)
            reader.error("endDate не позже beginDate");
    };
    return read_table<roster::Enrollment>(source, manifest, "enrollments.csv",
                                          {"classSourcedId", "schoolSourcedId", "userSourcedId", "role"}, findings,
                                          fill);
}

}  // namespace

std::optional<roster::Roster> read_roster(Source& source, Findings& findings) {
    const std::size_t errors_before = findings.errors();
    const auto manifest = read_manifest(source, findings);
    if (!manifest) return std::nullopt;
    roster::Roster result;
    result.version = manifest->version;
    result.orgs = read_orgs(source, *manifest, findings);
    result.sessions = read_sessions(source, *manifest, findings);
    result.users = read_users(source, *manifest, findings, result.roles);
    if (manifest->version == Version::v1_2) result.roles = read_roles(source, *manifest, findings);
    result.courses = read_courses(source, *manifest, findings);
    result.classes = read_classes(source, *manifest, findings);
    result.enrollments = read_enrollments(source, *manifest, findings);
    for (const std::string& name : source.names()) {
        if (!roster::is_standard_file(name))
            findings.note({name, 0}, "файл не из стандарта OneRoster, не читается");
        else if (roster::standard_columns(name, manifest->version).empty())
            findings.note({name, 0}, "эти сведения журналу не нужны, файл не читается");
    }
    if (findings.errors() != errors_before) return std::nullopt;
    return result;
}

}  // namespace zvonok::server::imports
