#pragma once

#include "station/base/zone.hpp"

#include <optional>
#include <string>
#include <vector>

/// Facts about people: who they are, where they belong, what they may.
namespace zvonok::domain {

/// The roles of requirements A-01. Stored by number: only add at the end.
enum class Role : std::uint8_t {
    none = 0,
    director = 1,
    deputy = 2,
    class_teacher = 3,
    teacher = 4,
    substitute = 5,
    secretary = 6,
    head_of_studies = 7,
    dispatcher = 8,
    personnel = 9,
    methodologist = 10,
    facilities_manager = 11,
    administrator = 12,
    system_administrator = 13,
    pupil = 14,
    parent = 15,
    external_reader = 16,
    server = 17,
};

enum class PersonKind : std::uint8_t { staff = 1, pupil = 2, parent = 3 };

struct Person {
    PersonKind kind = PersonKind::pupil;
    std::string family, given, patronymic;
    std::string login;  ///< staff: the principal name (UPN) in the card's certificate; else empty

    bool operator==(const Person&) const = default;
};

/// What a deputy answers for (O-11): учебная работа, УВР, УМР, УПР, ВР. Stored by number: only add at the end.
enum class Direction : std::uint8_t {
    all = 0,
    study = 1,
    teaching = 2,
    methodical = 3,
    production = 4,
    upbringing = 5,
};

/// The role acted in; `scope` is a class for a class teacher, else empty; `direction` is a deputy's.
struct RoleGrant {
    PersonId person;
    Role role = Role::none;
    GroupId scope;
    Direction direction = Direction::all;

    bool operator==(const RoleGrant&) const = default;
};

/// A class is `school_class`, a college's group too. Stored by number: only add at the end.
enum class GroupKind : std::uint8_t {
    school_class = 1,
    subgroup = 2,
    stream = 3,
    individual = 4,       ///< one pupil's own plan of study (B-13)
    after_school = 5,     ///< группа продлённого дня, ГПД (Q-02)
    extracurricular = 6,  ///< внеурочная деятельность (Q-01)
};

struct Group {
    GroupKind kind = GroupKind::school_class;
    std::string name;       ///< "7Б"; a subgroup carries its class's name too, "7Б англ. 1"
    GroupId parent;         ///< the class of a subgroup, else empty
    int grade = 0;          ///< 1..11, college year 1..4; 0 = not said
    EntityId split{};       ///< subgroups of one split share it: a pupil is in at most one of them (B-11)
    CalendarId calendar{};  ///< empty: the school's ordinary one
    BellsId bells{};        ///< of its shift; empty: the ordinary ones
    OrderId order{};        ///< that formed it (B-09)

    bool operator==(const Group&) const = default;
};

/// How a pupil studies (B-21). Stored by number: only add at the end.
enum class StudyForm : std::uint8_t { full_time = 0, external = 1, self_study = 2, family = 3 };

/// From the fact's first day until its last a pupil belongs to the group; a movement (C-09) ends one and begins
/// another, each upon its order. An academic leave is a gap.
struct Membership {
    GroupId group;
    PersonId pupil;
    OrderId order{};
    StudyForm form = StudyForm::full_time;

    bool operator==(const Membership&) const = default;
};

struct ParentLink {
    PersonId parent, child;

    bool operator==(const ParentLink&) const = default;
};

/// The teacher edits journals only at stations of this room, where the policy `station.bind_teacher` says so (T-05).
struct StationBinding {
    PersonId teacher;
    RoomId room;

    bool operator==(const StationBinding&) const = default;
};

/// Stored by number: only add at the end.
enum class BlockReason : std::uint8_t { dismissed = 1, compromised = 2, consent_withdrawn = 3, other = 4 };

/// The account is closed from this moment on, until the fact is withdrawn.
struct AccountBlock {
    PersonId person;
    Instant since;
    BlockReason reason = BlockReason::other;
    OrderId order{};

    bool operator==(const AccountBlock&) const = default;
};

/// Word on the processing of personal data (C-13). Stored by number: only add at the end.
enum class ConsentState : std::uint8_t { given = 1, refused = 2, withdrawn = 3 };

struct Consent {
    PersonId person;
    ConsentState state = ConsentState::given;
    std::string document;  ///< number and date of the paper
    PersonId taken_by;

    bool operator==(const Consent&) const = default;
};

/// Somebody of the family has asked for access to a diary; withdrawing the fact ends the access asked for.
struct Application {
    PersonId person;       ///< who asks: the pupil, or a parent
    PersonId child;        ///< whose diary
    LocalDay date;         ///< of the paper
    std::string number{};  ///< under which it is registered; may be empty
    PersonId taken_by{};

    bool operator==(const Application&) const = default;
};

/// Stored by number: only add at the end.
enum class CredentialKind : std::uint8_t { card = 1, diary_code = 2, login = 3, recovery_slip = 4 };

/// A code, card or account handed out, never the secret itself. Withdrawing the fact takes it back.
struct Credential {
    PersonId person;
    CredentialKind kind = CredentialKind::diary_code;
    std::string number;  ///< of the slip or card
    bool used = false;   ///< a single-use slip was used (A-14)

    bool operator==(const Credential&) const = default;
};

/// A pupil's paper with a span of days: an illness, an exemption, a stay elsewhere (F-07, F-08, G-13). Stored by
/// number: only add at the end.
enum class DocumentKind : std::uint8_t { illness = 1, exemption = 2, sanatorium = 3, other = 4 };

struct PupilDocument {
    DocumentKind kind = DocumentKind::other;
    PersonId pupil;
    std::string number;
    std::string issuer;
    LocalDay first, last;
    std::string code;                 ///< absence code that it gives the lessons in its span; empty: none
    std::vector<SubjectId> subjects;  ///< an exemption's; empty: all

    bool operator==(const PupilDocument&) const = default;
};

/// Cards that people fill in (C-02, C-03, B-01, B-10). Stored by number: only add at the end.
enum class CardKind : std::uint8_t { pupil = 1, school_class = 2, employee = 3, school = 4 };

/// Whether the card of `owner` (person, group, school) is complete; the data itself is outside the journal.
struct CardState {
    CardKind kind = CardKind::pupil;
    EntityId owner;
    bool complete = false;
    std::optional<LocalDay> confirmed;  ///< last re-check (C-06)

    bool operator==(const CardState&) const = default;
};

}  // namespace zvonok::domain
