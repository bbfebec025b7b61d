#pragma once

#include "station/domain/fact_book.hpp"

/// "A new timetable version never alters lessons already held" (D-04): the first accepted entry of a lesson freezes its
/// planned facts.
///
/// Facts are made in one place, on the server, which also has the entries. So the rule is kept there, when facts are
/// made: what would alter a lesson with entries begins on the day after it. Stations and their books need no rule of
/// their own then: the same facts give the same lessons offline, in any order of arrival, and a lesson nobody has
/// written about may still be put right in the past. An entry that was written offline about a lesson which the server
/// alters before it hears of the entry is judged against the facts that its station had, and held.
namespace zvonok::domain {

/// Lessons of the days, both included, that the newer book plans otherwise or not at all; by day.
std::vector<LessonKey> altered_lessons(const FactBook& older, const FactBook& newer, LocalDay first, LocalDay last);

/// The facts with those that frame lessons beginning only after the last lesson with entries that they would alter. A
/// fact that has ended by then is left out. Today's lessons may still be given other hours: a shortened day is often
/// declared when the first lessons are over.
///
/// has_entries  whether anybody has written about the lesson; asked only of lessons that would be altered, the last day
///              first, until one has
std::vector<Fact> spare_held_lessons(const FactBook& book, std::vector<Fact> facts, LocalDay today,
                                     const std::function<bool(const LessonKey&)>& has_entries);

}  // namespace zvonok::domain
