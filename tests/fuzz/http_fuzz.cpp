#include "sync/server/http.hpp"
#include "sync/server/tuning.hpp"
#include "sync/server/wanted.hpp"
#include "tests/fuzz/input.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>

using namespace zvonok;
using namespace zvonok::sync::server;

/// A request as it comes off the line, through the parser and the limits that the listener uses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace http = boost::beast::http;
    http::request_parser<http::vector_body<std::uint8_t>> parser;
    parser.header_limit(tuning::header_bytes);
    parser.body_limit(4096);
    parser.eager(true);
    boost::beast::error_code error;
    parser.put(boost::asio::buffer(data, size), error);
    if (!parser.is_header_done()) return 0;
    const std::string target{parser.get().target()};
    const auto question = target.find('?');
    if (question == std::string::npos) return 0;
    const auto query = parse_query(target.substr(question + 1));
    fuzz::promise(query.size() <= target.size(), "a query has no more parts than characters");
    static_cast<void>(wanted_of(query));
    static_cast<void>(number_of(query, "wait"));
    return 0;
}
