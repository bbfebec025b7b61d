#include "sync/client/transport.hpp"
#include "sync/client/tuning.hpp"

#include <curl/curl.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <string_view>

namespace zvonok::sync::client {
namespace {

struct EasyFree {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiFree {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlFree {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct TextFree {
    void operator()(char* text) const { curl_free(text); }
};

/// libcurl asks to be initialised before threads use it; the first transport does so, the process's end undoes it.
bool curl_ready() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

/// One lane: an easy handle that is used again and again, so that its connection is.
struct Channel {
    std::unique_ptr<CURL, EasyFree> easy{curl_easy_init()};
    std::unique_ptr<curl_slist, ListFree> headers;
    Bytes body;
    Answer answer;
    std::array<char, CURL_ERROR_SIZE> words{};  ///< why it failed
    std::optional<Answer> doubted;              ///< what was found out, while a portal is looked for
    bool active = false;
};

/// What the address's host shows to anybody, in plain HTTP.   empty: no address, or no memory
std::string front_page(const std::string& address, std::uint16_t port) {
    const std::unique_ptr<CURLU, UrlFree> url{curl_url()};
    const auto set = [&](CURLUPart part, const char* to) { return curl_url_set(url.get(), part, to, 0) == CURLUE_OK; };
    if (!url || !set(CURLUPART_URL, address.c_str()) || !set(CURLUPART_SCHEME, "http") ||
        !set(CURLUPART_PORT, std::to_string(port).c_str()) || !set(CURLUPART_PATH, "/") ||
        !set(CURLUPART_QUERY, nullptr) || !set(CURLUPART_FRAGMENT, nullptr) || !set(CURLUPART_USER, nullptr) ||
        !set(CURLUPART_PASSWORD, nullptr))
        return {};
    char* text = nullptr;
    if (curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) return {};
    const std::unique_ptr<char, TextFree> made{text};
    return made.get();
}

/// Whether a plain HTTP answer is that of a network that wants a login (RFC 6585, and the redirects of those before
/// it).
bool is_of_portal(int status, std::string_view type) {
    return status == 511 || (status >= 300 && status < 400) || (status == 200 && type.starts_with("text/html"));
}

std::size_t take_body(char* data, std::size_t, std::size_t count, void* to) {
    auto& channel = *static_cast<Channel*>(to);
    if (channel.answer.body.size() + count > tuning::answer_bytes) {
        return 0;
    }
    append(channel.answer.body, as_bytes({data, count}));
    return count;
}

std::size_t take_header(char* data, std::size_t, std::size_t count, void* to) {
    auto& channel = *static_cast<Channel*>(to);
    constexpr std::string_view encoding = "content-encoding:";
    const std::string_view line{data, count};
    if (line.size() > encoding.size() && curl_strnequal(data, encoding.data(), encoding.size()) != 0 &&
        line.find("zstd") != std::string_view::npos)
        channel.answer.compressed = true;
    return count;
}

/// What curl passes on of OpenSSL's SSL_get_verify_result(); the numbers are part of OpenSSL's interface.
enum VerifyResult : long {
    verify_ok = 0,
    verify_unspecified = 1,  // curl compares the names itself, before it reads OpenSSL's result
    verify_not_yet_valid = 9,
    verify_expired = 10,
    verify_other_host = 62,
    verify_other_ip = 64,
};

Trouble trouble_of_certificate(CURL* easy) {
    long verified = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    switch (verified) {
        case verify_not_yet_valid:
        case verify_expired:
            return Trouble::certificate_dates;
        case verify_ok:
        case verify_unspecified:
        case verify_other_host:
        case verify_other_ip:
            return Trouble::other_name;
        default:
            return Trouble::other_authority;
    }
}

/// A proxy that answers CONNECT with a no.
bool is_of_proxy(CURL* easy) {
    long said = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &said);
    return said >= 300;
}

Trouble trouble_of_connect(CURL* easy) {
    long error = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &error);
    return error == ECONNREFUSED ? Trouble::connection_refused : Trouble::unreachable;
}

/// A server that goes away in the middle of the handshake, and one that speaks something else, have the same code; only
/// OpenSSL's words tell them apart.
Trouble trouble_of_handshake(std::string_view words) {
    for (const std::string_view cut : {"SSL_ERROR_SYSCALL", "unexpected eof", "reset by peer"})
        if (words.find(cut) != std::string_view::npos) return Trouble::cut_off;
    return Trouble::not_zvonok;
}

Trouble trouble_of(CURLcode code, CURL* easy, std::string_view words) {
    switch (code) {
        case CURLE_OK:
            return Trouble::none;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            return Trouble::bad_address;
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_PROXY:
            return Trouble::proxy;
        case CURLE_COULDNT_RESOLVE_HOST:
            return Trouble::name_unknown;
        case CURLE_COULDNT_CONNECT:
            return trouble_of_connect(easy);
        case CURLE_OPERATION_TIMEDOUT:
            return Trouble::timed_out;
        case CURLE_PEER_FAILED_VERIFICATION:
            return trouble_of_certificate(easy);
        case CURLE_SSL_CERTPROBLEM:
            return Trouble::own_certificate;
        case CURLE_SSL_CONNECT_ERROR:
            return trouble_of_handshake(words);
        case CURLE_WRITE_ERROR:  // an answer longer than any of ours
        case CURLE_WEIRD_SERVER_REPLY:
            return Trouble::not_zvonok;
        default:  // sending or receiving ended in the middle
            return Trouble::cut_off;
    }
}

/// A server that hangs up while OpenSSL writes would end the program: libcurl leaves that signal to its caller. Blocked
/// in this thread for good, for the signal stays pending.
void block_broken_pipes() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

class CurlTransport final : public Transport {
  public:
    explicit CurlTransport(Endpoint endpoint) : endpoint_(std::move(endpoint)), multi_(curl_multi_init()) {}
    ~CurlTransport() override {
        for (Channel& channel : channels_)
            if (channel.active) curl_multi_remove_handle(multi_.get(), channel.easy.get());
    }
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    [[nodiscard]] bool usable() const { return multi_ && channels_[0].easy && channels_[1].easy; }

