#pragma once

#include "hal/speech/speech.hpp"
#include "station/entry/session.hpp"
#include "station/flow/event.hpp"

#include <functional>

/// What the workers tell the UI thread.
namespace zvonok::app {

/// The journal is open: sessions are to name this log.
struct JournalOpen {
    LogId log;
};
/// Own entries that the server has not received yet.
struct Unsent {
    std::uint64_t entries = 0;
};
/// What the network thread has come to.
struct LinkNews {
    flow::Network::Link link{};
    std::optional<Instant> last_contact{};
    std::optional<std::chrono::milliseconds> clock_ahead{};  ///< of the server's, where it has just been compared
};

/// Who may no longer log in, whatever the facts of this station say.
struct AccessNews {
    std::vector<Bytes> revocation_lists;  ///< of the staff CA, DER
    std::vector<PersonId> closed;
};

/// Other stations of the school that answer on the local network; nothing: they are not looked for.
struct NeighbourNews {
    std::optional<std::uint32_t> heard;
};

/// Whether what is read aloud can be heard.
struct SpeechNews {
    hal::Speech speech{};
};

using News = std::variant<flow::Event, JournalOpen, Unsent, LinkNews, AccessNews, NeighbourNews, SpeechNews>;

/// Any thread; wakes the UI.
using Tell = std::function<void(News)>;

}  // namespace zvonok::app
