#include "sync/server/import/roster_planner.hpp"

#include "sync/server/import/roster_reader.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace roster_plan {
namespace {

/// The school to import; empty and an error when that is not clear.
std::string choose_school(const roster::Roster& roster, const std::string& asked, Report& report) {
    std::map<std::string, std::string> schools;
    for (const roster::Org& org : roster.orgs.rows)
        if (org.type == "school" && !org.to_delete) schools[org.sourced_id] = org.name;
    if (roster.orgs.mode != roster::Mode::bulk && schools.empty()) {  // a delta need not name the school again
        for (const roster::Role& role : roster.roles.rows) schools.emplace(role.org, "");
        for (const roster::Class& group : roster.classes.rows) schools.emplace(group.school, "");
        for (const roster::Enrollment& enrollment : roster.enrollments.rows) schools.emplace(enrollment.school, "");
    }
    if (!asked.empty()) {
        if (schools.contains(asked)) return asked;
        report.findings.error({"orgs.csv", 0}, "в выгрузке нет школы с sourcedId " + asked);
        return {};
    }
    if (schools.size() == 1) return schools.begin()->first;
    std::vector<std::string> names;
    names.reserve(schools.size());
    for (const auto& [id, name] : schools) {
        names.push_back(id);
        if (!name.empty()) names.back() += " (" + name + ")";
    }
    report.findings.error({"orgs.csv", 0}, names.empty()
                                               ? "в выгрузке нет ни одной школы (type = school)"
                                               : "в выгрузке несколько школ, укажите одну: " + join(names, ", "));
    return {};
}

std::string break_name(LocalDay first) {
    switch (static_cast<unsigned>(std::chrono::year_month_day{first}.month())) {
        case 10:
        case 11:
            return "осенние каникулы";
        case 12:
        case 1:
            return "зимние каникулы";
        case 3:
        case 4:
            return "весенние каникулы";
        default:
            return "каникулы";
    }
}

/// Days between the periods of a year that belong to none: grading periods if the file has them, else terms, else
/// semesters.
void plan_breaks(Context& context, int school_year) {
    for (const char* type : {"gradingPeriod", "term", "semester"}) {
        std::vector<const roster::Session*> periods;
        for (const roster::Session& session : context.roster.sessions.rows)
            if (session.type == type && session.school_year == school_year && !session.to_delete)
                periods.push_back(&session);
        if (periods.size() < 2) continue;
        std::ranges::sort(periods, {}, &roster::Session::begins);
        for (std::size_t next = 1; next < periods.size(); ++next) {
            const LocalDay first = periods[next - 1]->ends;
            const LocalDay last = periods[next]->begins - std::chrono::days{1};
            if (last < first) continue;
            const std::string source = "oneroster:break:" + std::to_string(school_year) + ":" + std::to_string(next);
            const domain::Holiday holiday{first, last, break_name(first)};
            context.ledger.want(
                {kinds::breaks, source, holiday, holiday.name + ", " + date_text(first) + " – " + date_text(last)});
        }
        return;
    }
}

}  // namespace

std::string full_name(const domain::Person& person) {
    std::string name = person.family;
    for (const std::string& part : {person.given, person.patronymic})
        if (!part.empty()) name += ' ' + part;
    return name;
}

std::optional<PersonId> Context::person(const std::string& user) const {
    const auto id = ledger.find("oneroster:user:" + user);
    if (!id || ledger.live<domain::Person>(*id) == nullptr) return std::nullopt;
    return id_as<PersonId>(*id);
}

void plan_years(Context& context) {
    if (context.roster.sessions.mode == roster::Mode::absent) return;
    std::map<int, domain::SchoolYear> years;  // from the sessions of type schoolYear, else from all of the year
    for (const char* type : {"schoolYear", ""}) {
        std::map<int, domain::SchoolYear> spans;
        for (const roster::Session& session : context.roster.sessions.rows) {
            if (session.to_delete || (*type != '\0' && session.type != type)) continue;
            const LocalDay last = session.ends - std::chrono::days{1};  // exclusive in the file
            const auto [year, fresh] = spans.emplace(session.school_year, domain::SchoolYear{session.begins, last});
            if (!fresh)
                year->second = {std::min(year->second.first, session.begins), std::max(year->second.last, last)};
        }
        years.merge(spans);
    }
    for (const auto& [number, year] : years) {
        context.ledger.want({kinds::years, "oneroster:year:" + std::to_string(number), year,
                             std::to_string(number - 1) + "/" + std::to_string(number)});
        plan_breaks(context, number);
    }
    if (context.roster.sessions.mode != roster::Mode::bulk) return;
    context.ledger.end_missing<domain::SchoolYear>(
        kinds::years, "oneroster:year:", [](const domain::SchoolYear& year) { return date_text(year.first); });
    context.ledger.end_missing<domain::Holiday>(
        kinds::breaks, "oneroster:break:", [](const domain::Holiday& holiday) { return holiday.name; });
}

}  // namespace roster_plan

void plan_roster(const roster::Roster& roster, const std::string& organisation, const domain::FactBook& book,
                 const Options& options, Ledger& ledger, Report& report) {
    roster_plan::Context context{roster, book,   options,
                                 ledger, report, roster_plan::choose_school(roster, organisation, report)};
    if (report.findings.errors() > 0) return;
    for (const roster::User& user : roster.users.rows) context.users[user.sourced_id] = &user;
    roster_plan::plan_years(context);
    roster_plan::plan_people(context);
    roster_plan::plan_classes(context);
}

Import import_oneroster(const domain::FactBook& book, const std::filesystem::path& source,
                        const std::string& organisation, const Options& options) {
    Import import;
    import.report.title = "Люди и классы из OneRoster: " + source.filename().string();
    const auto files = open_source(source, import.report.findings);
    if (!files) return import;
    const auto roster = read_roster(*files, import.report.findings);
    if (!roster) return import;
    Ledger ledger{book, "oneroster:", options, import};
    plan_roster(*roster, organisation, book, options, ledger, import.report);
    ledger.close();
    return import;
}

}  // namespace zvonok::server::imports
