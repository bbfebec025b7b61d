#include "tests/simulation/sqlite_disks.hpp"

#include <sqlite3.h>
#include <stdexcept>

namespace zvonok::simulation {

namespace {

constexpr std::size_t region_bytes = 32 * 1024;
constexpr int slots = 8;          // SQLITE_SHM_NLOCK
constexpr int writer_slot = 0;    // the write-ahead log's lock of writers
constexpr int no_file_locks = 0;  // SQLITE_LOCK_NONE

/// The index of a write-ahead log as all connections see it, and who holds which lock on what.
struct Shared {
    std::vector<std::unique_ptr<std::array<std::uint8_t, region_bytes>>> regions;
    std::array<int, slots> readers{};
    std::array<bool, slots> written{};
    int mapped = 0;
};

/// How many connections hold the file itself, and how.
struct Locks {
    int shared = 0;
    bool reserved = false, exclusive = false;
};

/// What the disk keeps of a file as long as somebody has it open.
struct Common {
    Shared shared;
    Locks locks;
};

struct Handle {
    std::shared_ptr<Disk::File> file;
    std::shared_ptr<Common> common;
    Disk* disk = nullptr;
    SqliteDisks* disks = nullptr;
    Process process = 0;
    std::string delete_on_close;
    int level = no_file_locks;
    bool mapped = false;
    std::array<bool, slots> reads{}, writes{};

    [[nodiscard]] bool works() const { return disk->works_for(process); }
};

struct SimulatedFile {
    sqlite3_file base;
    Handle* handle;
};

Handle& of(sqlite3_file* file) {
    return *reinterpret_cast<SimulatedFile*>(file)->handle;
}
SqliteDisks& of(sqlite3_vfs* vfs) {
    return *static_cast<SqliteDisks*>(vfs->pAppData);
}

int code(Disk::Done done, int otherwise) {
    switch (done) {
        case Disk::Done::yes:
            return SQLITE_OK;
        case Disk::Done::full:
            return SQLITE_FULL;
        case Disk::Done::error:
        case Disk::Done::torn:
            break;
    }
    return otherwise;
}

int shm_unmap(sqlite3_file* file, int remove);

int set_level(Handle& handle, int level) {
    Locks& locks = handle.common->locks;
    if (level > handle.level) {
        if (handle.level == SQLITE_LOCK_NONE) {
            if (locks.exclusive) return SQLITE_BUSY;
            ++locks.shared;
            handle.level = SQLITE_LOCK_SHARED;
        }
        if (level >= SQLITE_LOCK_RESERVED && handle.level < SQLITE_LOCK_RESERVED) {
            if (locks.reserved) return SQLITE_BUSY;
            locks.reserved = true;
            handle.level = SQLITE_LOCK_RESERVED;
        }
        if (level == SQLITE_LOCK_EXCLUSIVE && handle.level < SQLITE_LOCK_EXCLUSIVE) {
            if (locks.shared > 1) return SQLITE_BUSY;
            locks.exclusive = true;
            handle.level = SQLITE_LOCK_EXCLUSIVE;
        }
        return SQLITE_OK;
    }
    if (level < SQLITE_LOCK_EXCLUSIVE && handle.level == SQLITE_LOCK_EXCLUSIVE) locks.exclusive = false;
    if (level < SQLITE_LOCK_RESERVED && handle.level >= SQLITE_LOCK_RESERVED) locks.reserved = false;
    if (level == SQLITE_LOCK_NONE && handle.level >= SQLITE_LOCK_SHARED) --locks.shared;
    handle.level = level;
    return SQLITE_OK;
}

int file_close(sqlite3_file* file) {
    Handle* handle = &of(file);
    // As the kernel does, dead or alive.
    shm_unmap(file, 0);
    set_level(*handle, SQLITE_LOCK_NONE);
    if (!handle->delete_on_close.empty()) handle->disk->remove(handle->process, handle->delete_on_close, false);
    delete handle;
    reinterpret_cast<SimulatedFile*>(file)->handle = nullptr;
    return SQLITE_OK;
}

int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    const Handle& handle = of(file);
    if (!handle.works()) return SQLITE_IOERR_READ;
    const auto at = static_cast<std::size_t>(offset), count = static_cast<std::size_t>(amount);
    const Disk::Content& content = handle.file->now;
    content.read({static_cast<std::uint8_t*>(to), count}, at);
    if (at + count <= content.size) return SQLITE_OK;
    const std::size_t there = at < content.size ? content.size - at : 0;
    std::memset(static_cast<std::uint8_t*>(to) + there, 0, count - there);
    return SQLITE_IOERR_SHORT_READ;
}

int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    Handle& handle = of(file);
    const ByteView bytes{static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(amount)};
    return code(handle.disk->write(handle.process, *handle.file, bytes, static_cast<std::size_t>(offset)),
                SQLITE_IOERR_WRITE);
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& handle = of(file);
    return code(handle.disk->truncate(handle.process, *handle.file, static_cast<std::size_t>(size)),
                SQLITE_IOERR_TRUNCATE);
}

