#include "sync/server/listener.hpp"

#include "sync/server/tuning.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace zvonok::sync::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;
using Body = http::vector_body<std::uint8_t>;

namespace {

class Connection;

/// Who is connected, so that a stop can end them.
class Register {
  public:
    void enter(const std::shared_ptr<Connection>& connection);
    void leave();
    [[nodiscard]] std::size_t count() const { return count_; }
    std::vector<std::shared_ptr<Connection>> all();
    bool wait_until_empty(std::chrono::milliseconds limit);

  private:
    std::mutex mutex_;
    std::condition_variable emptied_;
    std::vector<std::weak_ptr<Connection>> connections_;
    std::atomic<std::size_t> count_ = 0;
};

/// What all connections use. The register and the flag outlive `io`, whose end destroys what still waits there.
struct Shared {
    Shared(HttpHandler& to, Log& into, const ListenOptions& options)
        : handler(to),
          log(into),
          header_limit(options.header_limit),
          body_limit(options.body_limit),
          write_limit(options.write_limit) {}

    HttpHandler& handler;
    Log& log;
    std::chrono::milliseconds header_limit, body_limit, write_limit;
    Register connected{};
    std::atomic<bool> stopping = false;
    ssl::context tls{ssl::context::tlsv13_server};
    asio::io_context io{tuning::io_threads};
    asio::thread_pool workers{static_cast<std::size_t>(tuning::worker_threads)};
};

Bytes der_of(X509* certificate) {
    Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))));
    std::uint8_t* out = der.data();
    if (!der.empty()) i2d_X509(certificate, &out);
    return der;
}

std::optional<PeerCertificate> peer_of(SSL* ssl) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate{SSL_get1_peer_certificate(ssl), &X509_free};
    if (!certificate) return std::nullopt;
    PeerCertificate peer;
    peer.der = der_of(certificate.get());
    const long verified = SSL_get_verify_result(ssl);
    peer.chain_ok = verified == X509_V_OK;
    if (!peer.chain_ok) peer.chain_problem = X509_verify_cert_error_string(verified);
    return peer;
}

Method method_of(http::verb verb) {
    if (verb == http::verb::get) return Method::get;
    return verb == http::verb::post ? Method::post : Method::other;
}

bool not_http(beast::error_code error) {
    return error && error.category() == http::make_error_code(http::error::bad_method).category() &&
           error != http::error::end_of_stream && error != http::error::partial_message;
}

