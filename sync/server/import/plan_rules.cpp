#include "sync/server/import/plan_rules.hpp"

namespace zvonok::server::imports {
namespace {

std::string sentence(const domain::TextFinding& finding) {
    const std::string word = "«" + finding.word + "»";
    if (finding.rule == domain::rule::topic_abbreviation) return "слово " + word + " сокращено: напишите его полностью";
    if (finding.rule == domain::rule::topic_generic) return "тема " + word + " слишком общая: допишите, что именно";
    if (finding.rule == domain::rule::work_number) return word + ": не указан номер работы";
    if (finding.rule == domain::rule::work_theme) return word + ": не указана тема работы";
    return "тема " + word + " не по-русски: напишите её по-русски, а иностранные слова в скобках";
}

}  // namespace

PlanRules::PlanRules(const domain::Policies& policies) : policies_(policies), rules_(domain::topic_rules(policies)) {
    for (const domain::WorkKind& kind : policies.mark.kinds) works_.push_back(kind.title);
}

std::vector<std::string> PlanRules::sentences_about(const std::string& topic) const {
    std::vector<std::string> sentences;
    for (const domain::TextFinding& finding : domain::check_topic(topic, rules_)) {
        const bool refused = domain::severity_of(finding.rule, policies_) == domain::Severity::refuse;
        sentences.push_back(sentence(finding) + (refused ? ". На уроке такая тема не будет принята" : ""));
    }
    return sentences;
}

void PlanRules::read_work(const PlanRow& row, domain::PlanItem& item) const {
    for (const domain::WorkKind& kind : policies_.mark.kinds)
        if (domain::same_words(row.work, kind.title) || domain::same_words(row.work, kind.code)) item.work = kind.code;
    const auto named = domain::work_named_in(row.topic, works_);
    if (!named) return;
    const std::string& code = policies_.mark.kinds[named->work].code;
    if (item.work.empty()) item.work = code;
    if (item.work == code) item.work_number = named->number;
}

}  // namespace zvonok::server::imports
