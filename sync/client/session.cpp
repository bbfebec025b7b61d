#include "sync/client/session.hpp"

#include "station/crypto/random.hpp"
#include "sync/client/tuning.hpp"
#include "sync/wire/compression.hpp"

#include <algorithm>

namespace zvonok::sync::client {

using std::chrono::milliseconds;

namespace {
constexpr milliseconds forever = std::chrono::hours{1};

/// Whether another address of the same server may do better.
bool is_of_the_line(Trouble trouble) {
    return trouble == Trouble::name_unknown || trouble == Trouble::unreachable ||
           trouble == Trouble::connection_refused || trouble == Trouble::timed_out || trouble == Trouble::cut_off;
}
}  // namespace

Session::Session(SessionOptions options, Transport& transport, Replica& replica, const Clock& clock, Log& log,
                 OnStatus on_status)
    : options_(std::move(options)),
      transport_(transport),
      replica_(replica),
      clock_(clock),
      log_(log),
      on_status_(std::move(on_status)),
      random_(options_.seed) {
    status_.since = clock_.now();
}

void Session::wake() {
    woken_ = true;
    transport_.wake();
}

void Session::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) step(forever);
}

void Session::step(milliseconds limit) {
    if (woken_.exchange(false)) due_ = true;
    const auto now = transport_.now();
    if (now >= refresh_) due_ = true;
    if (due_ && now >= not_before_ && !transport_.asking(Lane::exchange)) start_exchange();
    // While exchanges read page after page, a poll would be answered at once with the same pages once more.
    const bool poll_due = status_.online && !reading_ && !transport_.asking(Lane::long_poll);
    if (poll_due && now >= poll_not_before_) start_poll();
    tell();

    // While an exchange is under way its end is waited for, whatever else has fallen due.
    auto until = now + forever;
    if (!transport_.asking(Lane::exchange)) until = due_ ? not_before_ : std::max(refresh_, not_before_);
    if (poll_due && !transport_.asking(Lane::long_poll)) until = std::min(until, poll_not_before_);
    const auto left = std::chrono::ceil<milliseconds>(until - transport_.now());
    auto event = transport_.wait(std::clamp(left, milliseconds{0}, limit));
    if (!event) return;
    if (event->lane == Lane::exchange)
        exchange_came(std::move(event->answer));
    else
        poll_came(std::move(event->answer));
    tell();
}

void Session::start_exchange() {
    due_ = false;
    const auto state = replica_.state();
    if (!state) return local_fault("sync: state", state.error());
    wire::SyncRequest request;
    request.school = options_.school;
    request.epoch = state->position.epoch;
    request.cursor = state->position.cursor;
    request.access_version = state->access_version;
    request.log = state->log;
    request.nonce = crypto::random_bytes(16);
    sent_ = {};
    sent_.nonce = request.nonce;
    sent_.at = clock_.since_boot();
    request.page_bytes = static_cast<std::uint32_t>(batch_size_.bytes());
    // Entries wait for the access list when the station comes back from being offline.
    // A server to which this program is outdated has no list for it, but takes what it has to send.
    if (status_.online || status_.trouble == Trouble::outdated)
        if (auto added = add_unsent(request); !added) return local_fault("sync: unsent", added.error());
    // What people wrote here goes first: as long as there is more of it, little is asked for in return.
    if (sent_.more || sent_.cut) request.page_bytes = tuning::least_batch_bytes;
    request.reads_dense = true;
    wire::Packed packed =
        wire::pack(wire::encode(request, server_reads_dense_ ? wire::Form::dense : wire::Form::plain));
    transport_.ask(Lane::exchange, {.path_and_query = std::string(wire::route::sync),
                                    .body = std::move(packed.bytes),
                                    .compressed = packed.compressed,
                                    .limit = tuning::exchange_limit});
}

/// As much as the line carries in one exchange; a batch is never parted.
Result<void> Session::add_unsent(wire::SyncRequest& request) {
    auto outgoing = replica_.unsent(batch_size_.bytes());
    if (!outgoing) return tl::unexpected(outgoing.error());
    request.sessions = std::move(outgoing->sessions);
    request.tokens = std::move(outgoing->tokens);
    for (const journal::Loss& loss : outgoing->losses) request.losses.push_back({loss.log, loss.first, loss.last});
    sent_.more = outgoing->more;
    sent_.visits = outgoing->visits.size();
    sent_.visits_up_to = outgoing->visits_up_to;
    request.visits = std::move(outgoing->visits);
    std::size_t bytes = 0;
    for (entry::SealedBatch& batch : outgoing->batches) {
        if (bytes >= batch_size_.bytes()) {
            sent_.cut = true;
            break;
        }
        const auto seal = entry::decode_seal(batch.seal.content);
        if (!seal) return tl::unexpected(seal.error());
        sent_.batches.push_back({seal->log, seal->first, seal->last});
        for (const entry::Record& record : batch.records) bytes += record.header.size() + record.body.size();
        request.batches.push_back(std::move(batch));
    }
    // Own entries go before those of neighbours.
    sent_.more_carried = outgoing->more_carried;
    for (const journal::Parcel& parcel : outgoing->carried) {
        if (bytes >= batch_size_.bytes()) {
            sent_.more_carried = true;
            break;
        }
        auto carried = wire::decode_parcel(parcel.bytes);
        if (!carried) continue;
        bytes += parcel.bytes.size();
        request.carried.push_back(std::move(*carried));
        sent_.carried.push_back(parcel.name);
    }
    return {};
}

