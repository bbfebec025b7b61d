#include "sync/server/wanted.hpp"

#include <charconv>

namespace zvonok::sync::server {

Result<std::uint64_t> number_of(const Query& query, const std::string& name) {
    const auto found = query.find(name);
    if (found == query.end() || found->second.empty()) return 0;
    const std::string& text = found->second;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return fail(FaultKind::refused, "not a number: " + name);
    return number;
}

Result<Wanted> wanted_of(const Query& query) {
    const auto after = number_of(query, "after");
    const auto access = number_of(query, "access");
    const auto page = number_of(query, "page");
    const auto dense = number_of(query, "dense");
    if (!after || !access || !page || !dense)
        return fail(FaultKind::refused, "after, access, page and dense are numbers");
    Wanted wanted{{}, *after, *access, static_cast<std::size_t>(*page), *dense == 1};
    if (const auto epoch = query.find("epoch"); epoch != query.end() && !epoch->second.empty()) {
        const auto id = EpochId::from_hex_text(epoch->second);
        if (!id) return fail(FaultKind::refused, "not an epoch");
        wanted.epoch = *id;
    }
    return wanted;
}

}  // namespace zvonok::sync::server
