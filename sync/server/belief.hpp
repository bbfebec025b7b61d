#pragma once

#include "sync/belief/belief.hpp"

#include "sync/belief/clock_trust.hpp"

/// What the server believes it believes by the same functions as the stations among themselves.
namespace zvonok::sync::server {

using namespace belief;
namespace rule {
using namespace belief::rule;
}  // namespace rule

}  // namespace zvonok::sync::server
