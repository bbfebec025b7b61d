#pragma once

#include "station/app/options.hpp"
#include "station/base/log.hpp"

namespace zvonok::app {

/// The whole station; returns the exit code.
int run(const Options& options, Log& log);

}  // namespace zvonok::app
