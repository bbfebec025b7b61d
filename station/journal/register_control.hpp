#pragma once

#include "station/domain/register_book.hpp"
#include "station/journal/control.hpp"

/// The registers as the journal tells of them: who changed what, what families have told, what is behind (C-07, C-08,
/// C-21), and what teachers advise and the server foretells a pupil (K-08, I-07).
namespace zvonok::journal {

/// What families told of their data, and what became of it (C-07).
enum class NoticeState : std::uint8_t {
    open,      ///< nobody has answered
    answered,  ///< by a message
    settled,   ///< the pupil's card was checked or corrected since
};
struct DataNotice {
    EntityId message;
    PersonId from, about;
    GroupId school_class;  ///< of the pupil, or of the parent's child
    std::string text;
    Instant sent;
    NoticeState state{};
    PersonId by{};  ///< who answered or settled it
    std::optional<Instant> handled{};
};
/// Sent in [from, to), by time. `school_class` empty: the school.
Result<std::vector<DataNotice>> data_notices(Reader& reader, const Asked& asked, GroupId school_class, Instant from,
                                             Instant to);

/// One accepted statement about people and registers, with what it changed (C-08, C-21).
struct RegisterChange {
    EntityId entity;
    entry::EntryId entry;
    PersonId author;
    domain::Role role = domain::Role::none;
    Instant saved;
    std::string kind;  ///< "person", or the register's name
    EntityId subject;  ///< whom or what it is about
    struct Field {
        std::string name, before, after;  ///< of a sealed register the values stay empty

        bool operator==(const Field&) const = default;
    };
    std::vector<Field> fields;
    bool first = false;      ///< nothing was there before
    bool withdrawn = false;  ///< it takes the record away
};
/// Saved in [from, to), by time. `entity` empty: of all.
Result<std::vector<RegisterChange>> register_changes(Reader& reader, Instant from, Instant to, EntityId entity = {});

/// How one register stands (C-21).
struct RegisterStanding {
    std::string_view name, title;
    int records = 0, gaps = 0, changes = 0;
    std::optional<Instant> changed{};
    PersonId by{};
};
/// All registers; `since` is from when on changes are counted.
Result<std::vector<RegisterStanding>> register_standing(Reader& reader, const Asked& asked, Instant since);

/// What a teacher advises (K-08).
struct PupilAdvice {
    PersonId author;
    SubjectId subject;
    std::string text;
    Instant saved;
};
/// That stands, the newest first.
Result<std::vector<PupilAdvice>> recommendations(Reader& reader, PersonId pupil);

/// The forecast that the pupil's diary shows: the newest (I-07).
Result<std::optional<domain::Forecast>> last_forecast(Reader& reader, PersonId pupil);
/// What the server is to tell now: results of the pupils of the classes whose turn it is, as acts of its own.
Result<std::vector<domain::Writing>> forecasts_to_tell(Control& control, Reader& reader, const Asked& asked);

}  // namespace zvonok::journal
