#pragma once

#include "station/crypto/digest.hpp"

namespace zvonok::sync::server {

/// What the server keeps of an enrolment token.
crypto::Digest hash_of_token(std::string_view token);

}  // namespace zvonok::sync::server
