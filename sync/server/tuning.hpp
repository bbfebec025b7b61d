#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::sync::server::tuning {

using namespace std::chrono_literals;

/// How long a client may take over each part of a connection. Shorter drops stations on bad lines, longer lets a
/// dawdling client (slowloris) hold a place. Each is a total for its part and is not renewed by a trickle of bytes.
inline constexpr std::chrono::seconds header_limit = 10s;  // handshake and header each
inline constexpr std::chrono::seconds body_limit = 60s;
inline constexpr std::chrono::seconds write_limit = 60s;
/// A connection without a request. Stations ask again within their long poll (at most `longest_wait`).
inline constexpr std::chrono::seconds idle_limit = 150s;

/// What is read at once of a request that begins; most headers fit in.
inline constexpr std::size_t first_read_bytes = 2048;
/// Request line and header fields.
inline constexpr std::size_t header_bytes = 8 * 1024;
/// One upload as sent, and after decompression; stations make batches of at most a quarter of the former.
inline constexpr std::size_t sync_body_bytes = 8 * 1024 * 1024;
inline constexpr std::size_t sync_inflated_bytes = 32 * 1024 * 1024;
/// Token and CSR.
inline constexpr std::size_t enrol_body_bytes = 32 * 1024;

/// Connections at once; one more is closed unanswered. A waiting station costs some 60 kB.
inline constexpr std::size_t connections = 8000;
/// Descriptors that the process needs beside those of its connections: databases with their logs, one file of tables a
/// school, the admin socket.
inline constexpr std::size_t other_descriptors = 1024;
/// Threads that move bytes, and threads that handle requests (on SQLite they take turns at the one log).
inline constexpr int io_threads = 2;
inline constexpr int worker_threads = 2;

/// Requests of one station: so many at once, then so many a second. A station that reads a year's pages or sends a
/// term's entries asks some twenty times a second; more hurts the others, fewer holds up that station.
inline constexpr double station_requests_burst = 300;
inline constexpr double station_requests_a_second = 50;
/// Requests from one address without a certificate: enrolment and health. A school behind one address enrols its
/// stations on one morning; a token is no less safe for more guesses, having 128 bits.
inline constexpr double stranger_requests_burst = 120;
inline constexpr double stranger_requests_a_second = 2;

/// How long a request waits for a connection to the database before the station is told to come again.
inline constexpr std::chrono::seconds lease_limit = 10s;

/// PostgreSQL. Connections that the requests of one process share; beside them two for the tables and for listening.
/// More than worker_threads and a long poll's thread can use are idle.
inline constexpr std::size_t database_connections = 4;
/// To connect; between signs of life on a silent line, which is cut after twice that. Shorter takes a hiccup of the
/// network for its end, longer keeps stations waiting that could ask another server process.
inline constexpr std::chrono::seconds database_connect_limit = 5s;
inline constexpr std::chrono::seconds database_silence_limit = 10s;
/// For one statement; for a school's counter that another process holds; for a process that holds it and does nothing.
inline constexpr std::chrono::milliseconds database_statement_limit = 20s;
inline constexpr std::chrono::milliseconds database_lock_limit = 5s;
inline constexpr std::chrono::milliseconds database_idle_transaction_limit = 15s;
/// Between attempts to listen again after the connection fell; doubled up to the latter.
inline constexpr std::chrono::milliseconds listen_again_after = 200ms;
inline constexpr std::chrono::milliseconds listen_again_at_most = 5s;
/// Batches that are read in one go; each costs a few hundred bytes beside its entries.
inline constexpr std::size_t database_page_batches = 512;

/// How often an upload is checked anew because the facts changed meanwhile, before the station is told to come again.
inline constexpr int belief_attempts = 5;

/// Held entries that one transaction judges again when the facts have changed; the rest follows in transactions of its
/// own. More keeps others from the school's log for longer, fewer makes more commits.
inline constexpr std::size_t reconsidered_entries = 1000;
/// Held entries whose acceptance is tried out to see what else it would make right.
inline constexpr std::size_t frames_hoped_for = 200;
/// Former states of the facts that are built anew to judge one upload by; each takes as long as reading all facts.
inline constexpr std::size_t earlier_books = 8;

/// The longest wait of a long poll that is granted; middle boxes drop silent connections after a minute or so.
inline constexpr std::chrono::seconds longest_wait = 55s;

/// A page of changes before compression: larger pages make fewer round trips, smaller ones less memory a request.
inline constexpr std::size_t page_bytes = 512 * 1024;
/// The largest page that a station may ask for.
inline constexpr std::size_t most_page_bytes = 2 * 1024 * 1024;

/// Entries under one seal of the server. More make larger pages, fewer more signatures.
inline constexpr int own_batch_entries = 500;

/// How long the tables may lag behind the log while writes keep coming. Nobody waits for them but reports.
inline constexpr std::chrono::milliseconds projection_delay = 2s;

/// Card sessions whose proof need not be checked again at each upload; some 300 bytes each.
inline constexpr std::size_t believed_sessions = 20'000;

/// A station's certificate counts from so much before the server's own time: their clocks differ.
inline constexpr std::chrono::minutes clock_tolerance = 5min;

/// Parcels of one request that are looked at; the rest is to come again.
inline constexpr std::size_t carried_parcels = 256;
/// Envelope keys that a staff station is given: the newest, and those before it, with which parcels may still lie
/// about.
inline constexpr std::size_t envelope_keys = 3;

/// How long a station's certificate holds. Stations renew it by a new enrolment.
inline constexpr std::chrono::days certificate_term{800};

/// How often the server looks whether forecasts are due: the longer, the later in the day families may hear one.
inline constexpr std::chrono::minutes forecast_interval = 20min;

/// The admin socket: one message, how long a command may take over its next one, and how long it waits for an answer.
inline constexpr std::size_t admin_frame_bytes = 256 * 1024 * 1024;
inline constexpr std::chrono::seconds admin_request_limit = 120s;
inline constexpr std::chrono::seconds admin_frame_limit = 10s;  // a message once begun
inline constexpr std::chrono::seconds admin_answer_limit = 300s;

/// How long a server that is told to stop lets answers under way finish.
inline constexpr std::chrono::seconds drain_limit = 5s;

}  // namespace zvonok::sync::server::tuning
