#pragma once

#include "station/domain/fact_book.hpp"
#include "station/domain/policies.hpp"

/// When a record is due and until when it may be changed. Screens show it before saving (J-02), control lists what is
/// overdue or about to pass, the judge refuses by it: one computation for all. Days are counted as in requirements
/// section 0, in the school's zone, converted once.
namespace zvonok::domain {

/// Nothing: no such limit. Each instant is the first one on the other side.
struct Terms {
    std::optional<Instant> opens;     ///< before it: refused
    std::optional<Instant> late;      ///< from it on: saved, stamped late
    std::optional<Instant> closes;    ///< from it on: refused, but upon an approved request
    std::optional<Instant> known_by;  ///< of a mark: from it on the family has learned of it too late (G-10)
    std::string_view deadline{};      ///< the parameter behind `late`, "topic.entry_deadline"
    std::string_view window{};        ///< the rule behind `closes`

    bool operator==(const Terms&) const = default;
};

/// Whether the cell holds an answer already: some schools close first answers later than changes.
enum class Answer : std::uint8_t { first, change };

Terms attendance_terms(const FactBook& book, const Zone& zone, const Lesson& lesson);
/// Of a reason without a document; one with a document has no window (F-05 to F-07).
Terms reason_terms(const FactBook& book, const Zone& zone, const Lesson& lesson);
Terms topic_terms(const FactBook& book, const Zone& zone, const Lesson& lesson);
Terms homework_terms(const FactBook& book, const Zone& zone, const Lesson& lesson);
/// Of the marks for a work of the kind, and of the work itself. An unknown kind has the terms of work in the lesson.
Terms mark_terms(const FactBook& book, const Zone& zone, const Lesson& lesson, std::string_view work,
                 Answer answer = Answer::first);
/// `period`: a reporting period, school year or exam; nothing where it is none of them.
///
/// group  the pupil's class: its calendar and its orders count
std::optional<Terms> period_mark_terms(const FactBook& book, const Zone& zone, EntityId period, GroupId group);

/// By a cell of the journal; nothing where it has no terms.
std::optional<Terms> terms_of(const FactBook& book, const Zone& zone, const Cell& cell, Answer answer = Answer::first);

/// Both days belong to it.
struct DaySpan {
    LocalDay first, last;
};
/// Of a reporting period, a school year or an exam.
std::optional<DaySpan> span_of(const FactBook& book, EntityId period);

/// The grade of those whom the lesson is given to; 0: not said.
int grade_of(const FactBook& book, const Lesson& lesson);
/// The subject's name in the curriculum; empty: unknown.
std::string_view subject_name(const FactBook& book, SubjectId subject, LocalDay day);

/// The first instant too late for a term that began on the day. "At once" is that very day.
Instant end_of_term(const FactBook& book, const Zone& zone, const Term& term, LocalDay began);

}  // namespace zvonok::domain
