#include "assets/demo/generator/own_school.hpp"
#include "assets/demo/generator/roster_writer.hpp"
#include "station/base/file.hpp"
#include "sync/server/import/fet_planner.hpp"
#include "sync/server/import/tuning.hpp"
#include "sync/server/import/zip.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace {

using namespace zvonok;
namespace imports = server::imports;
namespace fs = std::filesystem;

struct Wanted {
    fs::path fet, map, out;
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
    wanted.map = wanted.out / "map-fet.toml";
    return true;
}

bool write_people(const Wanted& wanted) {
    const auto fet = read_file(wanted.fet, imports::tuning::file_limit_bytes);
    const auto map_text = read_file(wanted.map, imports::tuning::file_limit_bytes);
    if (!fet || !map_text) {
        std::cerr << describe(!fet ? fet.error() : map_text.error()) << "\n";
        return false;
    }
    imports::Report report;
    report.title = "Люди демонстрационной школы: " + wanted.fet.filename().string();
    const auto school = imports::fet::read_school(wanted.fet.filename().string(), *fet, report.findings);
    imports::NameMap map = imports::read_name_map(wanted.map.filename().string(), as_text(*map_text), report.findings);
    std::map<std::string, std::string> files;
    if (school && report.findings.errors() == 0) {
        imports::read_self_evident_names(*school, map);
        files = demo::write_roster(*school, map, wanted.roster, report);
    }
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
    app.add_option("--out", wanted.out, "папка, куда писать")->required();
    app.add_option("--oneroster", wanted.version, "1.1 или 1.2")->check(CLI::IsMember({"1.1", "1.2"}));
    app.add_option("--seed", wanted.roster.seed, "число, от которого зависят имена");
    app.add_option("--year", wanted.roster.year, "год, в котором начинается учебный год")
        ->check(CLI::Range(2000, 2100));
    app.add_option("--school-name", wanted.roster.school_name, "название школы");
    app.add_flag("--zip", wanted.zip, "один архив вместо папки");
    app.add_flag("--own", wanted.own, "собственная школа, даже если дан --fet");
    CLI11_PARSE(app, argc, argv);

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
