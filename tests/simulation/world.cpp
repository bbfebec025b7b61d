#include "tests/simulation/world.hpp"

#include <cstdio>

namespace zvonok::simulation {

void World::trace(const std::string& what) const {
    if (tracing_) std::printf("%s %s\n", to_text(now_).c_str(), what.c_str());
}

}  // namespace zvonok::simulation
