#pragma once

#include "station/domain/calendar_book.hpp"

namespace zvonok::domain {

/// A request for a late change and what became of it (J-08 to J-13).
struct RequestState {
    RequestId id;
    const Enacted* asked = nullptr;     ///< never null
    const Enacted* decision = nullptr;  ///< null: open

    [[nodiscard]] const ChangeRequest& request() const { return std::get<ChangeRequest>(asked->act); }
    [[nodiscard]] bool approved() const {
        return decision != nullptr && std::get<ChangeDecision>(decision->act).approved;
    }
    [[nodiscard]] std::uint64_t number() const { return asked->number; }
};

/// What people enacted outside the lessons: requests, steps of a year, reviews, reports. Of several answers to one
/// question the one accepted last stands; the own station's pending ones come after all.
class EnactedBook : public CalendarBook {
  public:
    [[nodiscard]] std::optional<RequestState> change_request(RequestId id) const;
    /// By number, those without one last by the time of saving.
    [[nodiscard]] std::vector<RequestState> change_requests() const;

    /// The step that stands; nothing: nobody has opened the year (S-01).
    [[nodiscard]] const Enacted* year_step(EntityId year) const;
    [[nodiscard]] std::optional<YearState> year_state(EntityId year) const;
    /// All steps of the year, in the order of acceptance.
    [[nodiscard]] std::vector<const Enacted*> year_steps(EntityId year) const;
    /// Steps of the year's archive, in the order of acceptance. `group` empty: of the whole school.
    [[nodiscard]] std::vector<const Enacted*> archive_steps(EntityId year, EntityId group = {}) const;
    /// The step of that name, for the group or for the whole school; null: not taken.
    [[nodiscard]] const Enacted* archive_step(EntityId year, std::string_view step, EntityId group = {}) const;

    /// Of a group or subject, in the order of acceptance.
    [[nodiscard]] std::vector<const Enacted*> reviews_of(EntityId reviewed) const;
    [[nodiscard]] std::vector<const Enacted*> reviews() const;
    [[nodiscard]] std::vector<const Enacted*> compromise_reports(PersonId person) const;
    [[nodiscard]] std::vector<const Enacted*> compromise_reports() const;

    /// Who holds the lesson and what became of it, everything that stands, in the order of acceptance.
    [[nodiscard]] std::vector<const Enacted*> rulings_on(const LessonKey& lesson) const;

  private:
    [[nodiscard]] std::vector<const Enacted*> about(EntityId addressee, CellKind kind) const;
    [[nodiscard]] std::vector<const Enacted*> of_kind(CellKind kind) const;
};

}  // namespace zvonok::domain
