#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::sqlite::tuning {

/// Room that the write-ahead log is given beforehand. A commit into room that the file already has costs one flush of
/// data; a commit that makes the file longer also flushes the file system's own log (1.3 to 1.6 times as long). More
/// room: fewer checkpoints, a longer recovery after power loss (about 2 ms a megabyte) and as much disk.
inline constexpr std::size_t wal_room_bytes = 8u << 20;

/// Frames in the write-ahead log from which the owner should checkpoint at the next quiet moment. Must leave room for
/// a large batch below wal_room_bytes; lower means more checkpoints (two flushes and scattered writes each).
inline constexpr int checkpoint_from_frames = 1800;

/// How long a statement waits for another process's lock (a backup, zvonokctl) before it answers busy.
inline constexpr std::chrono::milliseconds busy_limit{2000};

/// Statements that a connection keeps prepared though nobody holds them, some 10 KiB each. Fewer means that an exchange
/// parses its dozen statements anew.
inline constexpr std::size_t idle_statements = 64;

/// Page cache of one connection. A lesson's screen touches a dozen pages, a rebuild walks all.
inline constexpr int cache_kibibytes = 4096;

}  // namespace zvonok::sqlite::tuning
