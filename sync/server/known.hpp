#pragma once

#include "sync/server/belief.hpp"

#include <memory>

namespace zvonok::sync::server {

/// What a school knows at one moment; shared between threads, never changed.
struct Known {
    std::shared_ptr<const domain::FactBook> book;
    Zone zone;
    StaffTrust trust;

    [[nodiscard]] Grounds grounds() const { return {book->school(), *book, zone, trust}; }
};

}  // namespace zvonok::sync::server