int file_sync(sqlite3_file* file, int) {
    Handle& handle = of(file);
    return code(handle.disk->flush(handle.process, *handle.file), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    if (!of(file).works()) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(of(file).file->now.size);
    return SQLITE_OK;
}

int file_lock(sqlite3_file* file, int level) {
    return of(file).works() ? set_level(of(file), level) : SQLITE_IOERR_LOCK;
}
int file_unlock(sqlite3_file* file, int level) {
    return set_level(of(file), level);
}
int file_check_lock(sqlite3_file* file, int* held) {
    *held = of(file).common->locks.reserved ? 1 : 0;
    return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int file_sector(sqlite3_file*) {
    return Disk::page_bytes;
}
int file_traits(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** to) {
    Handle& handle = of(file);
    *to = nullptr;
    if (!handle.works()) return SQLITE_IOERR_SHMMAP;
    if (bytes != static_cast<int>(region_bytes)) return SQLITE_IOERR_SHMSIZE;
    Shared& shared = handle.common->shared;
    if (!handle.mapped) {
        handle.mapped = true;
        ++shared.mapped;
    }
    const auto wanted = static_cast<std::size_t>(region);
    if (shared.regions.size() <= wanted) {
        if (extend == 0) return SQLITE_OK;
        while (shared.regions.size() <= wanted)
            shared.regions.push_back(std::make_unique<std::array<std::uint8_t, region_bytes>>());
    }
    *to = shared.regions[wanted]->data();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    Handle& handle = of(file);
    if (!handle.works() && (flags & SQLITE_SHM_LOCK) != 0) return SQLITE_IOERR_SHMLOCK;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if ((flags & SQLITE_SHM_LOCK) != 0 && exclusive && offset == writer_slot && count == 1 &&
        handle.disks->before_writing)
        handle.disks->before_writing(*handle.disk, handle.process);
    Shared& shared = handle.common->shared;
    for (int i = offset; i < offset + count; ++i) {
        const auto slot = static_cast<std::size_t>(i);
        if ((flags & SQLITE_SHM_UNLOCK) != 0) {
            if (handle.reads[slot]) --shared.readers[slot];
            if (handle.writes[slot]) shared.written[slot] = false;
            handle.reads[slot] = handle.writes[slot] = false;
            continue;
        }
        const int others = shared.readers[slot] - (handle.reads[slot] ? 1 : 0);
        const bool held = shared.written[slot] && !handle.writes[slot];
        if (held || (exclusive && others > 0)) {
            for (int back = offset; back < i; ++back) {
                const auto taken = static_cast<std::size_t>(back);
                if (exclusive) shared.written[taken] = handle.writes[taken] = false;
            }
            return SQLITE_BUSY;
        }
        if (exclusive) {
            shared.written[slot] = handle.writes[slot] = true;
        } else if (!handle.reads[slot]) {
            ++shared.readers[slot];
            handle.reads[slot] = true;
        }
    }
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int) {
    Handle& handle = of(file);
    if (!handle.mapped) return SQLITE_OK;
    handle.mapped = false;
    Shared& shared = handle.common->shared;
    for (std::size_t slot = 0; slot < slots; ++slot) {
        if (handle.reads[slot]) --shared.readers[slot];
        if (handle.writes[slot]) shared.written[slot] = false;
        handle.reads[slot] = handle.writes[slot] = false;
    }
    // Whoever maps it next finds nothing and recovers it from the log.
    if (--shared.mapped == 0) shared.regions.clear();
    return SQLITE_OK;
}

// Version 2: with shared memory for the write-ahead log, without memory mapping, which would pass by our writes.
constexpr sqlite3_io_methods methods{2,           file_close, file_read,   file_write,      file_truncate, file_sync,
                                     file_size,   file_lock,  file_unlock, file_check_lock, file_control,  file_sector,
                                     file_traits, shm_map,    shm_lock,    shm_barrier,     shm_unmap,     nullptr,
                                     nullptr};

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* made = reinterpret_cast<SimulatedFile*>(file);
    made->base.pMethods = nullptr;
    made->handle = nullptr;
    SqliteDisks& disks = of(vfs);
    Disk* disk = name == nullptr ? nullptr : disks.disk_of(name);
    if (disk == nullptr || !disk->works_for(disks.process())) return SQLITE_CANTOPEN;
    auto found = disk->find(name);
    if (!found && (flags & SQLITE_OPEN_CREATE) != 0) found = disk->create(disks.process(), name);
    if (!found) return SQLITE_CANTOPEN;
    if (!found->shared_memory) found->shared_memory = std::make_shared<Common>();
    auto handle = std::make_unique<Handle>();
    handle->common = std::static_pointer_cast<Common>(found->shared_memory);
    handle->file = std::move(found);
    handle->disk = disk;
    handle->disks = &disks;
    handle->process = disks.process();
    if ((flags & SQLITE_OPEN_DELETEONCLOSE) != 0) handle->delete_on_close = name;
    made->handle = handle.release();
    made->base.pMethods = &methods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    SqliteDisks& disks = of(vfs);
    Disk* disk = disks.disk_of(name);
    if (disk == nullptr) return SQLITE_IOERR_DELETE;
    if (!disk->find(name)) return disk->works_for(disks.process()) ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
    return code(disk->remove(disks.process(), name, sync_folder != 0), SQLITE_IOERR_DELETE);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int, int* result) {
    const Disk* disk = of(vfs).disk_of(name);
    const auto found = disk == nullptr ? nullptr : disk->find(name);
    // As on a real disk: an empty file counts as none.
    *result = found && found->now.size > 0 ? 1 : 0;
    return SQLITE_OK;
}

int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* to) {
    sqlite3_snprintf(size, to, "%s", name);
    return SQLITE_OK;
}
int vfs_randomness(sqlite3_vfs*, int size, char* to) {
    // SQLite draws its seed once a process; main() makes that the same each time, and nothing of ours depends on it.
    std::memset(to, 7, static_cast<std::size_t>(size));
    return size;
}
int vfs_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}
int vfs_time(sqlite3_vfs*, double* to) {
    *to = 2461300.0;
    return SQLITE_OK;
}
int vfs_time64(sqlite3_vfs*, sqlite3_int64* to) {
    *to = 212656320000000;
    return SQLITE_OK;
}
int vfs_last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

}  // namespace

