#pragma once

#include "station/domain/fact_book.hpp"

namespace zvonok::flow {

/// Counts the cards put in since the program started: what is reported of an earlier card is stale.
using CardTurn = std::uint64_t;

/// A person at work, proved by a card. The card vouches for the person alone: in which of the own roles something is
/// written is said with each entry.
struct Session {
    SessionId id;
    PersonId person;
    domain::Role role = domain::Role::none;
    CardTurn card = 0;
    Instant until;

    bool operator==(const Session&) const = default;
};

/// Why nobody can log in just now. Each has its own words on the lock screen.
enum class Trouble : std::uint8_t {
    none,
    service_down,    ///< pcscd does not answer
    service_denied,  ///< pcscd answers that this user may not
    no_reader,
    two_cards,        ///< the station does not guess whose turn it is
    card_unreadable,  ///< mute: upside down, dirty, broken
    card_foreign,     ///< no PIV application
    card_empty,       ///< PIV without a certificate to log in with
    card_busy,        ///< another program holds it
    card_odd,         ///< an answer that no good card gives
    card_blocked,     ///< no PIN tries left
    card_gone,        ///< pulled out while it was at work
    card_changed,     ///< not the certificate that was shown before the PIN
    not_proved,       ///< its signature is not that of its certificate
    certificate_foreign,
    certificate_early,
    certificate_expired,
    certificate_revoked,
    certificate_list_missing,
    certificate_list_stale,
    certificate_unfit,
    authority_unfit,  ///< the school's own staff CA is not to be believed: IT's matter
    person_unknown,   ///< a good certificate of nobody on the staff list
    account_closed,   ///< by an order or a report
    no_agreement,     ///< that others' personal data stay secret (C-15), where the school asks for it
    no_facts,         ///< the school's data has not come yet
    contact_too_old,  ///< offline for longer than login.cache_hours
    disk_full,        ///< the session could not be recorded
    store_fault,      ///< the same, for another reason
    card_slow,        ///< it did not answer in time
    session_over,     ///< the statement of the session ran out; the card is still in
    idle,             ///< nobody did anything for long; the card is still in
    left,             ///< «Выход»; the card is still in
};

/// The role that a person acts in at the lesson desk: teacher if they are one, else the first that they have.
domain::Role acting_role(const domain::FactBook& book, PersonId person, LocalDay day);

}  // namespace zvonok::flow