/// One client, from handshake to close. All steps run on the stream's strand; each step names its own time limit.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(tcp::socket socket, Shared& shared) : shared_(shared), stream_(std::move(socket), shared_.tls) {}
    ~Connection() { shared_.connected.leave(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start() {
        asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->shake_hands(); });
    }

    /// A stop: an idle connection ends now, one that is being answered ends after its answer.
    void finish() {
        asio::post(stream_.get_executor(), [self = shared_from_this()] {
            if (self->idle_) beast::get_lowest_layer(self->stream_).close();
        });
    }
    void cut() {
        asio::post(stream_.get_executor(),
                   [self = shared_from_this()] { beast::get_lowest_layer(self->stream_).close(); });
    }

  private:
    void shake_hands() {
        beast::error_code ignored;
        beast::get_lowest_layer(stream_).socket().set_option(tcp::no_delay{true}, ignored);
        limit(shared_.header_limit);
        stream_.async_handshake(ssl::stream_base::server, [self = shared_from_this()](beast::error_code error) {
            if (error) return;  // the destructor closes; a port scan is no news
            self->peer_ = peer_of(self->stream_.native_handle());
            self->await_request();
        });
    }

    void limit(std::chrono::milliseconds part) { beast::get_lowest_layer(stream_).expires_after(part); }

    void await_request() {
        if (shared_.stopping) return close();
        parser_.emplace();
        parser_->header_limit(tuning::header_bytes);
        parser_->body_limit(tuning::sync_body_bytes);
        parser_->eager(false);
        if (buffer_.size() > 0) return read_header();
        idle_ = true;
        limit(tuning::idle_limit);
        // Beast reads a header until it is whole. Its first byte is read here, for with it the idle time ends and the
        // header's own, shorter limit begins.
        stream_.async_read_some(buffer_.prepare(tuning::first_read_bytes),
                                [self = shared_from_this()](beast::error_code error, std::size_t count) {
                                    if (error) return self->close();
                                    self->buffer_.commit(count);
                                    self->idle_ = false;
                                    self->read_header();
                                });
    }

    void read_header() {
        limit(shared_.header_limit);
        http::async_read_header(
            stream_, buffer_, *parser_,
            [self = shared_from_this()](beast::error_code error, std::size_t) { self->header_came(error); });
    }

    void header_came(beast::error_code error) {
        if (error == http::error::header_limit) return refuse(431);
        if (error == http::error::body_limit) return refuse(413);
        if (not_http(error)) return refuse(400);
        if (error) return close();
        const auto& message = parser_->get();
        const std::string target{message.target()};
        const auto question = target.find('?');
        request_ = {};
        request_.method = method_of(message.method());
        request_.path = target.substr(0, question);
        if (question != std::string::npos) request_.query = parse_query(target.substr(question + 1));
        const auto encoding = message[http::field::content_encoding];
        request_.compressed = encoding == "zstd";
        if (!encoding.empty() && !request_.compressed && encoding != "identity") return refuse(415);
        const std::size_t taken = shared_.handler.body_limit(request_.method, request_.path);
        const auto announced = parser_->content_length();
        if (announced && *announced > taken) return refuse(413);
        parser_->body_limit(taken);
        keep_alive_ = message.keep_alive();
        limit(shared_.body_limit);
        if (message[http::field::expect] == "100-continue") return send_continue();
        read_body();
    }

    void send_continue() {
        continue_ = http::response<http::empty_body>{http::status::continue_, 11};
        http::async_write(stream_, continue_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->read_body();
        });
    }

    void read_body() {
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error == http::error::body_limit) return self->refuse(413);
            if (error) return self->close();
            self->hand_over();
        });
    }

    void hand_over() {
        request_.body = std::move(parser_->get().body());
        request_.peer = peer_;
        beast::error_code gone;
        request_.remote = beast::get_lowest_layer(stream_).socket().remote_endpoint(gone).address().to_string();
        parser_.reset();
        buffer_.shrink_to_fit();  // a waiting station keeps no read buffer
        beast::get_lowest_layer(stream_).expires_never();
        answering_ = true;
        notice_departure();
        const auto ticket = std::make_shared<Ticket>(weak_from_this());
        asio::post(shared_.workers, [&handler = shared_.handler, request = std::move(request_), ticket]() mutable {
            handler.handle(std::move(request),
                           [ticket](HttpResponse response) { ticket->answer(std::move(response)); });
        });
    }

    /// While an answer is awaited, perhaps for a minute, this keeps the connection alive and hears the client leave.
    /// Our stations send nothing before they have the answer, so any sign of life is a goodbye.
    void notice_departure() {
        beast::get_lowest_layer(stream_).socket().async_wait(tcp::socket::wait_read,
                                                             [self = shared_from_this()](beast::error_code error) {
                                                                 if (error || !self->answering_) return;
                                                                 if (self->nothing_to_read())
                                                                     return self->notice_departure();
                                                                 beast::get_lowest_layer(self->stream_).close();
                                                             });
    }

    /// The wait may also end for bytes that were already read: the news of their arrival can be older than the wait.
    bool nothing_to_read() {
        char byte = 0;
        const int socket = beast::get_lowest_layer(stream_).socket().native_handle();
        const auto got = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    }

    /// One answer for one request, from any thread. Left unanswered it closes the connection, and a connection that is
    /// gone is not missed.
    class Ticket {
      public:
        explicit Ticket(std::weak_ptr<Connection> connection) : connection_(std::move(connection)) {}
        ~Ticket() {
            if (answered_.exchange(true)) return;
            if (const auto connection = connection_.lock()) connection->cut();
        }
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        void answer(HttpResponse response) {
            if (answered_.exchange(true)) return;
            const auto connection = connection_.lock();
            if (!connection) return;
            asio::post(connection->stream_.get_executor(), [connection, response = std::move(response)]() mutable {
                connection->answer(std::move(response));
            });
        }

      private:
        std::weak_ptr<Connection> connection_;
        std::atomic<bool> answered_ = false;
    };

    void answer(HttpResponse response) {
        answering_ = false;
        auto& socket = beast::get_lowest_layer(stream_).socket();
        if (!socket.is_open()) return;
        beast::error_code ignored;
        socket.cancel(ignored);  // ends notice_departure
        write(std::move(response));
    }

    void refuse(int status) {
        keep_alive_ = false;  // the rest of the request was not read
        write({.status = status});
    }

    void write(HttpResponse answer) {
        if (shared_.stopping) keep_alive_ = false;
        response_ = http::response<Body>{static_cast<http::status>(answer.status), 11};
        response_.keep_alive(keep_alive_);
        response_.set(http::field::cache_control, "no-store");
        if (!answer.content_type.empty()) response_.set(http::field::content_type, answer.content_type);
        if (answer.compressed) response_.set(http::field::content_encoding, "zstd");
        response_.body() = std::move(answer.body);
        if (answer.status != 204) response_.content_length(response_.body().size());
        limit(shared_.write_limit);
        http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            self->response_ = {};
            if (error || !self->keep_alive_) return self->close();
            self->await_request();
        });
    }

    void close() {
        limit(std::chrono::seconds{2});
        stream_.async_shutdown([self = shared_from_this()](beast::error_code) {});
    }

    Shared& shared_;
    beast::ssl_stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<Body>> parser_;
    http::response<Body> response_;
    http::response<http::empty_body> continue_;
    HttpRequest request_;
    std::optional<PeerCertificate> peer_;
    bool keep_alive_ = false;
    bool idle_ = false;       // between requests
    bool answering_ = false;  // handed over, not answered yet
};

