#include "tests/bench/sync/crowd.hpp"

#include "tests/bench/sync/figures.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace zvonok::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Body = http::vector_body<std::uint8_t>;
using Stream = beast::ssl_stream<beast::tcp_stream>;

struct Crowd::Network {
    asio::io_context io{1};
    asio::ssl::context tls{asio::ssl::context::tlsv13_client};
    tcp::endpoint server;
    std::vector<std::shared_ptr<Member>> members;
};

struct Crowd::Member : std::enable_shared_from_this<Crowd::Member> {
    Member(Network& network, crypto::PrivateKey its_key, crypto::Certificate its_certificate)
        : net(network), key(std::move(its_key)), certificate(std::move(its_certificate)) {}

    void ask(const Question& question, OnReply on_reply) {
        reply_to = std::move(on_reply);
        request = {};
        request.method(question.body.empty() ? http::verb::get : http::verb::post);
        request.target(question.target);
        request.version(11);
        request.set(http::field::host, "127.0.0.1");
        if (!question.body.empty()) {
            request.set(http::field::content_type, "application/x-protobuf");
            if (question.compressed) request.set(http::field::content_encoding, "zstd");
            request.body() = question.body;
            request.prepare_payload();
        }
        if (stream)
            send();
        else
            connect();
    }

    void connect() {
        stream.emplace(net.io, net.tls);
        SSL_use_certificate(stream->native_handle(), certificate.native());
        SSL_use_PrivateKey(stream->native_handle(), key.native());
        auto self = shared_from_this();
        beast::get_lowest_layer(*stream).async_connect(net.server, [self](beast::error_code error) {
            if (error) return self->failed("connect", error);
            beast::error_code ignored;
            beast::get_lowest_layer(*self->stream).socket().set_option(tcp::no_delay{true}, ignored);
            self->stream->async_handshake(asio::ssl::stream_base::client, [self](beast::error_code refused) {
                if (refused) return self->failed("handshake", refused);
                self->send();
            });
        });
    }

    void send() {
        auto self = shared_from_this();
        http::async_write(*stream, request, [self](beast::error_code error, std::size_t) {
            if (error) return self->failed("send", error);
            self->parser.emplace();
            self->parser->body_limit(std::uint64_t{1} << 26);
            http::async_read(*self->stream, self->buffer, *self->parser, [self](beast::error_code lost, std::size_t) {
                if (lost) return self->failed("receive", lost);
                auto& message = self->parser->get();
                Reply reply{static_cast<int>(message.result_int()),
                            message[http::field::content_encoding] == "zstd",
                            std::move(message.body()),
                            {}};
                self->parser.reset();
                self->request = {};
                self->buffer.shrink_to_fit();
                std::exchange(self->reply_to, {})(std::move(reply));
            });
        });
    }

    void failed(const char* what, beast::error_code error) {
        stream.reset();
        buffer.clear();
        if (reply_to) std::exchange(reply_to, {})(Reply{0, false, {}, std::string(what) + ": " + error.message()});
    }

    Network& net;
    crypto::PrivateKey key;
    crypto::Certificate certificate;
    std::optional<Stream> stream;
    beast::flat_buffer buffer;
    http::request<Body> request;
    std::optional<http::response_parser<Body>> parser;
    OnReply reply_to;
};

Crowd::Crowd(std::uint16_t port, const std::string& authority_pem) : network_(std::make_unique<Network>()) {
    network_->server = {asio::ip::make_address("127.0.0.1"), port};
    beast::error_code error;
    network_->tls.add_certificate_authority(asio::buffer(authority_pem), error);
    if (error) give_up("the crowd's CA: " + error.message());
    network_->tls.set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_mode(network_->tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);
}

Crowd::~Crowd() {
    for (const auto& member : network_->members) member->reply_to = {};
}

std::size_t Crowd::add(const crypto::PrivateKey& key, const crypto::Certificate& certificate) {
    network_->members.push_back(std::make_shared<Member>(*network_, key, certificate));
    return network_->members.size() - 1;
}

void Crowd::ask(std::size_t member, Question question, OnReply on_reply) {
    network_->members[member]->ask(question, std::move(on_reply));
}

void Crowd::at(Steady::time_point when, std::function<void()> call) {
    auto timer = std::make_shared<asio::steady_timer>(network_->io, when);
    timer->async_wait([timer, call = std::move(call)](beast::error_code error) {
        if (!error) call();
    });
}

void Crowd::disconnect(std::size_t member) {
    network_->members[member]->stream.reset();
}

bool Crowd::run(const std::function<bool()>& done, std::chrono::milliseconds limit) {
    const auto deadline = Steady::now() + limit;
    network_->io.restart();
    while (!done()) {
        if (Steady::now() >= deadline) return false;
        network_->io.run_one_until(deadline);
        if (network_->io.stopped()) network_->io.restart();
    }
    return true;
}

}  // namespace zvonok::bench
