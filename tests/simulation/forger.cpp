#include "tests/simulation/forger.hpp"

#include "station/crypto/random.hpp"
#include "sync/wire/compression.hpp"

#include <algorithm>

namespace zvonok::simulation {

using namespace zvonok::sync;

namespace {
constexpr std::size_t body_limit = 8u << 20;
constexpr std::size_t memory = 6;  ///< uploads that he keeps

std::optional<entry::SessionStatement> session_of(const entry::SealedBatch& batch,
                                                  const std::vector<entry::SessionProof>& sessions) {
    const auto seal = entry::decode_seal(batch.seal.content);
    for (const entry::SessionProof& proof : sessions)
        if (const auto statement = entry::decode_statement(proof.statement);
            seal && statement && statement->session == seal->session)
            return *statement;
    return std::nullopt;
}
}  // namespace

void Forger::overhear(const server::HttpRequest& request) {
    if (request.path != wire::route::sync || !request.peer) return;
    const auto body = wire::unpack(request.body, request.compressed, body_limit);
    auto upload = body ? wire::decode_sync_request(*body) : tl::unexpected(body.error());
    if (!upload || upload->batches.empty()) return;
    heard_.push_back({std::move(*upload), *request.peer});
    if (heard_.size() > memory) heard_.pop_front();
}

/// One byte of it.
void Forger::alter(entry::SealedBatch& batch) {
    entry::Record& record = chance_.one_of(batch.records);
    Bytes* const parts[] = {&record.header,      &record.body,          &record.salt,
                            &batch.seal.content, &batch.seal.signature, &batch.seal.salt_seed};
    Bytes& part = *parts[chance_.below(std::size(parts))];
    if (part.empty()) return part.push_back(1);
    part[chance_.below(part.size())] ^= static_cast<std::uint8_t>(1 + chance_.below(255));
}

std::optional<entry::SealedBatch> Forger::sealed_again(const entry::SealedBatch& batch, entry::Signer signer,
                                                       SessionId session) {
    const auto seal = entry::decode_seal(batch.seal.content);
    if (!seal) return std::nullopt;
    std::vector<entry::Draft> drafts;
    for (const entry::Record& record : batch.records) {
        const auto header = entry::decode_header(record.header);
        const auto body = entry::decode_body(record.body);
        if (!header || !body) return std::nullopt;
        drafts.push_back({*header, *body});
        if (signer == entry::Signer::session) drafts.back().header.session = session;
    }
    return entry::seal_entries(prepared_.school, {seal->log, seal->first - 1, seal->previous}, std::move(drafts), key_,
                               signer, session);
}

const Staff& Forger::other_than(PersonId person) const {
    const Staff& usual = prepared_.staff[2];
    return usual.person == person ? prepared_.staff[1] : usual;
}

entry::SessionProof Forger::stated(entry::SessionStatement statement, const Staff& card) const {
    statement.certificate = card.certificate.fingerprint();
    statement.session_key = key_.public_key();
    entry::SessionProof proof{entry::encode(statement), {}, card.certificate.der()};
    proof.signature = card.key.sign(entry::signed_bytes(proof.statement)).value();
    return proof;
}

std::optional<server::HttpRequest> Forger::next() {
    if (heard_.empty()) return std::nullopt;
    auto [upload, peer] = heard_[chance_.below(heard_.size())];
    const Bytes& thiefs = prepared_.places[most_stations - 1].certificate;
    bool as_himself = chance_.percent(40);
    entry::SealedBatch& batch = chance_.one_of(upload.batches);
    const auto statement = session_of(batch, upload.sessions);
    const char* what = "";
    switch (statement ? chance_.below(8) : 0) {
        case 0:
            what = "altered";
            alter(batch);
            break;
        case 1:
            what = "another station's, as it was";
            as_himself = true;
            break;
        case 2:
            what = "without its sessions";
            upload.sessions.clear();
            break;
        case 3:
            what = "out of order";
            std::ranges::reverse(upload.batches);
            if (chance_.percent(50)) upload.batches.pop_back();
            break;
        case 4: {
            what = "sealed again in a session of his own card";
            entry::SessionStatement own = *statement;
            own.session = crypto::random_id<SessionId>();
            own.person = other_than(statement->person).person;
            if (auto made = sealed_again(batch, entry::Signer::session, own.session)) batch = std::move(*made);
            upload.sessions.push_back(stated(own, other_than(statement->person)));
            break;
        }
        case 5:
            what = "sealed again in a session that another's card states";
            if (auto made = sealed_again(batch, entry::Signer::session, statement->session)) batch = std::move(*made);
            upload.sessions = {stated(*statement, other_than(statement->person))};
            break;
        case 6:
            what = "sealed again under the name of a true session";
            if (auto made = sealed_again(batch, entry::Signer::session, statement->session)) batch = std::move(*made);
            break;
        default:
            what = "sealed as if by the server";
            if (auto made = sealed_again(batch, entry::Signer::server, {})) batch = std::move(*made);
            break;
    }
    world_.totals.add(std::string("forged: ") + what);
    server::HttpRequest request;
    request.method = server::Method::post;
    request.path = wire::route::sync;
    wire::Packed packed = wire::pack(wire::encode(upload));
    request.body = std::move(packed.bytes);
    request.compressed = packed.compressed;
    request.peer = as_himself ? server::PeerCertificate{thiefs, true, {}} : peer;
    return request;
}

}  // namespace zvonok::simulation