void Register::enter(const std::shared_ptr<Connection>& connection) {
    const std::scoped_lock lock{mutex_};
    ++count_;
    if (connections_.size() > 2 * count_ + 64)
        std::erase_if(connections_, [](const auto& known) { return known.expired(); });
    connections_.push_back(connection);
}

void Register::leave() {
    const std::scoped_lock lock{mutex_};
    if (--count_ == 0) emptied_.notify_all();
}

std::vector<std::shared_ptr<Connection>> Register::all() {
    const std::scoped_lock lock{mutex_};
    std::vector<std::shared_ptr<Connection>> living;
    for (const auto& known : connections_)
        if (auto connection = known.lock()) living.push_back(std::move(connection));
    return living;
}

bool Register::wait_until_empty(std::chrono::milliseconds limit) {
    std::unique_lock lock{mutex_};
    return emptied_.wait_for(lock, limit, [this] { return count_ == 0; });
}

Result<void> take_pair(ssl::context& tls, const std::string& certificate_pem, const std::string& key_pem) {
    beast::error_code error;
    const auto unusable = [&](FaultKind kind, const char* what) {
        return fail(kind, std::string{what} + ": " + error.message(), error.value());
    };
    tls.use_certificate_chain(asio::buffer(certificate_pem), error);
    if (error) return unusable(FaultKind::missing, "server certificate");
    tls.use_private_key(asio::buffer(key_pem), ssl::context::pem, error);
    if (!error) return {};
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    const bool of_another = reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH;
    return unusable(of_another ? FaultKind::refused : FaultKind::corrupt, "server key");
}

Result<void> set_up_tls(ssl::context& tls, const ListenOptions& options) {
    beast::error_code error;
    const auto unusable = [&](const char* what) {
        return fail(FaultKind::refused, std::string{what} + ": " + error.message(), error.value());
    };
    if (const auto pair = take_pair(tls, options.certificate_pem, options.key_pem); !pair)
        return fail(FaultKind::refused, pair.error().what, pair.error().code);
    tls.add_certificate_authority(asio::buffer(options.client_authority_pem), error);
    if (error) return unusable("station authority");

    SSL_CTX* raw = tls.native_handle();
    if (SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION) != 1) return unusable("TLS 1.3");
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    // OpenSSL gives two tickets, and for each encodes and parses the client's certificate once more: a tenth of what a
    // handshake costs here. A station comes back with the newest one.
    SSL_CTX_set_num_tickets(raw, 1);
    constexpr std::string_view sessions = "zvonok";
    SSL_CTX_set_session_id_context(raw, reinterpret_cast<const unsigned char*>(sessions.data()), sessions.size());
    // Any certificate may pass the handshake; the route reads the outcome and can then say in words what is wrong,
    // where a TLS alert could not.
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    return {};
}

}  // namespace