void Session::start_poll() {
    const auto state = replica_.state();
    if (!state) return local_fault("sync: state", state.error());
    poll_started_ = transport_.now();
    transport_.ask(Lane::long_poll,
                   {.path_and_query =
                        std::string(wire::route::changes) + "?after=" + std::to_string(state->position.cursor) +
                        "&epoch=" + state->position.epoch.hex() + "&access=" + std::to_string(state->access_version) +
                        "&protocol=" + std::to_string(wire::protocol_version) +
                        "&dense=1&wait=" + std::to_string(tuning::poll_wait.count()),
                    .limit = tuning::poll_wait + tuning::poll_slack});
}

/// Nothing: the failure has been dealt with.
std::optional<wire::SyncAnswer> Session::opened(Answer& answer) {
    if (const auto failure = failure_of(answer)) {
        failed(*failure);
        return std::nullopt;
    }
    auto body = wire::unpack(std::move(answer.body), answer.compressed, tuning::answer_inflated_bytes);
    auto decoded = body ? wire::decode_sync_answer(*body) : tl::unexpected(body.error());
    if (!decoded) {
        failed({Trouble::not_zvonok, {}, decoded.error().what});
        return std::nullopt;
    }
    return std::move(*decoded);
}

void Session::exchange_came(Answer answer) {
    const Sent sent = std::exchange(sent_, {});
    const bool too_long = answer.trouble == Trouble::none && answer.status == 413;
    if (is_of_the_line(answer.trouble) || too_long) batch_size_.failed();
    const auto opened = this->opened(answer);
    if (opened) server_reads_dense_ = opened->reads_dense;
    if (!opened || !take(*opened, &sent)) return;
    batch_size_.went(sent.more || sent.cut || opened->changes.more ? BatchSize::Extent::cut_to_size
                                                                   : BatchSize::Extent::all_there_was,
                     clock_.since_boot() - sent.at);
    const bool greeted = !status_.online;
    const bool stalled = stalled_;
    succeeded();
    // Only what also carried the entries shows that all is well: where they are what fails, pauses go on growing.
    if (!greeted) pause_ = {};
    refresh_ = transport_.now() + tuning::refresh_period;
    if (stalled) {
        not_before_ = transport_.now() + tuning::stalled_pause;
        due_ = true;
    } else if (greeted || sent.cut || (sent.more && (sent.visits == 0 || opened->visits_taken > 0)) || carrying_ ||
               opened->changes.more) {
        due_ = true;
    }
}

void Session::poll_came(Answer answer) {
    if (answer.trouble == Trouble::none && answer.status == 204) {
        // A server that holds no poll, because it is about to stop or by mistake, is not to be asked in a circle.
        if (transport_.now() - poll_started_ < tuning::shortest_poll)
            poll_not_before_ = poll_started_ + tuning::shortest_poll;
        return succeeded();
    }
    const auto opened = this->opened(answer);
    if (!opened || !take(*opened, nullptr)) return;
    succeeded();
    if (opened->changes.more) due_ = true;
}

bool Session::take(const wire::SyncAnswer& answer, const Sent* sent) {
    Arrival arrival;
    arrival.access = answer.access;
    arrival.incoming.epoch = answer.epoch;
    arrival.incoming.after = answer.changes.after;
    arrival.incoming.cursor = answer.changes.next;
    arrival.incoming.complete = !answer.changes.more;
    arrival.incoming.sessions = answer.changes.sessions;
    arrival.incoming.batches = answer.changes.batches;
    if (sent != nullptr) {
        settle_outcomes(answer, *sent, arrival);
        // An older server says nothing of them: they wait for a newer one.
        if (sent->visits > 0 && answer.visits_taken == sent->visits) arrival.incoming.visits_told = sent->visits_up_to;
        // The server may put off all of them for long: only where it took some, or had none yet, is it asked again at
        // once.
        const bool settled = settle_carried(answer, *sent, arrival);
        carrying_ = sent->more_carried && (settled || sent->carried.empty());
        anchor_time(answer, *sent, arrival);
    }
    if (const auto taken = replica_.take(arrival); !taken) {
        local_fault("sync: take", taken.error());
        return false;
    }
    // Exchanges that wait for the server to settle something read nothing meanwhile.
    reading_ = answer.changes.more && !stalled_;
    status_.refused_batches += arrival.incoming.refused.size();
    for (const journal::RefusedBatch& refused : arrival.incoming.refused)
        log_.warn("sync: the server refused a batch: " + refused.rule);
    return true;
}

