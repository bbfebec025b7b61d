#include "tests/support/fault_vfs.hpp"

#include <sqlite3.h>
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <random>
#include <stdexcept>

namespace zvonok::test {

namespace {

/// SQLite gives us szOsFile bytes: this, and the real file's structure behind it.
struct FaultFile {
    sqlite3_file base;
    FaultVfs* disk;
    std::shared_ptr<FaultVfs::Track>* track;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultFile* of(sqlite3_file* file) {
    return reinterpret_cast<FaultFile*>(file);
}
FaultVfs* of(sqlite3_vfs* vfs) {
    return static_cast<FaultVfs*>(vfs->pAppData);
}

int file_close(sqlite3_file* file) {
    FaultFile* self = of(file);
    delete self->track;
    self->track = nullptr;
    return self->real()->pMethods->xClose(self->real());
}

int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    FaultFile* self = of(file);
    if (!self->disk->powered()) return SQLITE_IOERR_READ;
    return self->real()->pMethods->xRead(self->real(), to, amount, offset);
}

int land(FaultFile* self, const void* from, int amount, sqlite3_int64 offset) {
    const int rc = self->real()->pMethods->xWrite(self->real(), from, amount, offset);
    if (rc == SQLITE_OK) {
        const auto* bytes = static_cast<const std::uint8_t*>(from);
        (*self->track)
            ->waiting.push_back({static_cast<std::size_t>(offset), Bytes(bytes, bytes + amount), std::nullopt});
    }
    return rc;
}

int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    FaultFile* self = of(file);
    switch (self->disk->next_operation()) {
        case FaultVfs::Fate::error:
            return SQLITE_IOERR_WRITE;
        case FaultVfs::Fate::full:
            return SQLITE_FULL;
        case FaultVfs::Fate::torn:
            land(self, from, amount / 2, offset);
            return SQLITE_IOERR_WRITE;
        case FaultVfs::Fate::succeed:
            break;
    }
    sqlite3_int64 size = 0;
    if (const int rc = self->real()->pMethods->xFileSize(self->real(), &size); rc != SQLITE_OK) return rc;
    if (offset + amount > size && !self->disk->take_room(static_cast<std::size_t>(offset + amount - size)))
        return SQLITE_FULL;
    return land(self, from, amount, offset);
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    FaultFile* self = of(file);
    if (self->disk->next_operation() != FaultVfs::Fate::succeed) return SQLITE_IOERR_TRUNCATE;
    const int rc = self->real()->pMethods->xTruncate(self->real(), size);
    if (rc == SQLITE_OK) (*self->track)->waiting.push_back({0, {}, static_cast<std::size_t>(size)});
    return rc;
}

void replay(Bytes& content, const FaultVfs::Track::Change& change) {
    if (change.truncated_to) {
        content.resize(*change.truncated_to);
        return;
    }
    if (content.size() < change.offset + change.data.size()) content.resize(change.offset + change.data.size());
    std::copy(change.data.begin(), change.data.end(), content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

/// The real flush is left out: the machine under the test keeps its power, and the tests keep their pace.
int file_sync(sqlite3_file* file, int) {
    FaultFile* self = of(file);
    self->disk->count_flush();
    if (self->disk->next_operation() != FaultVfs::Fate::succeed) return SQLITE_IOERR_FSYNC;
    FaultVfs::Track& track = **self->track;
    for (const auto& change : track.waiting) replay(track.flushed, change);
    track.waiting.clear();
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return of(file)->real()->pMethods->xFileSize(of(file)->real(), size);
}
int file_lock(sqlite3_file* file, int level) {
    return of(file)->real()->pMethods->xLock(of(file)->real(), level);
}
int file_unlock(sqlite3_file* file, int level) {
    return of(file)->real()->pMethods->xUnlock(of(file)->real(), level);
}
int file_check_lock(sqlite3_file* file, int* held) {
    return of(file)->real()->pMethods->xCheckReservedLock(of(file)->real(), held);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
    return of(file)->real()->pMethods->xFileControl(of(file)->real(), operation, argument);
}
int file_sector(sqlite3_file* file) {
    return of(file)->real()->pMethods->xSectorSize(of(file)->real());
}
int file_traits(sqlite3_file* file) {
    return of(file)->real()->pMethods->xDeviceCharacteristics(of(file)->real());
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
    return of(file)->real()->pMethods->xShmMap(of(file)->real(), page, size, extend, to);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return of(file)->real()->pMethods->xShmLock(of(file)->real(), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
    of(file)->real()->pMethods->xShmBarrier(of(file)->real());
}
int shm_unmap(sqlite3_file* file, int remove) {
    return of(file)->real()->pMethods->xShmUnmap(of(file)->real(), remove);
}

// Version 2: with shared memory for the write-ahead log, without memory mapping, which would pass by our writes.
constexpr sqlite3_io_methods methods{2,           file_close, file_read,   file_write,      file_truncate, file_sync,
                                     file_size,   file_lock,  file_unlock, file_check_lock, file_control,  file_sector,
                                     file_traits, shm_map,    shm_lock,    shm_barrier,     shm_unmap,     nullptr,
                                     nullptr};

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    FaultVfs* disk = of(vfs);
    FaultFile* self = of(file);
    self->base.pMethods = nullptr;
    self->disk = disk;
    self->track = nullptr;
    if (!disk->powered()) return SQLITE_CANTOPEN;
    auto track = disk->track(name != nullptr ? name : "");
    const int rc = disk->real->xOpen(disk->real, name, self->real(), flags, out_flags);
    if (rc != SQLITE_OK) return rc;
    self->track = new std::shared_ptr<FaultVfs::Track>(std::move(track));
    self->base.pMethods = &methods;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    FaultVfs* disk = of(vfs);
    if (disk->next_operation() != FaultVfs::Fate::succeed) return SQLITE_IOERR_DELETE;
    disk->forget(name);
    return disk->real->xDelete(disk->real, name, sync_folder);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    return of(vfs)->real->xAccess(of(vfs)->real, name, flags, result);
}
int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* to) {
    return of(vfs)->real->xFullPathname(of(vfs)->real, name, size, to);
}
int vfs_randomness(sqlite3_vfs* vfs, int size, char* to) {
    return of(vfs)->real->xRandomness(of(vfs)->real, size, to);
}
int vfs_sleep(sqlite3_vfs* vfs, int microseconds) {
    return of(vfs)->real->xSleep(of(vfs)->real, microseconds);
}
int vfs_time(sqlite3_vfs* vfs, double* to) {
    return of(vfs)->real->xCurrentTime(of(vfs)->real, to);
}
int vfs_last_error(sqlite3_vfs*, int, char*) {
    return 0;
}
int vfs_time64(sqlite3_vfs* vfs, sqlite3_int64* to) {
    return of(vfs)->real->xCurrentTimeInt64(of(vfs)->real, to);
}

}  // namespace

FaultVfs::FaultVfs() : real(sqlite3_vfs_find(nullptr)), vfs_(std::make_unique<sqlite3_vfs>()) {
    static std::atomic<int> made{0};
    name_ = "fault-" + std::to_string(++made);
    *vfs_ = {};
    vfs_->iVersion = 2;
    vfs_->szOsFile = static_cast<int>(sizeof(FaultFile)) + real->szOsFile;
    vfs_->mxPathname = real->mxPathname;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->xOpen = vfs_open;
    vfs_->xDelete = vfs_delete;
    vfs_->xAccess = vfs_access;
    vfs_->xFullPathname = vfs_full_path;
    vfs_->xRandomness = vfs_randomness;
    vfs_->xSleep = vfs_sleep;
    vfs_->xCurrentTime = vfs_time;
    vfs_->xGetLastError = vfs_last_error;
    vfs_->xCurrentTimeInt64 = vfs_time64;
    if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK) throw std::runtime_error("cannot register the failing disk");
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

void FaultVfs::fail_at(int n, Failure how) {
    countdown_ = n;
    how_ = how;
    tripped_ = false;
}

FaultVfs::Fate FaultVfs::next_operation() {
    if (!powered_) return Fate::error;
    ++operations_;
    if (!countdown_ || (*countdown_)-- > 0) return Fate::succeed;
    countdown_.reset();
    tripped_ = true;
    switch (how_) {
        case Failure::full:
            return Fate::full;
        case Failure::torn:
            return Fate::torn;
        case Failure::power_cut:
            powered_ = false;
            return Fate::error;
        case Failure::error:
            break;
    }
    return Fate::error;
}

bool FaultVfs::take_room(std::size_t bytes) {
    if (!room_) return true;
    if (*room_ < bytes) return false;
    *room_ -= bytes;
    return true;
}

std::shared_ptr<FaultVfs::Track> FaultVfs::track(const std::string& path) {
    auto& known = tracks_[path];
    if (!known) {
        known = std::make_shared<Track>();
        if (std::ifstream file{path, std::ios::binary}; !path.empty() && file)
            known->flushed.assign(std::istreambuf_iterator<char>{file}, {});
    }
    return known;
}

void FaultVfs::settle(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    for (auto& [path, track] : tracks_) {
        if (path.empty()) continue;
        for (const auto& change : track->waiting) {
            if (seed == 0 || random() % 2 == 0) continue;
            Track::Change kept = change;
            if (random() % 4 == 0) kept.data.resize(std::min<std::size_t>(kept.data.size(), random() % 9 * 512));
            replay(track->flushed, kept);
        }
        std::ofstream file{path, std::ios::binary | std::ios::trunc};
        file.write(reinterpret_cast<const char*>(track->flushed.data()),
                   static_cast<std::streamsize>(track->flushed.size()));
        // Shared memory does not outlive a power cut.
        std::filesystem::remove(path + "-shm");
    }
    tracks_.clear();
    powered_ = true;
    countdown_.reset();
}

}  // namespace zvonok::test
