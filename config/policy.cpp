#include "config/policy.hpp"

#include "config/section.hpp"

#include <algorithm>
#include <set>

namespace zvonok::config {

namespace {
std::vector<AbsenceCode> read_codes(Section& attendance) {
    std::vector<AbsenceCode> codes;
    std::set<std::string> seen;
    for (Section& section : attendance.list("codes")) {
        AbsenceCode code{section.text("code", {1, 12}), section.text("title", {1, 100})};
        section.finish();
        if (code.code.find_first_of(" ,") != std::string::npos)
            section.wrong("code", "may hold no space and no comma", "в коде не бывает пробела и запятой");
        if (!seen.insert(code.code).second) section.wrong("code", "stands twice", "код повторяется");
        codes.push_back(std::move(code));
    }
    if (codes.empty()) attendance.wrong("codes", "must list at least one code", "нужен хотя бы один код");
    return codes;
}
}  // namespace

Result<std::int64_t> Policies::number(std::string_view name) const {
    const auto found = std::ranges::find(values, name, &Policy::name);
    const auto* value = found == values.end() ? nullptr : std::get_if<std::int64_t>(&found->value);
    if (value == nullptr) return fail(FaultKind::missing, "no number " + std::string(name) + " in the preset");
    return *value;
}

Result<std::vector<AbsenceCode>> Policies::codes(std::string_view name) const {
    const auto found = std::ranges::find(values, name, &Policy::name);
    const auto* value = found == values.end() ? nullptr : std::get_if<std::vector<AbsenceCode>>(&found->value);
    if (value == nullptr) return fail(FaultKind::missing, "no codes " + std::string(name) + " in the preset");
    return *value;
}

std::string fact_text(const PolicyValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    std::string codes;
    for (const AbsenceCode& code : std::get<std::vector<AbsenceCode>>(value))
        codes += (codes.empty() ? "" : " ") + code.code;
    return codes;
}

Checked<Policies> parse_policies(std::string_view text, const std::string& file) {
    const auto value = parse_toml(text, file);
    if (!value) return tl::unexpected(value.error());
    Problems problems{file};
    Section top{*value, "", problems};

    Section attendance = top.inner("attendance");
    const std::vector<AbsenceCode> codes = read_codes(attendance);
    const std::int64_t attendance_days = attendance.integer("edit_window_days", 0, 366);
    attendance.finish();
    Section topic = top.inner("topic");
    const std::int64_t topic_days = topic.integer("edit_window_days", 0, 366);
    topic.finish();
    Section homework = top.inner("homework");
    static const std::vector<std::string_view> due_rules{"any_day", "not_past", "not_today_not_past"};
    const std::string due{due_rules[homework.choice("due_not_before", due_rules)]};
    homework.finish();
    Section login = top.inner("login");
    const std::int64_t cache_hours = login.integer("cache_hours", 0, 24 * 31);
    login.finish();
    top.finish();
    if (problems.any()) return tl::unexpected(problems.refusal());

    Policies policies;
    policies.values = {{"attendance.codes", codes},
                       {"attendance.edit_window_days", attendance_days},
                       {"homework.due_not_before", due},
                       {"login.cache_hours", cache_hours},
                       {"topic.edit_window_days", topic_days}};
    return policies;
}

}  // namespace zvonok::config