/// The batches of a log count as sent up to the first that the server did not settle.
void Session::settle_outcomes(const wire::SyncAnswer& answer, const Sent& sent, Arrival& arrival) {
    for (const wire::Received& received : answer.received)
        arrival.incoming.acknowledged.push_back({received.log, received.seq});
    std::vector<LogId> stopped;
    bool settled = false;
    for (std::size_t i = 0; i < sent.batches.size() && i < answer.outcomes.size(); ++i) {
        const Sent::Batch& batch = sent.batches[i];
        const wire::BatchOutcome& outcome = answer.outcomes[i];
        if (std::ranges::find(stopped, batch.log) != stopped.end()) continue;
        switch (outcome.receipt) {
            case wire::Receipt::refused:
                arrival.incoming.refused.push_back({batch.log, batch.first, batch.last, outcome.rule});
                [[fallthrough]];
            case wire::Receipt::stored:
            case wire::Receipt::known:
                arrival.incoming.acknowledged.push_back({batch.log, batch.last});
                settled = true;
                break;
            case wire::Receipt::unsaid:
            case wire::Receipt::gap:
            case wire::Receipt::later:
                stopped.push_back(batch.log);
                break;
        }
    }
    stalled_ = !sent.batches.empty() && !settled && !answer.start_over;
    if (stalled_) log_.warn("sync: the server took nothing of what was sent");
}

/// Nobody's log here is behind for a carried parcel: each is settled for itself.
bool Session::settle_carried(const wire::SyncAnswer& answer, const Sent& sent, Arrival& arrival) {
    using Fate = journal::CarriedOutcome::Fate;
    bool settled = false;
    for (std::size_t i = 0; i < sent.carried.size() && i < answer.carried.size(); ++i) {
        const wire::Receipt receipt = answer.carried[i].receipt;
        const bool delivered = receipt == wire::Receipt::stored || receipt == wire::Receipt::known;
        const Fate fate = delivered                           ? Fate::delivered
                          : receipt == wire::Receipt::refused ? Fate::refused
                                                              : Fate::put_off;
        settled = settled || fate != Fate::put_off;
        arrival.incoming.carried.push_back({sent.carried[i], fate});
    }
    return settled;
}

void Session::anchor_time(const wire::SyncAnswer& answer, const Sent& sent, Arrival& arrival) {
    if (!answer.time) return;
    const SinceBoot received = clock_.since_boot();
    const Instant wall = clock_.now();
    for (const crypto::PublicKey& key : options_.server_keys) {
        const auto token = entry::check_time(*answer.time, key, sent.nonce);
        if (!token || token->station != options_.station || token->school != options_.school) continue;
        // The server looked at its clock somewhere between question and answer.
        const milliseconds half = (received - sent.at) / 2;
        arrival.incoming.anchor = journal::Anchor{*answer.time, *token, wall - half, received - half, clock_.boot()};
        status_.clock_ahead = wall - half - token->at;
        return;
    }
    log_.warn("sync: a time token that is not the server's");
}

void Session::failed(const Failure& failure) {
    transport_.cancel(Lane::exchange);
    transport_.cancel(Lane::long_poll);
    server_reads_dense_ = false;  // the one that is met next may be another program
    if (is_of_the_line(failure.trouble)) transport_.try_next_address();
    if (status_.online || status_.trouble != failure.trouble)
        log_.warn("sync: offline: " + std::string(to_text(failure.trouble)) + ": " + failure.detail);
    if (status_.online) status_.since = clock_.now();
    status_.online = false;
    status_.trouble = failure.trouble;
    status_.detail = failure.detail;
    pause_ = std::clamp(pause_ * 2, tuning::first_pause, tuning::longest_pause);
    const auto half = pause_.count() / 2;
    not_before_ = transport_.now() + milliseconds{half + std::uniform_int_distribution<std::int64_t>{0, half}(random_)};
    due_ = true;
}

void Session::succeeded() {
    if (!status_.online) {
        log_.info("sync: online");
        status_.since = clock_.now();
    }
    status_.online = true;
    status_.trouble = Trouble::none;
    status_.detail.clear();
    status_.last_sync = clock_.now();
    stalled_ = false;
    not_before_ = {};
}

void Session::local_fault(std::string_view what, const Fault& fault) {
    log_.fault(what, fault);
    failed({Trouble::local_fault, {}, describe(fault)});
}

void Session::tell() {
    if (told_once_ && told_ == status_) return;
    told_once_ = true;
    told_ = status_;
    on_status_(status_);
}

}  // namespace zvonok::sync::client