Result<void> check_pair(const std::string& certificate_pem, const std::string& key_pem) {
    ssl::context tls{ssl::context::tls_server};
    return take_pair(tls, certificate_pem, key_pem);
}

struct Listener::Server {
    Server(const ListenOptions& options, HttpHandler& handler, Log& log)
        : limit(options.connections), shared(std::make_unique<Shared>(handler, log, options)), acceptor(shared->io) {}

    Result<void> listen(const ListenOptions& options) {
        if (auto ready = set_up_tls(shared->tls, options); !ready) return ready;
        beast::error_code error;
        const auto address = asio::ip::make_address(options.address, error);
        if (error) return fail(FaultKind::refused, "listen address: " + error.message());
        const tcp::endpoint endpoint{address, options.port};
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(1024, error);
        if (error) return fail(FaultKind::busy, "listen: " + error.message(), error.value());
        bound_port = acceptor.local_endpoint(error).port();
        return {};
    }

    void start() {
        accept();
        for (int i = 0; i < tuning::io_threads; ++i) threads.emplace_back([io = &shared->io] { io->run(); });
    }

    void accept() {
        acceptor.async_accept(asio::make_strand(shared->io), [this](beast::error_code error, tcp::socket socket) {
            if (shared->stopping) return;
            if (error) {
                shared->log.warn("listener: accept failed: " + error.message());
                // Out of descriptors: the queue stays ready, so wait for connections to end instead of spinning.
                retry.expires_after(std::chrono::milliseconds{100});
                retry.async_wait([this](beast::error_code) { accept(); });
                return;
            }
            ++accepted;
            if (shared->connected.count() < limit) {
                const auto connection = std::make_shared<Connection>(std::move(socket), *shared);
                shared->connected.enter(connection);
                connection->start();
            }
            accept();
        });
    }

    void stop(std::chrono::milliseconds grace) {
        if (shared->stopping.exchange(true)) return;
        asio::post(shared->io, [this] {
            beast::error_code ignored;
            acceptor.close(ignored);
            retry.cancel();
        });
        for (const auto& connection : shared->connected.all()) connection->finish();
        shared->connected.wait_until_empty(grace);
        for (const auto& connection : shared->connected.all()) connection->cut();
        shared->workers.join();
        shared->connected.wait_until_empty(std::chrono::seconds{1});
        shared->io.stop();
        for (std::thread& thread : threads) thread.join();
    }

    std::size_t limit;
    std::unique_ptr<Shared> shared;
    tcp::acceptor acceptor;
    asio::steady_timer retry{acceptor.get_executor()};
    std::vector<std::thread> threads;
    std::uint16_t bound_port = 0;
    std::atomic<std::uint64_t> accepted = 0;
};

Listener::Listener(std::unique_ptr<Server> server) : server_(std::move(server)) {}
Listener::~Listener() {
    server_->stop({});
}

Result<std::unique_ptr<Listener>> Listener::open(const ListenOptions& options, HttpHandler& handler, Log& log) {
    auto server = std::make_unique<Server>(options, handler, log);
    if (const auto listening = server->listen(options); !listening) return tl::unexpected(listening.error());
    server->start();
    return std::unique_ptr<Listener>{new Listener(std::move(server))};
}

std::uint16_t Listener::port() const {
    return server_->bound_port;
}
std::size_t Listener::connections() const {
    return server_->shared->connected.count();
}
std::uint64_t Listener::accepted() const {
    return server_->accepted;
}
void Listener::stop(std::chrono::milliseconds grace) {
    server_->stop(grace);
}

}  // namespace zvonok::sync::server
