#include "tests/bench/sync/rows.hpp"

#include <random>

namespace zvonok::bench {

using namespace zvonok::domain;

std::vector<LessonRows> rows_of(const test::SchoolYear& year, std::size_t count) {
    std::vector<LessonRows> lessons;
    std::size_t made = 0;
    std::mt19937 random{7};
    static constexpr const char* values[] = {"2", "3", "3", "4", "4", "4", "5", "5"};
    static constexpr const char* codes[] = {"Н", "Б", "Б", "УП"};
    year.write([&](test::WrittenLesson& written) {
        // Results of quarters come with no lesson.
        if (made >= count || written.writings.front().cell.kind != CellKind::topic) return;
        LessonRows& lesson = lessons.emplace_back(LessonRows{written.key, written.teacher, written.saved, {}});
        for (const PersonId& pupil : year.pupils_of(written.school_class)) {
            if (made++ >= count) break;
            Cell cell{CellKind::attendance, written.key, entity_of(pupil)};
            if (random() % 100 < 9) {
                lesson.writings.push_back({cell, Attendance{codes[random() % std::size(codes)]}, {}});
                continue;
            }
            cell.kind = CellKind::mark;
            cell.work = "ответ";
            cell.ordinal = 1;
            cell.attempt = 1;
            lesson.writings.push_back({cell, Mark{values[random() % std::size(values)]}, {}});
        }
    });
    return lessons;
}

std::vector<PlainRow> plain_rows(const std::vector<LessonRows>& lessons) {
    std::vector<PlainRow> rows;
    for (const LessonRows& lesson : lessons)
        for (const Writing& writing : lesson.writings) {
            const auto* mark = std::get_if<Mark>(&writing.act);
            rows.push_back({lesson.key.load, static_cast<std::int32_t>(lesson.key.day.time_since_epoch().count()),
                            static_cast<std::uint8_t>(lesson.key.ordinal), writing.cell.addressee,
                            static_cast<std::uint8_t>(writing.cell.kind),
                            mark != nullptr ? mark->value : std::get<Attendance>(writing.act).code});
        }
    return rows;
}

}  // namespace zvonok::bench
