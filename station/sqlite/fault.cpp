#include "station/sqlite/fault.hpp"

#include <sqlite3.h>
#include <cerrno>
#include <new>

namespace zvonok::sqlite {

namespace {
FaultKind kind_of_io(int rc, int system_error) {
    if (system_error == ENOSPC || system_error == EDQUOT) return FaultKind::full;
    switch (rc) {
        case SQLITE_IOERR_READ:
        case SQLITE_IOERR_SHORT_READ:
        case SQLITE_IOERR_CORRUPTFS:
        case SQLITE_IOERR_DATA:
            return FaultKind::corrupt;
        default:
            return FaultKind::refused;
    }
}

FaultKind kind_of(int rc, int system_error) {
    switch (rc & 0xff) {
        case SQLITE_FULL:
        case SQLITE_TOOBIG:
            return FaultKind::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return FaultKind::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return FaultKind::busy;
        case SQLITE_CANTOPEN:
            return system_error == ENOSPC ? FaultKind::full : FaultKind::missing;
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_AUTH:
        case SQLITE_NOLFS:
            return FaultKind::refused;
        case SQLITE_IOERR:
            return kind_of_io(rc, system_error);
        default:
            return FaultKind::bug;
    }
}
}  // namespace

tl::unexpected<Fault> fault_from(int rc, sqlite3* db, std::string_view what, Where at) {
    if ((rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM) throw std::bad_alloc();
    const FaultKind kind = kind_of(rc, db != nullptr ? sqlite3_system_errno(db) : 0);
    std::string text{what};
    text += ": ";
    // SQLite's own message can quote text of the statement, never bound values; for wrong statements it is what helps.
    text += kind == FaultKind::bug && db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
    return fail(kind, std::move(text), rc, at);
}

}  // namespace zvonok::sqlite
