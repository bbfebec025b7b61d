#pragma once

#include "sync/server/storage.hpp"

namespace zvonok::sync::server::postgres {

/// The payload of a notification: its parts in words with blanks between; at most 300 bytes.
std::string encode(const News& news);
/// corrupt: not one of ours
Result<News> decode_news(std::string_view text);

}  // namespace zvonok::sync::server::postgres