    void ask(Lane lane, const Ask& ask) override {
        block_broken_pipes();
        Channel& channel = of(lane);
        CURL* easy = channel.easy.get();
        curl_easy_reset(easy);
        channel.answer = {};
        channel.doubted.reset();
        channel.words.front() = '\0';
        set_endpoint(easy);
        curl_easy_setopt(easy, CURLOPT_URL, (endpoint_.urls[address_] + ask.path_and_query).c_str());
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(ask.limit.count()));
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &channel);
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &channel);
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, channel.words.data());
        // A 100-continue round trip would cost more than the bodies we send.
        curl_slist* headers = curl_slist_append(nullptr, "Expect:");
        if (ask.body) {
            headers = curl_slist_append(headers, "Content-Type: application/x-protobuf");
            if (ask.compressed) headers = curl_slist_append(headers, "Content-Encoding: zstd");
            channel.body = *ask.body;
            curl_easy_setopt(easy, CURLOPT_POST, 1L);
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(channel.body.size()));
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, channel.body.data());
        }
        channel.headers.reset(headers);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_multi_add_handle(multi_.get(), easy);
        channel.active = true;
    }

    [[nodiscard]] bool asking(Lane lane) const override { return channels_[index(lane)].active; }

    void cancel(Lane lane) override {
        Channel& channel = of(lane);
        if (!channel.active) return;
        curl_multi_remove_handle(multi_.get(), channel.easy.get());
        channel.active = false;
    }

    std::optional<Event> wait(std::chrono::milliseconds limit) override {
        if (auto event = finished()) return event;
        const auto deadline = std::chrono::steady_clock::now() + limit;
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) return std::nullopt;
            // Also returns when one of curl's own timers is due, and that is nobody's business here.
            curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(left.count()), nullptr);
            if (auto event = finished()) return event;
            if (woken_.exchange(false)) return std::nullopt;
        }
    }

    void wake() override {
        woken_ = true;
        curl_multi_wakeup(multi_.get());
    }
    void try_next_address() override { address_ = (address_ + 1) % endpoint_.urls.size(); }

  private:
    static std::size_t index(Lane lane) { return lane == Lane::exchange ? 0 : 1; }
    Channel& of(Lane lane) { return channels_[index(lane)]; }

    void set_endpoint(CURL* easy) {
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                         static_cast<long>(std::chrono::milliseconds{tuning::connect_limit}.count()));
        curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_blob authority{const_cast<char*>(endpoint_.authority_pem.data()), endpoint_.authority_pem.size(),
                            CURL_BLOB_COPY};
        curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &authority);
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);  // the image's CA and no other
        if (!endpoint_.certificate.empty()) {
            curl_easy_setopt(easy, CURLOPT_SSLCERT, endpoint_.certificate.c_str());
            curl_easy_setopt(easy, CURLOPT_SSLKEY, endpoint_.key.c_str());
        }
    }

    std::optional<Event> finished() {
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURLcode code = message->data.result;
            const Lane lane = channels_[0].easy.get() == message->easy_handle ? Lane::exchange : Lane::long_poll;
            Channel& channel = of(lane);
            if (channel.doubted) return Event{lane, settled(channel, code)};
            Answer answer = close(channel, code);
            if (answer.trouble != Trouble::other_authority && answer.trouble != Trouble::not_zvonok)
                return Event{lane, std::move(answer)};
            look_for_portal(channel, std::move(answer));
        }
        return std::nullopt;
    }

    /// Asks the host in plain HTTP, with nothing that belongs to this station.
    void look_for_portal(Channel& channel, Answer doubted) {
        CURL* easy = channel.easy.get();
        curl_easy_reset(easy);
        channel.headers.reset();
        channel.answer = {};
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http");
        curl_easy_setopt(easy, CURLOPT_URL, front_page(endpoint_.urls[address_], endpoint_.portal_port).c_str());
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(tuning::portal_limit.count()));
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &channel);
        channel.doubted = std::move(doubted);
        channel.active = true;
        curl_multi_add_handle(multi_.get(), easy);
    }

    Answer settled(Channel& channel, CURLcode code) {
        const Answer plain = close(channel, code);
        Answer answer = std::move(*channel.doubted);
        channel.doubted.reset();
        if (code == CURLE_OK && is_of_portal(plain.status, plain.content_type)) answer.trouble = Trouble::portal;
        return answer;
    }

    Answer close(Channel& channel, CURLcode code) {
        CURL* easy = channel.easy.get();
        const std::string_view words = channel.words.data();
        channel.answer.trouble = code != CURLE_OK && is_of_proxy(easy) ? Trouble::proxy : trouble_of(code, easy, words);
        if (code != CURLE_OK) channel.answer.detail = words.empty() ? curl_easy_strerror(code) : words;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        channel.answer.status = static_cast<int>(status);
        const char* type = nullptr;
        curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
        if (type != nullptr) channel.answer.content_type = type;
        curl_multi_remove_handle(multi_.get(), easy);
        channel.active = false;
        return std::move(channel.answer);
    }

    Endpoint endpoint_;
    std::size_t address_ = 0;
    std::atomic<bool> woken_ = false;
    std::unique_ptr<CURLM, MultiFree> multi_;
    std::array<Channel, 2> channels_;
};

}  // namespace

Result<std::unique_ptr<Transport>> open_transport(const Endpoint& endpoint) {
    constexpr std::string_view scheme = "https://";
    if (endpoint.urls.empty()) return fail(FaultKind::refused, "no server address");
    Endpoint trimmed = endpoint;
    for (std::string& url : trimmed.urls) {
        while (url.ends_with('/')) url.pop_back();
        if (!url.starts_with(scheme) || url.size() <= scheme.size())
            return fail(FaultKind::refused, "a server address that is not https://");
    }
    if (!curl_ready()) return fail(FaultKind::bug, "libcurl cannot be initialised");
    auto transport = std::make_unique<CurlTransport>(std::move(trimmed));
    if (!transport->usable()) return fail(FaultKind::full, "libcurl has no memory");
    return transport;
}

}  // namespace zvonok::sync::client
