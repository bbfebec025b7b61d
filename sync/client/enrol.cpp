#include "sync/client/enrol.hpp"

#include "sync/client/tuning.hpp"
#include "sync/wire/compression.hpp"

namespace zvonok::sync::client {

namespace {

/// Whether another address of the same server may do better.
bool worth_another_address(Trouble trouble) {
    switch (trouble) {
        case Trouble::name_unknown:
        case Trouble::unreachable:
        case Trouble::connection_refused:
        case Trouble::timed_out:
        case Trouble::cut_off:
            return true;
        default:
            return false;
    }
}

Answer ask_once(Transport& transport, const Ask& ask) {
    transport.ask(Lane::exchange, ask);
    for (;;) {
        if (auto event = transport.wait(ask.limit + std::chrono::seconds{1})) return std::move(event->answer);
        if (!transport.asking(Lane::exchange)) return {.trouble = Trouble::cut_off};
    }
}

Trouble trouble_of(wire::ProblemKind problem) {
    switch (problem) {
        case wire::ProblemKind::no_certificate:
        case wire::ProblemKind::certificate_invalid:
            return Trouble::own_certificate;
        case wire::ProblemKind::station_unknown:
        case wire::ProblemKind::other_school:
            return Trouble::not_admitted;
        case wire::ProblemKind::station_revoked:
            return Trouble::revoked;
        case wire::ProblemKind::outdated:
            return Trouble::outdated;
        case wire::ProblemKind::no_such_route:
            return Trouble::not_zvonok;
        default:
            return Trouble::server_fault;
    }
}

}  // namespace

std::optional<Failure> failure_of(const Answer& answer) {
    if (answer.trouble != Trouble::none) return Failure{answer.trouble, {}, answer.detail};
    if (answer.status == 204) return std::nullopt;
    if (answer.content_type != wire::content_type)
        return Failure{Trouble::not_zvonok, {}, "status " + std::to_string(answer.status) + ", " + answer.content_type};
    if (answer.status == 200) return std::nullopt;
    const auto problem = wire::decode_problem(answer.body);
    if (!problem) return Failure{Trouble::not_zvonok, {}, "status " + std::to_string(answer.status)};
    // Without a word it is nobody's of ours; a kind that is not known here is a newer server's.
    if (problem->kind == wire::ProblemKind::unsaid && problem->text.empty())
        return Failure{Trouble::not_zvonok, {}, "status " + std::to_string(answer.status)};
    return Failure{trouble_of(problem->kind), problem->kind, problem->text};
}

tl::expected<wire::EnrolAnswer, Failure> enrol(const Endpoint& endpoint, const std::string& token, ByteView request) {
    const auto transport = open_transport(endpoint);
    if (!transport) return tl::unexpected(Failure{Trouble::bad_address, {}, transport.error().what});
    const Ask ask{.path_and_query = std::string(wire::route::enrol),
                  .body = wire::encode(wire::EnrolRequest{token, copy(request)})};
    Answer answer;
    for (std::size_t i = 0; i < endpoint.urls.size(); ++i) {
        answer = ask_once(**transport, ask);
        if (!worth_another_address(answer.trouble)) break;
        (*transport)->try_next_address();
    }
    if (auto failure = failure_of(answer)) return tl::unexpected(std::move(*failure));
    auto body = wire::unpack(std::move(answer.body), answer.compressed, tuning::answer_inflated_bytes);
    if (!body) return tl::unexpected(Failure{Trouble::not_zvonok, {}, body.error().what});
    auto enrolled = wire::decode_enrol_answer(*body);
    if (!enrolled) return tl::unexpected(Failure{Trouble::not_zvonok, {}, enrolled.error().what});
    return std::move(*enrolled);
}

std::string_view to_text(Trouble trouble) {
    switch (trouble) {
        case Trouble::none:
            return "none";
        case Trouble::bad_address:
            return "bad address";
        case Trouble::name_unknown:
            return "name unknown";
        case Trouble::unreachable:
            return "unreachable";
        case Trouble::connection_refused:
            return "connection refused";
        case Trouble::timed_out:
            return "timed out";
        case Trouble::cut_off:
            return "cut off";
        case Trouble::other_authority:
            return "other authority";
        case Trouble::other_name:
            return "other name";
        case Trouble::certificate_dates:
            return "certificate dates";
        case Trouble::own_certificate:
            return "own certificate";
        case Trouble::portal:
            return "captive portal";
        case Trouble::proxy:
            return "proxy";
        case Trouble::not_zvonok:
            return "not a zvonok-server";
        case Trouble::not_admitted:
            return "not admitted";
        case Trouble::revoked:
            return "revoked";
        case Trouble::outdated:
            return "outdated";
        case Trouble::server_fault:
            return "server fault";
        case Trouble::local_fault:
            return "local fault";
    }
    return "unknown";
}

std::string_view to_text(wire::ProblemKind problem) {
    switch (problem) {
        case wire::ProblemKind::unsaid:
            return "unsaid";
        case wire::ProblemKind::bad_request:
            return "bad request";
        case wire::ProblemKind::no_certificate:
            return "no certificate";
        case wire::ProblemKind::certificate_invalid:
            return "certificate invalid";
        case wire::ProblemKind::station_unknown:
            return "station unknown";
        case wire::ProblemKind::station_revoked:
            return "station revoked";
        case wire::ProblemKind::token_unknown:
            return "token unknown";
        case wire::ProblemKind::token_used:
            return "token used";
        case wire::ProblemKind::token_expired:
            return "token expired";
        case wire::ProblemKind::csr_unusable:
            return "request unusable";
        case wire::ProblemKind::other_school:
            return "other school";
        case wire::ProblemKind::outdated:
            return "outdated";
        case wire::ProblemKind::busy:
            return "busy";
        case wire::ProblemKind::internal:
            return "internal";
        case wire::ProblemKind::no_such_route:
            return "no such route";
    }
    return "unknown";
}

}  // namespace zvonok::sync::client
