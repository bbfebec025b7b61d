#include "sync/server/import/report.hpp"

#include "sync/server/import/name_map.hpp"
#include "sync/server/import/tuning.hpp"

namespace zvonok::server::imports {
namespace {

/// "users.csv, строка 12: "
std::string place_text(const Place& at) {
    std::string text = at.file;
    if (at.line > 0) text += ", строка " + std::to_string(at.line);
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

std::string render(const Report& report, Detail detail) {
    std::string text = report.title + "\n";
    append_findings(text, report, Severity::note, "Пропущено",
                    detail == Detail::full ? tuning::shown_findings_limit : tuning::summary_notes_limit);
    append_findings(text, report, Severity::warning, "Обратите внимание", tuning::shown_findings_limit);
    append_findings(text, report, Severity::error, "Ошибки", tuning::shown_findings_limit);
    append_unmapped(text, report);
    if (detail == Detail::full) append_changes(text, report);
    append_counts(text, report);
    if (!report.stopped_by_limit.empty())
        text += "Остановлено: прекратилось бы слишком многое. " + report.stopped_by_limit +
                ". Если так и задумано, повторите с большим --max-deletions.\n";
    if (report.stopped()) text += "Ничего не изменено.\n";
    return text;
}

}  // namespace zvonok::server::imports
