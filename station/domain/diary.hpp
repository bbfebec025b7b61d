#pragma once

#include "station/domain/fact_book.hpp"

/// Who may see whose diary and what of it (A-05 to A-08, 001-9, H-07), and which families get it on paper (K-20, C-14).
/// Asked on the server for every request and on the station for every screen.
namespace zvonok::domain {

/// In what quality somebody may read a diary.
enum class DiaryRight : std::uint8_t {
    none,   ///< to be refused and logged
    own,    ///< the pupil
    child,  ///< a parent of it
    staff,  ///< of the school, in an entitled role; an external reader within the scope and days of the grant
};

/// The school names other roles of the staff by the parameter permission.diary_read; a class teacher reads those of
/// the own class. A subject teacher sees journals, not diaries.
///
/// role  acted in; it must be held at that time
DiaryRight diary_right(const FactBook& book, const Zone& zone, PersonId reader, Role role, PersonId pupil, Instant at);

/// The homework is the pupil's: addressed to it, or to a group to which it belonged on the lesson's day.
bool concerns_pupil(const FactBook& book, const Lesson& lesson, EntityId addressee, PersonId pupil);

/// Homework of a group is public; individual homework is seen by that pupil, its parents, who teaches the lesson, and
/// who may read the diary (003-4).
bool may_see_homework(const FactBook& book, const Zone& zone, PersonId reader, Role role, const Lesson& lesson,
                      EntityId addressee, Instant at);

/// Why a family gets its diary on paper.
enum class PaperRoute : std::uint8_t {
    none,        ///< it does not
    refused,     ///< refused or withdrew its consent (C-14)
    no_account,  ///< neither the pupil nor a parent was given a code, login or card (L-06)
};
PaperRoute paper_route(const FactBook& book, PersonId pupil, LocalDay day);

struct PaperFamily {
    PersonId pupil;
    PaperRoute why = PaperRoute::none;

    bool operator==(const PaperFamily&) const = default;
};
/// Of the class, by pupil's id.
std::vector<PaperFamily> paper_families(const FactBook& book, GroupId school_class, LocalDay day);

}  // namespace zvonok::domain
