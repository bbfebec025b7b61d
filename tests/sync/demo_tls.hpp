#pragma once

#include "station/crypto/authority.hpp"
#include "sync/client/transport.hpp"
#include "sync/server/listener.hpp"
#include "tests/support/temp_dir.hpp"

namespace zvonok::test {

/// The certificates of one server and its stations, valid around today.
struct DemoTls {
    DemoTls();

    crypto::Authority server_authority;
    crypto::Authority station_authority;
    std::string server_pem;
    std::string server_key_pem;

    /// For 127.0.0.1 on a free port.
    [[nodiscard]] sync::server::ListenOptions listen_options() const;
    /// An endpoint without a station certificate.
    [[nodiscard]] sync::client::Endpoint stranger(std::uint16_t port) const;
    /// A station's certificate in `folder`, issued by `authority`, for that port.
    [[nodiscard]] sync::client::Endpoint station(std::uint16_t port, const std::filesystem::path& folder,
                                                 const crypto::Authority& authority) const;
};

crypto::Authority demo_authority(const std::string& name);
std::string pem_text(const crypto::PrivateKey& key);

/// Asks once and waits for the answer.
sync::client::Answer ask(sync::client::Transport& transport, const sync::client::Ask& what);
sync::client::Answer ask(const sync::client::Endpoint& endpoint, const sync::client::Ask& what);

}  // namespace zvonok::test
