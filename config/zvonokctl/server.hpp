#pragma once

#include "sync/client/transport.hpp"

/// Asking a server once, and what to tell IT when it does not answer.
namespace zvonok::ctl {

/// One GET, waited for.
sync::client::Answer ask_server(const sync::client::Endpoint& endpoint, std::string_view path);

/// What is wrong and what to do, in Russian; empty for no trouble.
Phrase words_of(sync::client::Trouble trouble);

}  // namespace zvonok::ctl