SqliteDisks::SqliteDisks() : vfs_(std::make_unique<sqlite3_vfs>()) {
    *vfs_ = {};
    vfs_->iVersion = 2;
    vfs_->szOsFile = static_cast<int>(sizeof(SimulatedFile));
    vfs_->mxPathname = 512;
    vfs_->zName = "simulation";
    vfs_->pAppData = this;
    vfs_->xOpen = vfs_open;
    vfs_->xDelete = vfs_delete;
    vfs_->xAccess = vfs_access;
    vfs_->xFullPathname = vfs_full_path;
    vfs_->xRandomness = vfs_randomness;
    vfs_->xSleep = vfs_sleep;
    vfs_->xCurrentTime = vfs_time;
    vfs_->xCurrentTimeInt64 = vfs_time64;
    vfs_->xGetLastError = vfs_last_error;
    if (sqlite3_vfs_register(vfs_.get(), 1) != SQLITE_OK) throw std::runtime_error("no simulated disk for SQLite");
}

SqliteDisks::~SqliteDisks() {
    sqlite3_vfs_unregister(vfs_.get());
}

Disk* SqliteDisks::disk_of(std::string_view path) const {
    if (path.empty() || path.front() != '/') return nullptr;
    path.remove_prefix(1);
    const auto found = disks_.find(path.substr(0, path.find('/')));
    return found == disks_.end() ? nullptr : found->second;
}

}  // namespace zvonok::simulation
