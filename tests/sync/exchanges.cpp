#include "tests/sync/exchanges.hpp"

#include "station/base/file.hpp"
#include "station/entry/entry.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace zvonok::test {

namespace fs = std::filesystem;
using namespace sync::server;

namespace {

Bytes content(const fs::path& path) {
    auto bytes = read_file(path, 1u << 24);
    INFO(path);
    REQUIRE(bytes);
    return std::move(*bytes);
}
void put(const fs::path& path, ByteView bytes) {
    REQUIRE(write_file(path, bytes, FileMode::everyone_reads));
}

/// The first line, and what is behind it.
std::pair<std::string, Bytes> headed(const fs::path& path) {
    const Bytes bytes = content(path);
    const auto end = std::ranges::find(bytes, '\n');
    REQUIRE(end != bytes.end());
    return {{bytes.begin(), end}, {end + 1, bytes.end()}};
}
void put_headed(const fs::path& path, const std::string& line, ByteView body) {
    Bytes bytes = copy(as_bytes(line + "\n"));
    append(bytes, body);
    put(path, bytes);
}

/// "POST /v1/sync?a=1 zstd"
std::string line_of(const HttpRequest& request) {
    std::string query;
    for (const auto& [name, value] : request.query) query += (query.empty() ? "?" : "&") + name + "=" + value;
    return std::string(request.method == Method::post ? "POST " : "GET ") + request.path + query +
           (request.compressed ? " zstd" : "");
}
HttpRequest request_of(const std::string& line, Bytes body) {
    std::istringstream words{line};
    std::string method, target, encoding;
    words >> method >> target >> encoding;
    HttpRequest request;
    request.method = method == "POST" ? Method::post : Method::get;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = parse_query(target.substr(request.path.size() + 1));
    request.body = std::move(body);
    request.compressed = encoding == "zstd";
    return request;
}

/// "200 zstd application/x-protobuf"
std::string line_of(const HttpResponse& answer) {
    return std::to_string(answer.status) + (answer.compressed ? " zstd " : " plain ") + answer.content_type;
}
HttpResponse answer_of(const std::string& line, Bytes body) {
    std::istringstream words{line};
    HttpResponse answer;
    std::string encoding;
    words >> answer.status >> encoding >> answer.content_type;
    answer.compressed = encoding == "zstd";
    answer.body = std::move(body);
    return answer;
}

std::string number(std::size_t n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

fs::path exchanges_folder() {
    const char* source = std::getenv("ZVONOK_SOURCE");
    REQUIRE(source != nullptr);
    return fs::path(source) / "tests/data/exchanges";
}

std::vector<fs::path> recorded_versions() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(exchanges_folder()))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::ranges::sort(folders);
    return folders;
}

Recording read_recording(const fs::path& folder) {
    Recording recording;
    std::istringstream about{std::string(as_text(content(folder / "about")))};
    std::string school, station, epoch, at;
    about >> school >> station >> epoch >> at >> recording.token;
    recording.school = SchoolId::from_hex_text(school).value();
    recording.station = StationId::from_hex_text(station).value();
    recording.epoch = EpochId::from_hex_text(epoch).value();
    recording.at = parse_instant(at).value();
    recording.signing_seed = content(folder / "server.seed");
    recording.station_key_pem = as_text(content(folder / "station.key"));
    recording.staff_authority = content(folder / "staff-ca.der");
    recording.staff_list = content(folder / "staff-ca.crl");
    for (std::size_t n = 0; fs::exists(folder / ("fact-" + number(n))); ++n) {
        const auto body = entry::decode_body(content(folder / ("fact-" + number(n))));
        REQUIRE(body);
        recording.facts.push_back(std::get<entry::RecordedFact>(*body).fact);
    }
    for (std::size_t n = 0; fs::exists(folder / (number(n) + ".request")); ++n) {
        auto [asked, request] = headed(folder / (number(n) + ".request"));
        auto [said, answer] = headed(folder / (number(n) + ".answer"));
        recording.exchanges.push_back({request_of(asked, std::move(request)), answer_of(said, std::move(answer))});
    }
    REQUIRE_FALSE(recording.exchanges.empty());
    return recording;
}

void write_recording(const fs::path& folder, const Recording& recording) {
    fs::create_directories(folder);
    put(folder / "about",
        as_bytes(recording.school.hex() + "\n" + recording.station.hex() + "\n" + recording.epoch.hex() + "\n" +
                 to_text(recording.at) + "\n" + recording.token + "\n"));
    put(folder / "server.seed", recording.signing_seed);
    put(folder / "station.key", as_bytes(recording.station_key_pem));
    put(folder / "staff-ca.der", recording.staff_authority);
    put(folder / "staff-ca.crl", recording.staff_list);
    for (std::size_t n = 0; n < recording.facts.size(); ++n)
        put(folder / ("fact-" + number(n)), entry::encode(entry::Body{entry::RecordedFact{n + 1, recording.facts[n]}}));
    for (std::size_t n = 0; n < recording.exchanges.size(); ++n) {
        const Exchange& each = recording.exchanges[n];
        put_headed(folder / (number(n) + ".request"), line_of(each.request), each.request.body);
        put_headed(folder / (number(n) + ".answer"), line_of(each.answer), each.answer.body);
    }
}

void Recorder::handle(HttpRequest request, Respond respond) {
    auto kept = request;
    kept.peer.reset();
    inside_.handle(std::move(request),
                   [this, kept = std::move(kept), respond = std::move(respond)](HttpResponse answer) {
                       {
                           const std::scoped_lock lock{mutex_};
                           exchanges_.push_back({kept, answer});
                       }
                       respond(std::move(answer));
                   });
}

std::vector<Exchange> Recorder::taken() {
    const std::scoped_lock lock{mutex_};
    return exchanges_;
}

}  // namespace zvonok::test
