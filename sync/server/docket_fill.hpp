#pragma once

#include "sync/server/storage.hpp"

namespace zvonok::sync::server {

/// Goes through the whole log of a school that an older program has written, and enters what it comes to into the
/// docket. Inside the transaction of begin(). How a station's clock stood when a held entry came was not kept: such an
/// entry waits for the administrator.
Result<void> fill_docket(SchoolId school, Store& store);

}  // namespace zvonok::sync::server
