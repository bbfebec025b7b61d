#pragma once

#include "station/domain/policy_text.hpp"

#include <algorithm>
#include <array>

/// The words of closed sets in the texts of policies. They stand in facts that are kept for 75 years: only add.
namespace zvonok::domain {

template <class E>
struct Word {
    std::string_view text;
    E value{};
};

template <class E>
inline constexpr std::array<Word<E>, 0> words{};

template <>
inline constexpr auto words<Role> = std::to_array<Word<Role>>({{"director", Role::director},
                                                               {"deputy", Role::deputy},
                                                               {"class_teacher", Role::class_teacher},
                                                               {"teacher", Role::teacher},
                                                               {"substitute", Role::substitute},
                                                               {"secretary", Role::secretary},
                                                               {"head_of_studies", Role::head_of_studies},
                                                               {"dispatcher", Role::dispatcher},
                                                               {"personnel", Role::personnel},
                                                               {"methodologist", Role::methodologist},
                                                               {"facilities_manager", Role::facilities_manager},
                                                               {"administrator", Role::administrator},
                                                               {"system_administrator", Role::system_administrator},
                                                               {"pupil", Role::pupil},
                                                               {"parent", Role::parent},
                                                               {"external_reader", Role::external_reader},
                                                               {"server", Role::server}});
template <>
inline constexpr auto words<Severity> =
    std::to_array<Word<Severity>>({{"off", Severity::off}, {"warn", Severity::warn}, {"refuse", Severity::refuse}});
template <>
inline constexpr auto words<TopicSource> = std::to_array<Word<TopicSource>>({{"free", TopicSource::free},
                                                                             {"flag", TopicSource::flag},
                                                                             {"strict", TopicSource::strict}});
template <>
inline constexpr auto words<NameRule> = std::to_array<Word<NameRule>>({{"free", NameRule::free},
                                                                       {"curriculum", NameRule::curriculum},
                                                                       {"full_lower_case", NameRule::full_lower_case}});
template <>
inline constexpr auto words<HomeworkDueRule> =
    std::to_array<Word<HomeworkDueRule>>({{"any_day", HomeworkDueRule::any_day},
                                          {"not_past", HomeworkDueRule::not_past},
                                          {"not_today_not_past", HomeworkDueRule::not_today_not_past}});
template <>
inline constexpr auto words<HomeworkMode> = std::to_array<Word<HomeworkMode>>(
    {{"chosen", HomeworkMode::chosen}, {"current_lesson", HomeworkMode::current_lesson}});
template <>
inline constexpr auto words<ResitRule> =
    std::to_array<Word<ResitRule>>({{"last", ResitRule::last}, {"best", ResitRule::best}, {"mean", ResitRule::mean}});
template <>
inline constexpr auto words<EarlyEntry> = std::to_array<Word<EarlyEntry>>({{"allowed", EarlyEntry::allowed},
                                                                           {"refused", EarlyEntry::refused}});
template <>
inline constexpr auto words<MeanKind> = std::to_array<Word<MeanKind>>({{"plain", MeanKind::plain},
                                                                       {"weighted", MeanKind::weighted}});
template <>
inline constexpr auto words<YearSource> = std::to_array<Word<YearSource>>({{"periods", YearSource::periods},
                                                                           {"marks", YearSource::marks}});
template <>
inline constexpr auto words<FinalSource> =
    std::to_array<Word<FinalSource>>({{"year", FinalSource::year}, {"year_and_exam", FinalSource::year_and_exam}});
template <>
inline constexpr auto words<SubstitutionAccess> =
    std::to_array<Word<SubstitutionAccess>>({{"declared", SubstitutionAccess::declared},
                                             {"dispatcher", SubstitutionAccess::dispatcher},
                                             {"administrator", SubstitutionAccess::administrator}});
template <>
inline constexpr auto words<Sender> = std::to_array<Word<Sender>>({{"administration", Sender::administration},
                                                                   {"class_teacher", Sender::class_teacher},
                                                                   {"teacher", Sender::teacher},
                                                                   {"parent", Sender::parent},
                                                                   {"pupil", Sender::pupil}});
template <>
inline constexpr auto words<SummaryExtract> = std::to_array<Word<SummaryExtract>>(
    {{"year_end", SummaryExtract::year_end}, {"journal_end", SummaryExtract::journal_end}});
template <>
inline constexpr auto words<SummaryPrint> =
    std::to_array<Word<SummaryPrint>>({{"year_end", SummaryPrint::year_end}, {"period_end", SummaryPrint::period_end}});
template <>
inline constexpr auto words<PageMark> = std::to_array<Word<PageMark>>({{"numbered", PageMark::numbered},
                                                                       {"counted", PageMark::counted},
                                                                       {"stitched", PageMark::stitched},
                                                                       {"signed", PageMark::signed_},
                                                                       {"sealed", PageMark::sealed},
                                                                       {"dated", PageMark::dated}});
template <>
inline constexpr auto words<RequestsKept> = std::to_array<Word<RequestsKept>>(
    {{"as_journal", RequestsKept::as_journal}, {"with_period", RequestsKept::with_period}});
template <>
inline constexpr auto words<PeriodKind> = std::to_array<Word<PeriodKind>>({{"quarter", PeriodKind::quarter},
                                                                           {"trimester", PeriodKind::trimester},
                                                                           {"half_year", PeriodKind::half_year},
                                                                           {"semester", PeriodKind::semester},
                                                                           {"year", PeriodKind::year}});
template <>
inline constexpr auto words<AbsenceKind> = std::to_array<Word<AbsenceKind>>({{"unexplained", AbsenceKind::unexplained},
                                                                             {"valid", AbsenceKind::valid},
                                                                             {"invalid", AbsenceKind::invalid},
                                                                             {"illness", AbsenceKind::illness},
                                                                             {"exempt", AbsenceKind::exempt},
                                                                             {"late", AbsenceKind::late}});
template <>
inline constexpr auto words<MarkScale::Form> =
    std::to_array<Word<MarkScale::Form>>({{"numbers", MarkScale::Form::numbers},
                                          {"words", MarkScale::Form::words},
                                          {"points", MarkScale::Form::points},
                                          {"criteria", MarkScale::Form::criteria}});

template <class E>
std::optional<E> value_of(std::string_view text) {
    for (const Word<E>& word : words<E>)
        if (word.text == text) return word.value;
    return std::nullopt;
}

template <class E>
std::string_view word_of(E value) {
    for (const Word<E>& word : words<E>)
        if (word.value == value) return word.text;
    return {};
}

/// "off, warn, refuse"
template <class E>
std::string choices_of() {
    std::string all;
    for (const Word<E>& word : words<E>) all.append(all.empty() ? "" : ", ").append(word.text);
    return all;
}

template <class E>
requires std::is_enum_v<E> TextCheck read(std::string_view text, E& value) {
    const auto found = value_of<E>(text);
    if (!found) return TextFault{TextFault::Kind::word, std::string(text), choices_of<E>()};
    value = *found;
    return {};
}
template <class E>
requires std::is_enum_v<E> std::string write(E value) {
    return std::string(word_of(value));
}

/// A list of words, each once: "director; deputy". "none" is the empty list.
template <class E>
requires std::is_enum_v<E> TextCheck read(std::string_view text, std::vector<E>& value) {
    value.clear();
    if (text == "none") return {};
    for (const std::string_view part : split(text, ';')) {
        E item{};
        if (auto fault = read(part, item)) {
            fault->item = value.size();
            return fault;
        }
        if (std::ranges::find(value, item) != value.end())
            return TextFault{TextFault::Kind::doubled, std::string(part), {}, value.size()};
        value.push_back(item);
    }
    if (value.empty()) return TextFault{TextFault::Kind::missing, {}, choices_of<E>()};
    return {};
}
template <class E>
requires std::is_enum_v<E> std::string write(const std::vector<E>& value) {
    return written(value, [](E item) { return write(item); });
}

}  // namespace zvonok::domain
