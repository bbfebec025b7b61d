#include "station/base/file.hpp"
#include "sync/server/import/ledger.hpp"
#include "sync/server/import/source.hpp"
#include "sync/server/import/table_reader.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::server::imports {
namespace {

namespace fs = std::filesystem;

constexpr auto kind = "темы планов";

struct Topic {
    std::size_t line = 0;
    int number = 0;
    std::string text;
    int hours = 1;
};

std::optional<int> positive(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > 9999) return std::nullopt;
    return value;
}

std::vector<Topic> read_topics(const std::string& file, ByteView content, Findings& findings) {
    std::vector<Topic> topics;
    const auto table = read_csv(file, content, guess_format(content), findings);
    if (!table) return topics;
    TableReader reader{*table, findings};
    if (!reader.require_columns({"number", "topic", "hours"})) return topics;
    std::map<int, std::size_t> seen;
    for (const CsvRow& row : table->rows) {
        reader.to_row(row);
        const auto number = positive(reader.text("number"));
        const auto hours = positive(reader.text("hours"));
        if (!number) reader.error("столбец number: нужно целое число от 1");
        if (!hours) reader.error("столбец hours: нужно целое число часов от 1");
        Topic topic{row.line, number.value_or(0), std::string(trim(reader.required("topic"))), hours.value_or(1)};
        if (const auto [first, fresh] = seen.emplace(topic.number, row.line); number && !fresh)
            reader.error("номер " + std::to_string(topic.number) + " уже был в строке " +
                         std::to_string(first->second));
        topics.push_back(std::move(topic));
    }
    if (table->rows.empty()) findings.error({file, 1}, "в плане нет ни одной темы");
    return topics;
}

class PlanOfTopics {
  public:
    PlanOfTopics(const domain::FactBook& book, const Options& options, Ledger& ledger, Report& report)
        : book_(book), options_(options), ledger_(ledger), report_(report) {}

    void apply(const std::vector<Topic>& topics, const PlanTarget& target, const Place& at) {
        std::size_t loads = 0;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Load>()) {
            const auto load = std::get<domain::Load>(fact->value);
            if (!fits(load, target)) continue;
            ++loads;
            if (!planned_.insert(id).second) {
                report_.findings.error(at, "этой нагрузке план уже дал другой файл");
                continue;
            }
            for (const Topic& topic : topics) want(id_as<LoadId>(id), topic);
        }
        if (loads == 0)
            report_.findings.warning(at,
                                     "нет нагрузки, которой подходит план: " + target.subject +
                                         (target.grade > 0 ? ", " + std::to_string(target.grade) + "-е классы" : "") +
                                         (target.school_class.empty() ? "" : ", " + target.school_class));
    }
    /// Topics beyond the end of a plan that became shorter.
    void end_rest() {
        for (const auto& [id, fact] : ledger_.sorted_live<domain::PlanItem>()) {
            const auto& item = std::get<domain::PlanItem>(fact->value);
            if (!fact->source.starts_with("plan:") || !planned_.contains(entity_of(item.load))) continue;
            if (ledger_.made(id)) continue;
            ++report_.kinds[kind].held;
            if (!ledger_.touched(id)) ledger_.end(id, kind, item.topic, Ledger::Reason::missing);
        }
    }

  private:
    bool fits(const domain::Load& load, const PlanTarget& target) const {
        const auto* subject = ledger_.live<domain::Subject>(entity_of(load.subject));
        if (subject == nullptr || subject->name != target.subject) return false;
        const bool groups_fit = std::ranges::any_of(load.groups, [&](GroupId id) {
            const auto* group = ledger_.live<domain::Group>(entity_of(id));
            if (group == nullptr || (target.grade > 0 && group->grade != target.grade)) return false;
            const auto* home = ledger_.live<domain::Group>(entity_of(group->parent));
            return target.school_class.empty() || group->name == target.school_class ||
                   (home != nullptr && home->name == target.school_class);
        });
        if (!groups_fit || target.teacher.empty()) return groups_fit;
        const auto person = book_.staff_by_login(target.teacher, options_.from);
        return person && std::ranges::find(load.teachers, *person) != load.teachers.end();
    }
    void want(LoadId load, const Topic& topic) {
        const std::string source = "plan:" + load.hex() + ":" + std::to_string(topic.number);
        ledger_.want({kind, source, domain::PlanItem{load, topic.number, topic.text, topic.hours}, topic.text});
    }

    const domain::FactBook& book_;
    const Options& options_;
    Ledger& ledger_;
    Report& report_;
    std::set<EntityId> planned_;
};

struct Indexed {
    Place at;
    std::string file;
    PlanTarget target;
};

std::vector<Indexed> read_index(Source& source, Findings& findings) {
    std::vector<Indexed> index;
    const std::string file = "plans.csv";
    if (!std::ranges::binary_search(source.names(), file)) {
        findings.error({file, 0}, "в папке планов нет файла plans.csv");
        return index;
    }
    const auto content = source.read(file, findings);
    const auto table = content ? read_csv(file, *content, guess_format(*content), findings) : std::nullopt;
    if (!table) return index;
    TableReader reader{*table, findings};
    if (!reader.require_columns({"file", "subject"})) return index;
    for (const CsvRow& row : table->rows) {
        reader.to_row(row);
        Indexed plan{reader.place(),
                     reader.required("file"),
                     {reader.required("subject"), 0, reader.text("class"), reader.text("teacher")}};
        if (const std::string grade = reader.text("grade"); !grade.empty()) {
            plan.target.grade = positive(grade).value_or(0);
            if (plan.target.grade == 0) reader.error("столбец grade: нужно число");
        }
        if (!std::ranges::binary_search(source.names(), plan.file)) reader.error("нет файла " + plan.file);
        index.push_back(std::move(plan));
    }
    return index;
}

void plan_folder(const fs::path& path, PlanOfTopics& plan, Findings& findings) {
    const auto source = open_source(path, findings);
    if (!source) return;
    for (const Indexed& indexed : read_index(*source, findings)) {
        if (!std::ranges::binary_search(source->names(), indexed.file)) continue;
        const auto content = source->read(indexed.file, findings);
        if (content) plan.apply(read_topics(indexed.file, *content, findings), indexed.target, indexed.at);
    }
}

}  // namespace

Import import_plan(const domain::FactBook& book, const fs::path& path, const PlanTarget& target,
                   const Options& options) {
    Import import;
    Report& report = import.report;
    report.title = "Планы тем: " + path.filename().string();
    Ledger ledger{book, "plan:", options, import};
    PlanOfTopics plan{book, options, ledger, report};
    if (fs::is_directory(path)) {
        plan_folder(path, plan, report.findings);
    } else if (const auto content = read_file(path, tuning::file_limit_bytes); content) {
        const std::string file = path.filename().string();
        if (target.subject.empty())
            report.findings.error({file, 0}, "не сказано, по какому предмету план");
        else
            plan.apply(read_topics(file, *content, report.findings), target, {file, 0});
    } else {
        report.findings.error({path.filename().string(), 0}, "файл не читается");
    }
    plan.end_rest();
    ledger.close();
    return import;
}

}  // namespace zvonok::server::imports
