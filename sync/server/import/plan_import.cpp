#include "station/base/file.hpp"
#include "station/domain/letters.hpp"
#include "sync/server/import/plan_match.hpp"
#include "sync/server/import/plan_rules.hpp"
#include "sync/server/import/plan_table.hpp"
#include "sync/server/import/plan_target.hpp"
#include "sync/server/import/source.hpp"
#include "sync/server/import/table_reader.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::server::imports {
namespace {

namespace fs = std::filesystem;

constexpr auto kind = "темы планов";

/// What a plan of the school says now.
struct OldItem {
    EntityId id;
    std::string source;
    domain::PlanItem item;
};

std::string described(const domain::PlanItem& item) {
    return std::to_string(item.hours) + " ч, " + item.topic;
}

class PlanOfTopics {
  public:
    PlanOfTopics(const domain::Policies& policies, Ledger& ledger, Report& report)
        : rules_(policies), ledger_(ledger), report_(report) {}

    /// at  where the plan was named: the table itself, or the line of the index
    void apply(const PlanTable& table, PlanTarget target, const Place& at) {
        if (!complete(target, table, at)) return;
        const auto loads = loads_for(ledger_, target);
        if (std::string fault = choice_fault(ledger_, target, loads); !fault.empty()) {
            // An index may name plans of subjects that nobody teaches this year.
            const bool harmless = loads.empty() && at.line > 0;
            harmless ? report_.findings.warning(at, std::move(fault)) : report_.findings.error(at, std::move(fault));
            return;
        }
        check_topics(table);
        for (const FittingLoad& load : loads) {
            if (planned_.insert(load.id).second)
                place(load, table);
            else
                report_.findings.error(at, "этой нагрузке план уже дал другой файл: " + load.title);
        }
    }

  private:
    /// Takes over what the file says above its header, where the order is silent.
    bool complete(PlanTarget& target, const PlanTable& table, const Place& at) {
        if (!table.subject.empty() && !target.subject.empty() && !domain::same_words(table.subject, target.subject)) {
            report_.findings.error(at, "в файле предмет «" + table.subject + "», а указан «" + target.subject + "»");
            return false;
        }
        if (target.subject.empty()) target.subject = table.subject;
        if (target.school_class.empty() && target.grade == 0 && table.school_class.find(',') == std::string::npos)
            target.school_class = table.school_class;
        if (target.subject.empty())
            report_.findings.error(at, "не сказано, по какому предмету план: укажите --subject");
        return !target.subject.empty();
    }
    void check_topics(const PlanTable& table) {
        for (const PlanRow& row : table.rows)
            for (std::string& sentence : rules_.sentences_about(row.topic))
                report_.findings.warning({table.place, row.line}, std::move(sentence));
    }
    [[nodiscard]] std::vector<OldItem> plan_of(LoadId load) const {
        std::vector<OldItem> items;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::PlanItem>())
            if (const auto& item = std::get<domain::PlanItem>(fact->value); item.load == load)
                items.push_back({id, fact->source, item});
        std::ranges::stable_sort(items, {}, [](const OldItem& old) { return old.item.number; });
        return items;
    }

