#include "sync/relay/relay.hpp"

#include "station/base/file.hpp"
#include "station/crypto/trust.hpp"
#include "sync/relay/tuning.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

namespace zvonok::sync::relay {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;
using Stream = beast::ssl_stream<beast::tcp_stream>;
using boost::system::error_code;

namespace {

constexpr std::size_t certificate_file_bytes = 64 * 1024;

auto into(error_code& error) {
    return asio::redirect_error(asio::use_awaitable, error);
}

void limit(Stream& stream, std::chrono::milliseconds part) {
    beast::get_lowest_layer(stream).expires_after(part);
}

/// Each message is preceded by its length, 4 bytes, big endian.   nothing: the connection is over, or the message
/// longer than `limit_bytes`
asio::awaitable<std::optional<Bytes>> read_message(Stream& stream, std::size_t limit_bytes) {
    error_code error;
    std::array<std::uint8_t, 4> length{};
    co_await asio::async_read(stream, asio::buffer(length), into(error));
    if (error) co_return std::nullopt;
    std::size_t bytes = 0;
    for (const std::uint8_t each : length) bytes = bytes << 8 | each;
    if (bytes > limit_bytes) co_return std::nullopt;
    limit(stream, tuning::step_limit);
    Bytes message(bytes);
    co_await asio::async_read(stream, asio::buffer(message), into(error));
    if (error) co_return std::nullopt;
    co_return message;
}

asio::awaitable<bool> write_message(Stream& stream, Bytes message) {
    error_code error;
    std::array<std::uint8_t, 4> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
        length[i] = static_cast<std::uint8_t>(message.size() >> (8 * (length.size() - 1 - i)));
    const std::array<asio::const_buffer, 2> both{asio::buffer(length), asio::buffer(message)};
    limit(stream, tuning::step_limit);
    co_await asio::async_write(stream, both, into(error));
    co_return !error;
}

/// Whom TLS has proved at the other end.   nothing: no station's certificate
std::optional<StationId> station_at(Stream& stream) {
    const std::unique_ptr<X509, decltype(&X509_free)> peer{SSL_get1_peer_certificate(stream.native_handle()),
                                                           &X509_free};
    if (!peer || SSL_get_verify_result(stream.native_handle()) != X509_V_OK) return std::nullopt;
    Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(peer.get(), nullptr))));
    std::uint8_t* out = der.data();
    if (!der.empty()) i2d_X509(peer.get(), &out);
    const auto certificate = crypto::Certificate::from_der(der);
    if (!certificate) return std::nullopt;
    const auto id = StationId::from_hex_text(certificate->common_name());
    return id ? std::optional{*id} : std::nullopt;
}

/// Both sides show a station's certificate and ask for one of the same authority. OpenSSL would have the listening side
/// show a server's: here both are clients of the same server.
Result<void> set_up(ssl::context& tls, const std::string& chain_pem, const std::string& key_pem) {
    error_code error;
    const auto unusable = [&](const char* what) {
        return fail(FaultKind::corrupt, std::string(what) + ": " + error.message(), error.value());
    };
    const std::size_t last = chain_pem.rfind("-----BEGIN CERTIFICATE-----");
    if (last == std::string::npos || last == 0) return fail(FaultKind::corrupt, "a chain without its authority");
    tls.use_certificate_chain(asio::buffer(chain_pem), error);
    if (error) return unusable("station certificate");
    tls.use_private_key(asio::buffer(key_pem), ssl::context::pem, error);
    if (error) return unusable("station key");
    const std::string authority = chain_pem.substr(last);
    tls.add_certificate_authority(asio::buffer(authority), error);
    if (error) return unusable("station authority");
    SSL_CTX* raw = tls.native_handle();
    constexpr std::string_view sessions = "zvonok relay";
    if (SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_purpose(raw, X509_PURPOSE_SSL_CLIENT) != 1 ||
        SSL_CTX_set_session_id_context(raw, reinterpret_cast<const unsigned char*>(sessions.data()), sessions.size()) !=
            1)
        return fail(FaultKind::bug, "TLS cannot be set up");
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return {};
}

/// Undoes something at the end of a coroutine, whichever way it ends: what it calls may throw for want of memory.
template <class Undo>
class AtEnd {
  public:
    explicit AtEnd(Undo undo) : undo_(std::move(undo)) {}
    ~AtEnd() { undo_(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

  private:
    Undo undo_;
};

}  // namespace

RelayOptions::RelayOptions() : round_offline(tuning::round_offline), round_online(tuning::round_online) {}

struct Relay::Station {
    Station(const RelayOptions& with, Shelf& its_shelf, Log& into_log, OnRound then)
        : options(with), shelf(its_shelf), log(into_log), on_round(std::move(then)) {}
    ~Station() {
        io.stop();
        if (thread.joinable()) thread.join();
    }
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;

