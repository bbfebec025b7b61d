#include "sync/belief/belief.hpp"

#include <algorithm>

namespace zvonok::sync::belief {

namespace {

tl::unexpected<std::string> because(std::string_view rule) {
    return tl::unexpected(std::string(rule));
}

/// Empty: good. card_...: authentic, but its right is in doubt. Anything else: proves nothing.
std::string_view certificate_rule(const crypto::Certificate& certificate, const StaffTrust& trust, Instant at) {
    std::string_view worst = rule::session_certificate;
    for (const crypto::Certificate& authority : trust.authorities) {
        bool listed = false;
        for (const crypto::RevocationList& list : trust.lists) {
            const auto refusal = crypto::check_looking_back(certificate, crypto::Profile::staff,
                                                            {authority, list, std::chrono::hours{0}}, at);
            if (!refusal) {
                listed = true;
                continue;
            }
            if (*refusal == crypto::Refusal::revoked) return rule::card_revoked;
            if (*refusal == crypto::Refusal::expired || *refusal == crypto::Refusal::not_yet_valid)
                worst = rule::card_out_of_date;
        }
        if (listed) return {};
    }
    return worst;
}

bool same_login(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

/// Whether the facts ever said that this person logs in by this name.
bool ever_had_login(const domain::FactBook& book, PersonId person, std::string_view login) {
    return std::ranges::any_of(book.facts(), [&](const auto& recorded) {
        const auto* value = std::get_if<domain::Person>(&recorded.second.value);
        return value != nullptr && recorded.second.entity == entity_of(person) && same_login(value->login, login);
    });
}

}  // namespace

OrRule<BelievedSession> believe_session(const entry::SessionProof& proof, const Grounds& grounds) {
    auto statement = entry::open_proof(proof);
    if (!statement || statement->school != grounds.school) return because(rule::session_statement);
    const auto certificate = crypto::Certificate::from_der(proof.certificate);
    if (!certificate) return because(rule::session_certificate);
    if (!certificate->verifies(entry::signed_bytes(proof.statement), proof.signature))
        return because(rule::session_signature);
    BelievedSession believed{*statement, {}};
    const std::string_view found = certificate_rule(*certificate, grounds.trust, believed.statement.from);
    if (found == rule::session_certificate) return because(found);
    believed.doubt = found;

    const auto login = certificate->upn();
    if (!login || !*login) return because(rule::session_person);
    const LocalDay day = grounds.zone.day_of(believed.statement.from);
    if (grounds.book.staff_by_login(**login, day) != believed.statement.person) {
        if (!ever_had_login(grounds.book, believed.statement.person, **login)) return because(rule::session_person);
        if (believed.doubt.empty()) believed.doubt = rule::person_left;
    }
    return believed;
}

OrRule<BelievedBatch> believe_batch(const entry::SealedBatch& batch, SchoolId school, StationId station,
                                    const Sessions& sessions, Extent extent) {
    const auto seal = entry::decode_seal(batch.seal.content);
    if (!seal) return because(rule::seal_unreadable);
    if (seal->school != school) return because(rule::seal_school);
    // Only the server seals by its own key, and never by way of a station.
    if (seal->server_key) return because(rule::entry_kind);
    const auto found = sessions.find(seal->session);
    if (found == sessions.end()) return because(rule::session_missing);
    if (!found->second) return tl::unexpected(found->second.error());
    const entry::SessionStatement& statement = found->second->statement;
    if (statement.station != station || statement.log != seal->log) return because(rule::session_statement);

    auto checked = entry::check_batch(batch, statement.session_key);
    if (!checked)
        return because(checked.error().kind == FaultKind::refused ? rule::seal_signature : rule::seal_records);
    if (extent == Extent::whole && !batch.paths.empty()) return because(rule::seal_records);
    for (std::size_t i = 0; i < checked->headers.size(); ++i) {
        const entry::Header& header = checked->headers[i];
        if (!checked->bodies[i]) return because(rule::seal_records);
        if (header.author != statement.person) return because(rule::entry_author);
        if (!std::holds_alternative<entry::Writing>(*checked->bodies[i]) || header.kind == domain::CellKind::fact ||
            header.kind == domain::CellKind::verdict)
            return because(rule::entry_kind);
    }
    return BelievedBatch{std::move(*checked), found->second->doubt};
}

}  // namespace zvonok::sync::belief