    void place(const FittingLoad& load, const PlanTable& table) {
        const std::vector<OldItem> before = plan_of(load.id);
        std::vector<MatchItem> old_topics, new_topics;
        for (const OldItem& old : before) old_topics.push_back({old.item.number, old.item.topic});
        // A row with a fault still stands for its topic, so it is matched in its place among the others.
        std::vector<const PlanRow*> rows;
        merge_by_line(table, rows, new_topics);
        const auto match = match_topics(old_topics, new_topics);

        PlanPreview preview{load.title, load.id.hex(), {}};
        std::set<std::size_t> stays;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const OldItem* old = match[at] ? &before[*match[at]] : nullptr;
            if (match[at]) stays.insert(*match[at]);
            if (rows[at] != nullptr)
                preview.rows.push_back(want(load.id, *rows[at], old));
            else if (old != nullptr)
                preview.rows.push_back({PlanPreview::State::kept, old->item.number, old->item.hours, old->item.topic});
        }
        for (std::size_t at = 0; at < before.size(); ++at) {
            ++report_.kinds[kind].held;
            if (stays.contains(at)) continue;
            const OldItem& old = before[at];
            ledger_.end(old.id, kind, old.item.topic, Ledger::Reason::missing);
            preview.rows.push_back({PlanPreview::State::ended, old.item.number, old.item.hours, old.item.topic});
        }
        std::ranges::stable_sort(preview.rows, {}, &PlanPreview::Row::number);
        report_.plans.push_back(std::move(preview));
    }
    /// Both lists in the order of the file; nothing among `rows` stands for a row with a fault.
    static void merge_by_line(const PlanTable& table, std::vector<const PlanRow*>& rows,
                              std::vector<MatchItem>& topics) {
        std::vector<std::pair<std::size_t, const PlanRow*>> lines;
        lines.reserve(table.rows.size() + table.faulty.size());
        for (const PlanRow& row : table.rows) lines.emplace_back(row.line, &row);
        for (const FaultyRow& row : table.faulty) lines.emplace_back(row.line, nullptr);
        std::ranges::stable_sort(lines, {}, [](const auto& line) { return line.first; });
        auto faulty = table.faulty.begin();
        for (const auto& [line, row] : lines) {
            rows.push_back(row);
            if (row != nullptr) {
                topics.push_back({row->number, row->topic});
            } else {
                topics.push_back({faulty->number, faulty->topic});
                ++faulty;
            }
        }
    }
    PlanPreview::Row want(LoadId load, const PlanRow& row, const OldItem* old) {
        domain::PlanItem item{load, row.number, row.topic, row.hours};
        item.homework = row.homework;
        rules_.read_work(row, item);
        PlanPreview::Row shown{PlanPreview::State::added, row.number, row.hours, row.topic};
        if (old != nullptr) {
            // What only a desk says of the item stays: the table says nothing of it.
            if (item.work.empty()) {
                item.work = old->item.work;
                item.work_number = old->item.work_number;
            }
            if (row.homework.empty()) item.homework = old->item.homework;
            shown.state = old->item == item ? PlanPreview::State::unchanged : PlanPreview::State::changed;
            if (old->item.topic != item.topic || old->item.hours != item.hours) shown.before = described(old->item);
        }
        const bool keyed = old != nullptr && old->source.starts_with("plan:");
        const std::string source = keyed ? old->source : new_source(load, row);
        ledger_.want({kind, source, item, row.topic}, old == nullptr ? std::nullopt : std::optional{old->id});
        return shown;
    }
    /// The key of a new topic: by its number, unless another topic has or had that.
    std::string new_source(LoadId load, const PlanRow& row) {
        const std::string prefix = "plan:" + load.hex() + ":";
        for (int number = row.number;; number = number < first_spare_key ? first_spare_key : number + 1)
            if (std::string source = prefix + std::to_string(number); !ledger_.find(source)) return source;
    }

    static constexpr int first_spare_key = 10000;  ///< above all numbers of topics

    PlanRules rules_;
    Ledger& ledger_;
    Report& report_;
    std::set<LoadId> planned_;
};

struct Indexed {
    Place at;
    std::string file;
    PlanTarget target;
    std::string sheet;
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
        Indexed plan{reader.place(), reader.required("file"), {}, reader.text("sheet")};
        plan.target = {reader.required("subject"), 0, reader.text("class"), reader.text("teacher"), true};
        if (const std::string grade = reader.text("grade"); !grade.empty()) {
            const auto [end, error] = std::from_chars(grade.data(), grade.data() + grade.size(), plan.target.grade);
            if (error != std::errc{} || end != grade.data() + grade.size() || plan.target.grade < 1)
                reader.error("столбец grade: нужно число");
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
        auto content = source->read(indexed.file, findings);
        if (!content) continue;
        const auto table = read_plan_table(indexed.file, std::move(*content), indexed.sheet, findings);
        if (table) plan.apply(*table, indexed.target, indexed.at);
    }
}

void plan_file(const fs::path& path, const PlanOrder& order, PlanOfTopics& plan, Findings& findings) {
    const std::string file = path.filename().string();
    auto content = read_file(path, tuning::file_limit_bytes);
    if (!content) {
        findings.error({file, 0}, content.error().kind == FaultKind::full ? "файл слишком велик" : "файл не читается");
        return;
    }
    const auto table = read_plan_table(file, std::move(*content), order.sheet, findings);
    if (table) plan.apply(*table, order.target, {table->place, 0});
}

}  // namespace

Import import_plan(const domain::FactBook& book, const PlanOrder& order, const Options& options) {
    Import import;
    Report& report = import.report;
    std::vector<std::string> names;
    names.reserve(order.files.size());
    for (const fs::path& path : order.files) names.push_back(path.filename().string());
    report.title = "Планы тем: " + join(names, ", ") + ", с " + date_text(options.from);
    Ledger ledger{book, "plan:", options, import};
    PlanOfTopics plan{book.policies(options.from), ledger, report};
    for (const fs::path& path : order.files)
        fs::is_directory(path) ? plan_folder(path, plan, report.findings)
                               : plan_file(path, order, plan, report.findings);
    ledger.close();
    return import;
}

}  // namespace zvonok::server::imports
