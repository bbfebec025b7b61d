// Plays an intruder who has stolen a station with its certificate but has no staff card: writes an absence in a
// teacher's name, seals it with a key of his own, and sends it to the server through the station's own TLS identity.
// Prints what the server made of it. Exit status 0 when the server refused it, 1 when it did not, 2 when it was not
// asked.
//   zvonok-demo-forger --root STATE_DIR
#include "config/station.hpp"
#include "station/crypto/random.hpp"
#include "station/entry/seal.hpp"
#include "sync/client/transport.hpp"
#include "sync/wire/compression.hpp"
#include "sync/wire/messages.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {
using namespace zvonok;

entry::SealedBatch forged_absence(SchoolId school, LogId log) {
    entry::Draft draft;
    domain::Cell cell;
    cell.kind = domain::CellKind::attendance;
    cell.lesson = {crypto::random_id<LoadId>(), std::chrono::floor<std::chrono::days>(LocalTime{}), 1, {}};
    cell.addressee = crypto::random_id<EntityId>();
    draft.header.kind = cell.kind;
    draft.header.cell = entry::cell_id(school, cell);
    draft.header.author = crypto::random_id<PersonId>();
    draft.header.role = domain::Role::teacher;
    draft.header.saved.at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    draft.body = entry::Writing{cell, domain::Attendance{"Н"}};
    return entry::seal_entries(school, {log, 0, std::nullopt}, {draft}, crypto::SigningKey::generate(),
                               entry::Signer::session, crypto::random_id<SessionId>());
}

int send_forgery(const std::filesystem::path& root) {
    const auto config = config::peek_station(root);
    if (!config) {
        std::cerr << config.error().text << "\n";
        return 2;
    }
    const auto transport = sync::client::open_transport({config->common.server.urls, config->common.server.ca_pem,
                                                         root / "keys" / "station.pem", root / "keys" / "station.key"});
    if (!transport) {
        std::cerr << describe(transport.error()) << "\n";
        return 2;
    }
    sync::wire::SyncRequest request;
    request.school = config->common.school.id;
    request.log = crypto::random_id<LogId>();
    request.batches.push_back(forged_absence(request.school, request.log));
    (*transport)
        ->ask(sync::client::Lane::exchange,
              {.path_and_query = std::string(sync::wire::route::sync), .body = encode(request)});
    const auto event = (*transport)->wait(std::chrono::seconds{10});
    if (!event || event->answer.trouble != sync::client::Trouble::none || event->answer.status != 200) {
        std::cerr << "the server was not reached: " << (event ? event->answer.detail : "no answer") << "\n";
        return 2;
    }
    constexpr std::size_t answer_limit_bytes = 64U << 20U;
    const auto body = sync::wire::unpack(event->answer.body, event->answer.compressed, answer_limit_bytes);
    const auto answer = body ? sync::wire::decode_sync_answer(*body) : tl::unexpected(body.error());
    if (!answer || answer->outcomes.size() != 1) {
        std::cerr << "the server's answer was not understood\n";
        return 2;
    }
    const bool refused = answer->outcomes.front().receipt == sync::wire::Receipt::refused;
    std::cout << (refused ? "refused: " : "TAKEN: ") << answer->outcomes.front().rule << "\n";
    return refused ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Sends a forged entry with a station's certificate"};
    std::string root;
    app.add_option("--root", root, "The station's state folder")->required();
    CLI11_PARSE(app, argc, argv);
    return send_forgery(root);
}
