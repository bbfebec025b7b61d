#include "sync/server/import/report.hpp"

#include "station/crypto/digest.hpp"
#include "sync/server/import/name_map.hpp"
#include "sync/server/import/tuning.hpp"

namespace zvonok::server::imports {
namespace {

/// "users.csv, строка 12: "
std::string place_text(const Place& at) {
    std::string text = at.file;
    if (at.line > 0) text += ", строка " + std::to_string(at.line);
    if (!at.column.empty()) text += ", столбец " + at.column;
    return text.empty() ? text : text + ": ";
}

void append_findings(std::string& to, const Report& report, Severity severity, const std::string& heading,
                     std::size_t limit) {
    std::size_t shown = 0;
    std::size_t more = 0;
    for (const Finding& finding : report.findings.all()) {
        if (finding.severity != severity) continue;
        if (shown == limit) {
            ++more;
            continue;
        }
        if (shown++ == 0) to += heading + ":\n";
        to += "  " + place_text(finding.at) + finding.text + "\n";
    }
    if (more > 0) to += "  и ещё " + std::to_string(more) + "\n";
}

const char* sign_of(PlanPreview::State state) {
    switch (state) {
        case PlanPreview::State::added:
            return "+";
        case PlanPreview::State::changed:
            return "~";
        case PlanPreview::State::ended:
            return "-";
        case PlanPreview::State::kept:
            return "!";
        case PlanPreview::State::unchanged:
            break;
    }
    return " ";
}

std::string right(const std::string& text, std::size_t width) {
    return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

void append_plan(std::string& to, const PlanPreview& plan, Detail detail) {
    to += "План: " + plan.title + "\n";
    if (detail == Detail::summary) return;
    to += "     №  ч  тема\n";
    for (const PlanPreview::Row& row : plan.rows) {
        to += std::string("  ") + sign_of(row.state) + right(std::to_string(row.number), 3) +
              right(std::to_string(row.hours), 3) + "  " + row.topic;
        if (!row.before.empty()) to += "  (было: " + row.before + ")";
        to += "\n";
    }
}

/// One plan is shown topic by topic; of a folder of them the changes, when asked for.
void append_plans(std::string& to, const Report& report, Detail detail) {
    const Detail how = report.plans.size() == 1 ? Detail::full : detail;
    for (const PlanPreview& plan : report.plans) append_plan(to, plan, how);
    if (!report.plans.empty() && how == Detail::full)
        to += "  + новая, ~ изменена, - убирается, ! в строке ошибка, остаётся как было, без знака — не меняется\n";
}

void append_unmapped(std::string& to, const Report& report) {
    if (report.unmapped.empty()) return;
    to += "Этих имён нет в файле соответствий. Допишите их:\n";
    std::string table;
    for (const Unmapped& name : report.unmapped) {
        if (name.table != table) to += "\n[" + name.table + "]\n";
        table = name.table;
        to += line_to_fill(name.table, name.name) + "\n";
    }
    to += "\n";
}

void append_changes(std::string& to, const Report& report) {
    for (const Changed& change : report.changes) {
        const char* sign = change.change == Change::added ? "+" : change.change == Change::changed ? "~" : "-";
        to += std::string("  ") + sign + " " + change.kind + ": " + change.text + "\n";
    }
}

void append_counts(std::string& to, const Report& report) {
    for (const auto& [kind, counts] : report.kinds)
        to += "  " + kind + ": новых " + std::to_string(counts.added) + ", изменено " + std::to_string(counts.changed) +
              ", без изменений " + std::to_string(counts.unchanged) + ", прекращается " + std::to_string(counts.ended) +
              "\n";
}

}  // namespace

std::string code_of(const Report& report) {
    std::string seen = report.title;
    const auto add = [&](const std::string& text) {
        seen += text;
        seen += '\0';
    };
    for (const Finding& finding : report.findings.all())
        add(place_text(finding.at) + finding.text + std::to_string(static_cast<int>(finding.severity)));
    for (const PlanPreview& plan : report.plans) {
        add(plan.load);
        for (const PlanPreview::Row& row : plan.rows)
            add(sign_of(row.state) + std::to_string(row.number) + ' ' + std::to_string(row.hours) + ' ' + row.topic +
                ' ' + row.before);
    }
    for (const Changed& change : report.changes)
        add(std::to_string(static_cast<int>(change.change)) + change.kind + change.text);
    constexpr std::size_t digits = 8;
    return to_hex(crypto::sha256(as_bytes(seen))).substr(0, digits);
}

std::string render(const Report& report, Detail detail) {
    std::string text = report.title + "\n";
    append_plans(text, report, detail);
    append_findings(text, report, Severity::note, "Пропущено",
                    detail == Detail::full ? tuning::shown_findings_limit : tuning::summary_notes_limit);
    append_findings(text, report, Severity::warning, "Обратите внимание", tuning::shown_findings_limit);
    append_findings(text, report, Severity::left_out, "Эти строки не загружаются, исправьте их и повторите",
                    tuning::shown_findings_limit);
    append_findings(text, report, Severity::error, "Ошибки", tuning::shown_findings_limit);
    append_unmapped(text, report);
    if (detail == Detail::full && report.plans.empty()) append_changes(text, report);
    append_counts(text, report);
    if (!report.stopped_by_limit.empty())
        text += "Остановлено: прекратилось бы слишком многое. " + report.stopped_by_limit +
                ". Если так и задумано, повторите с большим --max-deletions.\n";
    if (report.stopped()) text += "Ничего не изменено.\n";
    return text;
}

}  // namespace zvonok::server::imports
