#pragma once

#include "station/crypto/trust.hpp"
#include "station/domain/fact_book.hpp"
#include "station/domain/held_rules.hpp"
#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"

#include <map>

namespace zvonok::sync::belief {

/// The names of what is wrong with an upload, beside those of domain::rule. Names stay for ever.
namespace rule {
// Not stored: nobody can say who wrote it.
inline constexpr std::string_view seal_unreadable = "seal.unreadable";
inline constexpr std::string_view seal_school = "seal.school";
inline constexpr std::string_view seal_signature = "seal.signature";
inline constexpr std::string_view seal_records = "seal.records";
inline constexpr std::string_view seal_chain = "seal.chain";
inline constexpr std::string_view log_foreign = "log.foreign";
inline constexpr std::string_view log_fork = "log.fork";
inline constexpr std::string_view station_struck_off = "station.struck_off";
inline constexpr std::string_view parcel_unreadable = "parcel.unreadable";
inline constexpr std::string_view session_missing = "session.missing";
inline constexpr std::string_view session_statement = "session.statement";
inline constexpr std::string_view session_signature = "session.signature";
inline constexpr std::string_view session_certificate = "session.certificate";
inline constexpr std::string_view session_person = "session.person";
inline constexpr std::string_view entry_author = "entry.author";
inline constexpr std::string_view entry_kind = "entry.kind";
// Stored and held.
using domain::rule::card_out_of_date;
using domain::rule::card_revoked;
using domain::rule::person_left;
}  // namespace rule

/// Whose cards a school believes.
struct StaffTrust {
    std::vector<crypto::Certificate> authorities;
    std::vector<crypto::RevocationList> lists;
};

/// A card session that the card itself vouches for.
struct BelievedSession {
    entry::SessionStatement statement;
    std::string doubt;  ///< empty, or the rule by which all its entries are held
};

/// What a school knows that belief depends on.
struct Grounds {
    SchoolId school;
    const domain::FactBook& book;
    const Zone& zone;
    const StaffTrust& trust;
};

template <class T>
using OrRule = tl::expected<T, std::string>;

/// Statement, card signature, certificate, staff CA, revocation list, person: all but what the station is.
/// fails   with the rule by which the session proves nothing
OrRule<BelievedSession> believe_session(const entry::SessionProof& proof, const Grounds& grounds);

/// Sessions that were believed, by id.
using Sessions = std::map<SessionId, OrRule<BelievedSession>>;

struct BelievedBatch {
    entry::CheckedBatch checked;
    std::string doubt;
};

/// Whether all of a batch's entries are asked for, or some with their paths will do: a kiosk's.
enum class Extent { whole, part };

/// Whether every entry of the batch was written, whole and unchanged, by the person whose card opened its session at
/// this station, into this log.
/// fails   with the rule by which none of it is stored
OrRule<BelievedBatch> believe_batch(const entry::SealedBatch& batch, SchoolId school, StationId station,
                                    const Sessions& sessions, Extent extent = Extent::whole);

}  // namespace zvonok::sync::belief
