#pragma once

#include <string_view>

/// The names of rules by which a server holds entries, or takes them up again, that no station judges by. The screens
/// have a sentence for each. Names stay for ever.
namespace zvonok::domain::rule {

// It is clear who wrote it, and in doubt whether they still might.
inline constexpr std::string_view card_revoked = "card.revoked";
inline constexpr std::string_view card_out_of_date = "card.out_of_date";
inline constexpr std::string_view person_left = "person.left";

// What the entry is about has not come yet, or has not been decided.
inline constexpr std::string_view awaits_lesson = "awaits.lesson";
inline constexpr std::string_view awaits_basis = "awaits.basis";
inline constexpr std::string_view awaits_decision = "awaits.decision";
inline constexpr std::string_view awaits_held = "awaits.held";

// The administrator's word on a held entry; the former is a note of the verdict.
inline constexpr std::string_view held_accepted = "held.accepted";
inline constexpr std::string_view held_refused = "held.refused";

}  // namespace zvonok::domain::rule
