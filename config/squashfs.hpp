#pragma once

#include "config/file_tree.hpp"
#include "station/base/clock.hpp"

namespace zvonok::config {

/// The files as a SquashFS 4.0 file system that any tool for it can read: sorted, owned by root, mode 0644, all of one
/// time, stored uncompressed, so that the same files give the same bytes with every version of every library. Padded
/// to 4096 bytes, as block devices want it.
Result<Bytes> pack_squashfs(const FileTree& files, Instant stamp);

/// Reads all files back.
/// fails  corrupt: not SquashFS, damaged, or holding what no image of ours holds: a link, a device, an unsafe path;
///        full: more or larger files than tuning.hpp allows
Result<FileTree> unpack_squashfs(ByteView image);

/// How long the superblock says the file system is, unpadded; what follows is not part of it. corrupt: no superblock.
Result<std::uint64_t> squashfs_length(ByteView image);

}  // namespace zvonok::config
