#pragma once

#include "station/domain/policies.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

/// The policies of a school that changed these parameters and no others.
inline domain::Policies policies_of(const std::map<std::string, std::string>& texts) {
    const domain::ResolvedPolicies resolved = domain::resolve_policies(texts);
    for (const domain::PolicyTrouble& trouble : resolved.troubles) UNSCOPED_INFO(trouble.key << ": " << trouble.what);
    REQUIRE(resolved.troubles.empty());
    return resolved.policies;
}

}  // namespace zvonok::test
