#include "tests/simulation/network.hpp"

namespace zvonok::simulation {

using sync::client::Trouble;
using sync::server::HttpRequest;
using sync::server::HttpResponse;

namespace {

std::shared_ptr<HttpRequest> request_of(const sync::client::Ask& ask, const Bytes& certificate) {
    auto request = std::make_shared<HttpRequest>();
    request->method = ask.body ? sync::server::Method::post : sync::server::Method::get;
    const auto mark = ask.path_and_query.find('?');
    request->path = ask.path_and_query.substr(0, mark);
    if (mark != std::string::npos) request->query = sync::server::parse_query(ask.path_and_query.substr(mark + 1));
    if (ask.body) request->body = *ask.body;
    request->compressed = ask.compressed;
    request->peer = sync::server::PeerCertificate{certificate, true, {}};
    return request;
}

sync::client::Answer trouble(Trouble what) {
    sync::client::Answer answer;
    answer.trouble = what;
    return answer;
}

}  // namespace

std::chrono::milliseconds StationLine::some_delay() {
    if (world_.chance.percent(weather_.delayed)) {
        world_.totals.add("network: delayed");
        return world_.chance.between(500ms, world_.chance.once_in(4) ? 180s : 10s);
    }
    return world_.chance.between(1ms, weather_.usual);
}

void StationLine::ask(Lane lane, const Ask& ask) {
    Channel& channel = of(lane);
    channel.asking = true;
    const std::uint64_t number = ++channel.number;
    world_.totals.add("network: requests");
    answer_later(lane, number, trouble(Trouble::timed_out), ask.limit);
    if (link_ == Link::cut) {
        world_.totals.add("network: partitioned");
        return answer_later(lane, number, trouble(Trouble::unreachable), 5ms);
    }
    Chance& chance = world_.chance;
    if (chance.percent(weather_.portal)) {
        world_.totals.add("network: captive portal");
        Answer portal;
        portal.status = 200;
        portal.content_type = "text/html";
        portal.body = copy(as_bytes("<html>"));
        return answer_later(lane, number, std::move(portal), 20ms);
    }
    if (chance.percent(weather_.cut)) {
        world_.totals.add("network: cut before the server");
        return answer_later(lane, number, trouble(Trouble::cut_off), some_delay());
    }
    const auto request = request_of(ask, certificate_);
    if (chance.percent(weather_.doubled)) {
        world_.totals.add("network: doubled");
        send(lane, number, request, some_delay() + chance.between(0ms, 200s));
    }
    send(lane, number, request, some_delay());
}

void StationLine::send(Lane lane, std::uint64_t number, const std::shared_ptr<HttpRequest>& request,
                       std::chrono::milliseconds delay) {
    if (link_ == Link::half_open || world_.chance.percent(weather_.lost)) {
        world_.totals.add(link_ == Link::half_open ? "network: half-open" : "network: request lost");
        return;
    }
    world_.after(delay, [this, lane, number, request] {
        far_end_(*request, [this, lane, number](HttpResponse response) {
            Answer answer;
            answer.status = response.status;
            answer.content_type = std::move(response.content_type);
            answer.body = std::move(response.body);
            answer.compressed = response.compressed;
            // What comes back meets the same weather.
            if (link_ != Link::good || world_.chance.percent(weather_.lost))
                return world_.totals.add("network: answer lost");
            if (answer.status == 0) {
                answer = trouble(Trouble::connection_refused);
            } else if (world_.chance.percent(weather_.cut)) {
                world_.totals.add("network: answer cut");
                answer = trouble(Trouble::cut_off);
            }
            answer_later(lane, number, std::move(answer), some_delay());
        });
    });
}

void StationLine::answer_later(Lane lane, std::uint64_t number, Answer answer, std::chrono::milliseconds delay) {
    world_.after(delay, [this, lane, number, answer = std::make_shared<Answer>(std::move(answer))] {
        Channel& channel = of(lane);
        if (!channel.asking || channel.number != number) return;
        ++channel.number;
        if (answer->trouble == Trouble::timed_out) world_.totals.add("network: timed out");
        came_.push_back({lane, std::move(*answer)});
        stir_();
    });
}

std::optional<sync::client::Transport::Event> StationLine::wait(std::chrono::milliseconds limit) {
    if (!came_.empty()) {
        Event event = std::move(came_.front());
        came_.pop_front();
        of(event.lane).asking = false;
        wakes_at_ = world_.now();
        return event;
    }
    wakes_at_ = world_.now() + limit;
    return std::nullopt;
}

void StationLine::cancel(Lane lane) {
    of(lane).asking = false;
    ++of(lane).number;
    std::erase_if(came_, [&](const Event& event) { return event.lane == lane; });
}

void StationLine::drop_all() {
    for (const Lane lane : {Lane::exchange, Lane::long_poll}) cancel(lane);
}

}  // namespace zvonok::simulation
