#pragma once

#include "station/base/bytes.hpp"

namespace zvonok::card {

/// Unpacks one gzip member (RFC 1952). corrupt: anything else, a cut one, bytes behind it; full: more than
/// `limit_bytes`.
Result<Bytes> gunzip(ByteView packed, std::size_t limit_bytes);

}  // namespace zvonok::card
