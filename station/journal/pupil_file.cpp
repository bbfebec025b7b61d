#include "station/journal/pupil_file.hpp"

#include "station/domain/fact_book.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

namespace zvonok::journal {

using namespace zvonok::domain;

namespace {

constexpr std::string_view title = "zvonok-pupil-file";
constexpr std::string_view version = "1";

std::string day_text(LocalDay day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{day.time_since_epoch()}};
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
           two(static_cast<unsigned>(date.day()));
}

std::optional<LocalDay> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        unsigned value = 0;
        const char* const end = text.data() + at + size;
        return std::from_chars(text.data() + at, end, value).ptr == end ? value : 0;
    };
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(number(0, 4))},
                                           std::chrono::month{number(5, 2)}, std::chrono::day{number(8, 2)}};
    if (!date.ok()) return std::nullopt;
    return LocalDay{std::chrono::sys_days{date}.time_since_epoch()};
}

/// One line of fields, each in quotes, semicolons between; a quote inside is doubled, a line break is a space.
void put(std::string& to, std::initializer_list<std::string_view> fields) {
    bool first = true;
    for (const std::string_view field : fields) {
        to += first ? "\"" : ";\"";
        first = false;
        for (const char c : field) {
            if (c == '"') to += '"';
            to += c == '\n' || c == '\r' ? ' ' : c;
        }
        to += '"';
    }
    to += '\n';
}

std::optional<std::vector<std::string>> fields_of(std::string_view line) {
    std::vector<std::string> fields;
    for (std::size_t at = 0;; ++at) {
        if (at >= line.size() || line[at] != '"') return std::nullopt;
        std::string field;
        for (++at;; ++at) {
            if (at >= line.size()) return std::nullopt;
            if (line[at] != '"') {
                field += line[at];
            } else if (at + 1 < line.size() && line[at + 1] == '"') {
                field += line[++at];
            } else {
                break;
            }
        }
        fields.push_back(std::move(field));
        if (++at == line.size()) return fields;
        if (line[at] != ';') return std::nullopt;
    }
}

std::string name_of(const FactBook& book, SubjectId id, LocalDay day) {
    const Subject* subject = book.subject(id, day);
    return subject == nullptr ? std::string{} : subject->name;
}

/// The span of a reporting period or a school year.
std::optional<std::pair<LocalDay, LocalDay>> span_of_period(const FactBook& book, EntityId id) {
    if (const ReportingPeriod* period = book.period(id_as<PeriodId>(id))) return std::pair{period->first, period->last};
    if (const SchoolYear* year = book.year(id)) return std::pair{year->first, year->last};
    return std::nullopt;
}

/// Takes one line into the file; false: it has not the form of its kind.
bool take(PupilFile& file, const std::vector<std::string>& fields) {
    const std::string& kind = fields.front();
    const auto is = [&](std::string_view name, std::size_t count) { return kind == name && fields.size() == count; };
    if (is("school", 2)) {
        file.school = fields[1];
    } else if (is("pupil", 5)) {
        file.family = fields[1];
        file.given = fields[2];
        file.patronymic = fields[3];
        file.school_class = fields[4];
    } else if (is("made", 2)) {
        const auto day = parse_day(fields[1]);
        if (!day) return false;
        file.made = *day;
    } else if (is("missed", 2)) {
        const char* const end = fields[1].data() + fields[1].size();
        return std::from_chars(fields[1].data(), end, file.missed).ptr == end;
    } else if (is("mark", 5)) {
        const auto day = parse_day(fields[2]);
        if (!day || fields[4].empty()) return false;
        file.marks.push_back({fields[1], *day, fields[3], fields[4]});
    } else if (is("period", 5)) {
        const auto first = parse_day(fields[2]), last = parse_day(fields[3]);
        if (!first || !last || fields[4].empty()) return false;
        file.period_marks.push_back({fields[1], *first, *last, fields[4]});
    } else {
        return false;
    }
    return true;
}

}  // namespace

