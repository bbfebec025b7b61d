#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::card::tuning {

/// How long one wait for news from the readers lasts. News end it at once; its end only makes the station list the
/// readers again, should the service have kept silent about one. Shorter costs wake-ups at rest, longer costs nothing.
constexpr std::chrono::milliseconds watch_wait{30'000};

/// How often a card service that is not there is asked for. Shorter costs wake-ups, longer lets the people wait.
constexpr std::chrono::milliseconds service_retry{500};

/// How often SCardCancel is repeated while the watching thread is ending: a cancel is lost when nobody waits.
constexpr std::chrono::milliseconds cancel_repeat{10};

/// A card that another program holds is tried this often and at this distance before the person is told.
constexpr int connect_attempts = 5;
constexpr std::chrono::milliseconds connect_retry{200};

/// How long a card that answered oddly may take to turn out to be pulled. The service looks every 400 ms.
constexpr std::chrono::milliseconds removal_grace{1'000};

/// The longest answer that is put together from pieces, and how many pieces. A certificate with its chain of 61xx
/// takes 31 pieces for 6 KB; a card that never ends must not fill the memory or hold the login.
constexpr std::size_t answer_bytes = 16 * 1024;
constexpr int answer_pieces = 80;

/// The longest certificate, unpacked: 12 KB of gzip can hold 12 MB.
constexpr std::size_t certificate_bytes = 16 * 1024;

}  // namespace zvonok::card::tuning
