#include "assets/demo/generator/lessons_at.hpp"
#include "assets/demo/generator/own_school.hpp"
#include "assets/demo/generator/roster_writer.hpp"
#include "station/base/file.hpp"
#include "sync/server/import/fet_planner.hpp"
#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"
#include "sync/server/import/zip.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace {

using namespace zvonok;
namespace imports = server::imports;
namespace fs = std::filesystem;

struct Wanted {
    fs::path fet, map, out, solution;
    std::string at;  ///< "2026-09-15T09:42"
    std::string version = "1.2";
    bool zip = false;
    bool own = false;
    demo::RosterWish roster{.school_name = "Педагогическая гимназия города Заречья"};
};

bool write(const fs::path& path, std::string_view content) {
    const auto written = write_file(path, as_bytes(content), FileMode::everyone_reads);
    if (!written) std::cerr << describe(written.error()) << "\n";
    return written.has_value();
}

bool write_own_school(Wanted& wanted) {
    for (const auto& [name, content] : demo::own_school(wanted.roster.seed))
        if (!write(wanted.out / name, content)) return false;
    wanted.fet = wanted.out / "school.fet";
    wanted.map = wanted.out / "map.toml";
    return true;
}

struct Read {
    std::optional<imports::fet::School> school;
    imports::NameMap map;
};

/// Findings in the report when the files do not read.
Read read_school(const Wanted& wanted, imports::Report& report) {
    Read read;
    const auto fet = read_file(wanted.fet, imports::tuning::file_limit_bytes);
    const auto map = read_file(wanted.map, imports::tuning::file_limit_bytes);
    if (!fet) report.findings.error({wanted.fet.string(), 0}, "файл не читается");
    if (!map) report.findings.error({wanted.map.string(), 0}, "файл не читается");
    if (!fet || !map) return read;
    read.school = imports::fet::read_school(wanted.fet.filename().string(), *fet, report.findings);
    read.map = imports::read_name_map(wanted.map.filename().string(), as_text(*map), report.findings);
    if (read.school) imports::read_self_evident_names(*read.school, read.map);
    return read;
}

/// One line a lesson, tab-separated: login, teacher, room, class, subject, number of the lesson.
bool print_lessons(const Wanted& wanted) {
    imports::Report report;
    report.title = "Уроки в " + wanted.at;
    const auto day = imports::parse_date(std::string_view(wanted.at).substr(0, 10));
    const auto time = wanted.at.size() == 16 ? imports::parse_time_of_day(wanted.at.substr(11)) : std::nullopt;
    if (!day || !time) report.findings.error({"--at", 0}, "нужно местное время вида 2026-09-15T09:42");
    const Read read = read_school(wanted, report);
    const auto content = read_file(wanted.solution, imports::tuning::file_limit_bytes);
    if (!content) report.findings.error({wanted.solution.string(), 0}, "файл не читается");
    const auto solution =
        content ? imports::fet::read_solution(wanted.solution.filename().string(), *content, report.findings)
                : std::nullopt;
    std::vector<demo::LessonAt> lessons;
    if (!report.stopped())
        lessons = demo::lessons_at(*read.school, *solution, read.map, LocalTime{*day} + *time, report);
    if (report.stopped()) {
        std::cerr << imports::render(report, imports::Detail::summary);
        return false;
    }
    for (const demo::LessonAt& lesson : lessons)
        std::cout << lesson.login << '\t' << lesson.teacher << '\t' << lesson.room << '\t' << lesson.classes << '\t'
                  << lesson.subject << '\t' << lesson.period << '\n';
    return true;
}

bool write_people(const Wanted& wanted) {
    imports::Report report;
    report.title = "Люди демонстрационной школы: " + wanted.fet.filename().string();
    const Read read = read_school(wanted, report);
    std::map<std::string, std::string> files;
    if (!report.stopped()) files = demo::write_roster(*read.school, read.map, wanted.roster, report);
    if (report.stopped()) {
        std::cerr << imports::render(report, imports::Detail::summary);
        return false;
    }
    if (wanted.zip) {
        const auto zipped = imports::write_zip(wanted.out / "oneroster.zip", files);
        if (!zipped) std::cerr << describe(zipped.error()) << "\n";
        if (zipped)
            std::cout << "OneRoster " << wanted.version << ": " << wanted.out / "oneroster.zip"
                      << "\n";
        return zipped.has_value();
    }
    const fs::path folder = wanted.out / "oneroster";
    fs::create_directories(folder);
    for (const auto& [name, content] : files)
        if (!write(folder / name, content)) return false;
    std::cout << "OneRoster " << wanted.version << ": " << folder << "\n";
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Wanted wanted;
    CLI::App app{"Люди демонстрационной школы (OneRoster CSV), подходящие к расписанию FET"};
    app.add_option("--fet", wanted.fet, "файл школы FET; без него — собственная небольшая школа");
    app.add_option("--map", wanted.map, "файл соответствий имён, как для импорта FET");
    auto* const out = app.add_option("--out", wanted.out, "папка, куда писать");
    auto* const at = app.add_option("--at", wanted.at, "вместо записи файлов: какие уроки идут, местное время");
    app.add_option("--solution", wanted.solution, "решение FET, для --at")->needs(at);
    out->excludes(at);
    app.add_option("--oneroster", wanted.version, "1.1 или 1.2")->check(CLI::IsMember({"1.1", "1.2"}));
    app.add_option("--seed", wanted.roster.seed, "число, от которого зависят имена");
    app.add_option("--year", wanted.roster.year, "год, в котором начинается учебный год")
        ->check(CLI::Range(2000, 2100));
    app.add_option("--school-name", wanted.roster.school_name, "название школы");
    app.add_flag("--zip", wanted.zip, "один архив вместо папки");
    app.add_flag("--own", wanted.own, "собственная школа, даже если дан --fet");
    CLI11_PARSE(app, argc, argv);

    if (!wanted.at.empty()) return print_lessons(wanted) ? 0 : 1;
    if (wanted.out.empty()) {
        std::cerr << "Нужно --out ПАПКА или --at ВРЕМЯ.\n";
        return 2;
    }
    wanted.roster.version = wanted.version == "1.1" ? imports::roster::Version::v1_1 : imports::roster::Version::v1_2;
    std::error_code error;
    fs::create_directories(wanted.out, error);
    const bool missing = wanted.fet.empty() || !fs::exists(wanted.fet, error);
    if (missing && !wanted.own && !wanted.fet.empty())
        std::cout << "Нет файла " << wanted.fet << ": берём собственную небольшую школу.\n";
    if ((missing || wanted.own) && !write_own_school(wanted)) return 1;
    if (missing || wanted.own)
        std::cout << "Собственная школа: " << wanted.fet << ", решение " << wanted.out / "school_activities.xml"
                  << ", соответствия " << wanted.map << "\n";
    return write_people(wanted) ? 0 : 1;
}
