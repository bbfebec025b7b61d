#pragma once

#include "station/base/result.hpp"

struct sqlite3;

namespace zvonok::sqlite {

/// The fault that stands for SQLite's extended result code `rc`; `what` names the statement or the step.
///
/// full: no room on the disk   corrupt: the file cannot be what it should be, or cannot be read
/// busy: another connection holds it   missing: no such file   refused: not allowed, or the disk said no to a write
/// bug: a statement that is wrong.   Out of memory is thrown as std::bad_alloc.
/// db  may be null; tells the operating system's error, which is how a full quota looks at a flush
tl::unexpected<Fault> fault_from(int rc, sqlite3* db, std::string_view what, Where at = {});

}  // namespace zvonok::sqlite