    Result<void> listen();
    asio::awaitable<void> accept();
    asio::awaitable<void> answer(tcp::socket socket);
    asio::awaitable<void> rounds();
    asio::awaitable<void> visit(Address address);
    asio::awaitable<bool> ask_for_all(Stream& stream, StationId neighbour);
    asio::awaitable<std::optional<wire::RelayAnswer>> ask(Stream& stream, std::vector<crypto::Digest> wanted);
    bool is_neighbour(const std::optional<StationId>& station);
    std::optional<Bytes> answer_to(const Bytes& question);
    std::vector<Address> whom_to_ask();
    void run();

    RelayOptions options;
    Shelf& shelf;
    Log& log;
    OnRound on_round;
    ssl::context listening{ssl::context::tlsv13_server};
    ssl::context asking{ssl::context::tlsv13_client};
    std::atomic<bool> away = true;
    std::uint16_t bound_port = 0;

    // of the thread; what coroutines count themselves out of outlives the context that holds them
    std::size_t connections = 0;
    std::set<Address> visiting;  ///< one that does not answer keeps nobody from the others
    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    asio::steady_timer next_round{io};
    std::vector<Address> known;
    std::size_t heard = 0;
    std::minstd_rand random{std::random_device{}()};
    std::thread thread;
};

Result<void> Relay::Station::listen() {
    const auto chain = read_file(options.certificate, certificate_file_bytes);
    if (!chain) return tl::unexpected(chain.error());
    const auto key = read_file(options.key, certificate_file_bytes);
    if (!key) return tl::unexpected(key.error());
    const std::string chain_pem{as_text(*chain)};
    const std::string key_pem{as_text(*key)};
    for (ssl::context* tls : {&listening, &asking})
        if (auto ready = set_up(*tls, chain_pem, key_pem); !ready) return ready;

    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return fail(FaultKind::refused, "relay address: " + error.message());
    const tcp::endpoint endpoint{address, options.port};
    acceptor.open(endpoint.protocol(), error);
    if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only{false}, error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(static_cast<int>(tuning::connections), error);
    if (error) return fail(FaultKind::busy, "relay: listen: " + error.message(), error.value());
    bound_port = acceptor.local_endpoint(error).port();
    return {};
}

void Relay::Station::run() {
    asio::co_spawn(io, accept(), asio::detached);
    asio::co_spawn(io, rounds(), asio::detached);
    thread = std::thread{[this] {
        for (;;) {
            try {
                io.run();
                return;
            } catch (const std::exception& fault) {
                log.error(std::string("relay: ") + fault.what());
            }
        }
    }};
}

bool Relay::Station::is_neighbour(const std::optional<StationId>& station) {
    if (!station) return false;
    const auto known_one = shelf.is_neighbour(*station);
    if (!known_one) {
        log.fault("relay", known_one.error());
        return false;
    }
    if (!*known_one) log.warn("relay: a station that is none of this school's: " + station->hex());
    return *known_one;
}

asio::awaitable<void> Relay::Station::accept() {
    asio::steady_timer pause{io};
    for (;;) {
        error_code error;
        tcp::socket socket = co_await acceptor.async_accept(into(error));
        if (!error && connections < tuning::connections) asio::co_spawn(io, answer(std::move(socket)), asio::detached);
        pause.expires_after(std::chrono::milliseconds{1000 / tuning::accepted_a_second});
        co_await pause.async_wait(into(error));
    }
}

asio::awaitable<void> Relay::Station::answer(tcp::socket socket) {
    ++connections;
    const AtEnd gone{[this] { --connections; }};
    Stream stream{std::move(socket), listening};
    error_code error;
    limit(stream, tuning::step_limit);
    co_await stream.async_handshake(ssl::stream_base::server, into(error));
    if (!error && is_neighbour(station_at(stream))) {
        for (;;) {
            limit(stream, tuning::idle_limit);
            const auto question = co_await read_message(stream, tuning::question_bytes);
            if (!question) break;
            auto reply = answer_to(*question);
            if (!reply) break;
            if (const bool sent = co_await write_message(stream, std::move(*reply)); !sent) break;
        }
    }
}

/// Nothing: no question of ours, or this station has a problem of its own.
std::optional<Bytes> Relay::Station::answer_to(const Bytes& question) {
    const auto asked = wire::decode_relay_ask(question);
    if (!asked || asked->protocol < wire::oldest_protocol || asked->school != options.school) return std::nullopt;
    wire::RelayAnswer reply;
    if (asked->wanted.empty()) {
        auto names = shelf.names();
        if (!names) {
            log.fault("relay: names", names.error());
            return std::nullopt;
        }
        reply.names = std::move(*names);
    } else {
        auto parcels = shelf.parcels(asked->wanted);
        if (!parcels) {
            log.fault("relay: parcels", parcels.error());
            return std::nullopt;
        }
        reply.parcels = std::move(*parcels);
    }
    return wire::encode(reply);
}

std::vector<Address> Relay::Station::whom_to_ask() {
    std::vector<Address> chosen = known;
    std::shuffle(chosen.begin(), chosen.end(), random);
    if (chosen.size() > tuning::neighbours) chosen.resize(tuning::neighbours);
    return chosen;
}

asio::awaitable<void> Relay::Station::rounds() {
    error_code error;
    for (;;) {
        on_round(std::exchange(heard, 0));
        for (Address& address : whom_to_ask())
            if (visiting.insert(address).second) asio::co_spawn(io, visit(std::move(address)), asio::detached);
        const auto pause = away ? options.round_offline : options.round_online;
        // A tenth of chance keeps the stations of a school from asking all at once.
        const auto spread = std::uniform_int_distribution<std::int64_t>{0, pause.count() / 10}(random);
        next_round.expires_after(pause + std::chrono::milliseconds{spread});
        co_await next_round.async_wait(into(error));
    }
}

asio::awaitable<void> Relay::Station::visit(Address address) {
    const AtEnd visited{[&] { visiting.erase(address); }};
    error_code error;
    const auto host = asio::ip::make_address(address.host, error);
    if (!error) {
        Stream stream{beast::tcp_stream{io}, asking};
        limit(stream, tuning::step_limit);
        co_await beast::get_lowest_layer(stream).async_connect(tcp::endpoint{host, address.port}, into(error));
        if (!error) co_await stream.async_handshake(ssl::stream_base::client, into(error));
        if (!error) {
            const auto neighbour = station_at(stream);
            if (is_neighbour(neighbour)) {
                const bool all = co_await ask_for_all(stream, *neighbour);
                if (all) ++heard;
            }
        }
    }
}

asio::awaitable<std::optional<wire::RelayAnswer>> Relay::Station::ask(Stream& stream,
                                                                      std::vector<crypto::Digest> wanted) {
    wire::RelayAsk question;
    question.school = options.school;
    question.wanted = std::move(wanted);
    if (const bool sent = co_await write_message(stream, wire::encode(question)); !sent) co_return std::nullopt;
    const auto bytes = co_await read_message(stream, tuning::answer_bytes);
    if (!bytes) co_return std::nullopt;
    auto decoded = wire::decode_relay_answer(*bytes);
    if (!decoded) co_return std::nullopt;
    co_return std::move(*decoded);
}

asio::awaitable<bool> Relay::Station::ask_for_all(Stream& stream, StationId neighbour) {
    auto listed = co_await ask(stream, {});
    if (!listed) co_return false;
    if (listed->names.size() > tuning::names) listed->names.resize(tuning::names);
    auto missing = shelf.wanted(neighbour, listed->names);
    if (!missing) {
        log.fault("relay: wanted", missing.error());
        co_return false;
    }
    for (int exchange = 0; exchange < tuning::exchanges_a_visit && !missing->empty(); ++exchange) {
        std::vector<crypto::Digest> some = *missing;
        if (some.size() > tuning::wanted) some.resize(tuning::wanted);
        auto brought = co_await ask(stream, some);
        if (!brought) co_return false;
        // Only what was asked for, each once: everything else is the neighbour's invention.
        std::vector<wire::Parcel> parcels;
        for (wire::Parcel& parcel : brought->parcels)
            if (std::erase(*missing, parcel.name) > 0) parcels.push_back(std::move(parcel));
        if (parcels.empty()) break;
        if (const auto taken = shelf.take(neighbour, std::move(parcels)); !taken) {
            log.fault("relay: take", taken.error());
            co_return false;
        }
    }
    co_return true;
}

Relay::Relay(std::unique_ptr<Station> station) : station_(std::move(station)) {}
Relay::~Relay() = default;

Result<std::unique_ptr<Relay>> Relay::open(const RelayOptions& options, Shelf& shelf, Log& log, OnRound on_round) {
    auto station = std::make_unique<Station>(options, shelf, log, std::move(on_round));
    if (const auto listening = station->listen(); !listening) return tl::unexpected(listening.error());
    station->run();
    return std::unique_ptr<Relay>{new Relay(std::move(station))};
}

std::uint16_t Relay::port() const {
    return station_->bound_port;
}

void Relay::neighbours(std::vector<Address> addresses) {
    asio::post(station_->io, [station = station_.get(), addresses = std::move(addresses)]() mutable {
        station->known = std::move(addresses);
        station->next_round.cancel();
    });
}

void Relay::server_is_away(bool away) {
    if (station_->away.exchange(away) == away) return;
    asio::post(station_->io, [station = station_.get()] { station->next_round.cancel(); });
}

}  // namespace zvonok::sync::relay
