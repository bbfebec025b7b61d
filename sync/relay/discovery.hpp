#pragma once

#include "station/base/log.hpp"
#include "sync/relay/relay.hpp"

namespace zvonok::sync::relay {

/// What this station tells the local network, and whom it looks for. Nothing in it is about a person.
struct Advert {
    SchoolId school;
    StationId station;
    std::uint16_t port = 0;
};

/// Finds the school's other stations by DNS-SD. What it finds is a rumour: TLS tells who is really there.
class Discovery {
  public:
    /// Whom it has found, whenever that changes; nothing: the machine's discovery service is away. On a thread of the
    /// discovery's own, which must not be kept waiting.
    using OnChange = std::function<void(std::optional<std::vector<Address>>)>;

    /// By the Avahi daemon. It need not run yet, and may come and go: that is told, not a fault.
    /// full: no memory
    static Result<std::unique_ptr<Discovery>> open(const Advert& advert, Log& log, OnChange on_change);
    ~Discovery();
    Discovery(const Discovery&) = delete;
    Discovery& operator=(const Discovery&) = delete;

  private:
    struct Browser;
    explicit Discovery(std::unique_ptr<Browser> browser);
    std::unique_ptr<Browser> browser_;
};

/// What the TXT record says instead of the school: nobody learns it who does not know it.
std::string school_mark(SchoolId school);

/// Whether the pieces of a TXT record, "key=value", say that mark.
bool names_school(std::span<const std::string> text, std::string_view mark);

}  // namespace zvonok::sync::relay