Result<PupilFile> pupil_file(Reader& reader, const FactBook& book, PersonId pupil, LocalDay day) {
    const Person* person = book.person(pupil, day);
    const GroupId school_class = book.class_of(pupil, day);
    const auto year = book.year_of(day, school_class);
    if (person == nullptr || person->kind != PersonKind::pupil || school_class.empty() || !year)
        return fail(FaultKind::missing, "no pupil of a class on that day");
    PupilFile file;
    if (const School* school = book.school_on(day)) file.school = school->name;
    file.family = person->family;
    file.given = person->given;
    file.patronymic = person->patronymic;
    file.school_class = book.group(school_class, day)->name;
    file.made = day;

    const LocalDay first = book.year(*year)->first;
    std::set<LoadId> loads;
    // Whatever groups he was in since the year began.
    for (LocalDay at = first; at <= day; at += std::chrono::days{1})
        for (const GroupId group : book.groups_of(pupil, at))
            for (const LoadId load : book.loads_of_group(group, at)) loads.insert(load);
    const std::vector<LoadId> asked{loads.begin(), loads.end()};
    const auto groups = book.groups_of(pupil, day);
    const auto diary = reader.diary({pupil, asked, groups, first, day});
    if (!diary) return tl::unexpected(diary.error());
    for (const auto& mark : diary->marks) {
        const auto lesson = book.lesson(mark.cell.lesson);
        if (mark.value() == nullptr || mark.value()->value.empty() || !lesson) continue;
        file.marks.push_back({name_of(book, lesson->subject, day), lesson->day(), mark.cell.work, mark.value()->value});
    }
    for (const auto& mark : diary->transferred)
        if (mark.value() != nullptr && !mark.value()->value.empty())
            file.marks.push_back({name_of(book, id_as<SubjectId>(mark.cell.subject), day), mark.value()->day,
                                  mark.value()->work_kind, mark.value()->value});
    for (const auto& mark : diary->period_marks) {
        const auto span = span_of_period(book, mark.cell.period);
        if (mark.value() == nullptr || mark.value()->value.empty() || !span || span->second < first) continue;
        file.period_marks.push_back(
            {name_of(book, id_as<SubjectId>(mark.cell.subject), day), span->first, span->second, mark.value()->value});
    }
    for (const auto& absence : diary->attendance)
        file.missed += absence.value() != nullptr && !absence.value()->code.empty();
    std::ranges::stable_sort(file.marks, {}, [](const auto& mark) { return std::tie(mark.subject, mark.day); });
    std::ranges::stable_sort(file.period_marks, {},
                             [](const auto& mark) { return std::tie(mark.subject, mark.first); });
    return file;
}

std::string to_text(const PupilFile& file) {
    std::string text;
    put(text, {title, version});
    put(text, {"school", file.school});
    put(text, {"pupil", file.family, file.given, file.patronymic, file.school_class});
    put(text, {"made", day_text(file.made)});
    put(text, {"missed", std::to_string(file.missed)});
    for (const auto& mark : file.marks) put(text, {"mark", mark.subject, day_text(mark.day), mark.work, mark.value});
    for (const auto& mark : file.period_marks)
        put(text, {"period", mark.subject, day_text(mark.first), day_text(mark.last), mark.value});
    return text;
}

Result<PupilFile> read_pupil_file(std::string_view text) {
    PupilFile file;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const auto fields = fields_of(line);
        const bool begins = number == 1;
        const bool good =
            fields && (begins ? *fields == std::vector<std::string>{std::string(title), std::string(version)}
                              : take(file, *fields));
        if (!good) return fail(FaultKind::corrupt, "line " + std::to_string(number));
    }
    if (file.family.empty() || file.made == LocalDay{}) return fail(FaultKind::corrupt, "no pupil in it");
    return file;
}

Arriving arriving_marks(const PupilFile& file, const FactBook& book, PersonId pupil, DocumentId document,
                        LocalDay day) {
    std::map<std::string, SubjectId, std::less<>> subjects;
    for (const auto& [version_of, fact] : book.facts())
        if (const auto* subject = std::get_if<Subject>(&fact.value)) {
            const auto id = id_as<SubjectId>(fact.entity);
            if (book.subject(id, day) != nullptr) subjects.insert_or_assign(subject->name, id);
        }
    Arriving arriving;
    std::map<SubjectId, int> numbers;
    for (const auto& mark : file.marks) {
        const auto subject = subjects.find(mark.subject);
        if (subject == subjects.end()) {
            arriving.left_out.push_back(mark);
            continue;
        }
        Cell cell{CellKind::transferred_mark, {}, entity_of(pupil)};
        cell.subject = entity_of(subject->second);
        cell.period = entity_of(document);
        cell.ordinal = ++numbers[subject->second];
        // A kind of work that this school does not have is a mark without a kind.
        const bool known = book.policies(day).kind(mark.work) != nullptr;
        arriving.writings.push_back(
            {std::move(cell), TransferredMark{mark.value, mark.day, known ? mark.work : std::string{}}, {}});
    }
    return arriving;
}

}  // namespace zvonok::journal
