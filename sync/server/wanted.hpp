#pragma once

#include "station/base/id.hpp"

#include <map>
#include <string>

namespace zvonok::sync::server {

/// What a station asks for when it wants changes.
struct Wanted {
    EpochId epoch;
    std::uint64_t after = 0;
    std::uint64_t access_version = 0;
    std::size_t page_bytes = 0;
    bool reads_dense = false;  ///< wire::Form::dense
};

using Query = std::map<std::string, std::string>;

/// The number of that name; 0 where the query has none.   refused: not a number
Result<std::uint64_t> number_of(const Query& query, const std::string& name);
/// after, epoch, access, page and dense.   refused: one of them is not what it should be
Result<Wanted> wanted_of(const Query& query);

}  // namespace zvonok::sync::server
