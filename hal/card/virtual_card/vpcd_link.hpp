#pragma once

#include "station/base/file.hpp"

#include <optional>

namespace zvonok::card::virtual_card {

/// A slot of the virtual reader (vsmartcard-vpcd): the card is in for as long as this connection lives.
/// Messages both ways are two bytes of length, high one first, and the message.
class VpcdLink {
  public:
    /// address   IPv4, "127.0.0.1"; slots of one reader listen on ports one after another, 35963 the first
    /// offline   nobody listens there
    static Result<VpcdLink> connect(const std::string& address, std::uint16_t port);

    [[nodiscard]] int fd() const { return fd_.get(); }
    /// Reads what has come, without waiting. offline: the reader is gone
    Result<void> receive();
    /// The next whole message, if it has come.
    std::optional<Bytes> take();
    Result<void> send(ByteView message);

  private:
    explicit VpcdLink(UniqueFd fd) : fd_(std::move(fd)) {}
    UniqueFd fd_;
    Bytes received_;
};

}  // namespace zvonok::card::virtual_card
