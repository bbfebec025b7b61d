#include "station/journal/journal.hpp"

namespace zvonok::journal {

Result<Opened> Journal::open(const std::filesystem::path& path, const Options& options) {
    std::optional<Witness::State> witness;
    if (auto state = Witness::read(path.string() + ".witness")) witness = std::move(*state);
    auto journal = open_file(path, options);
    if (!journal) return tl::unexpected(journal.error());
    if (auto adopted = journal->adopt(witness); !adopted) return tl::unexpected(adopted.error());
    if (auto witnessed = journal->write_witness(); !witnessed) return tl::unexpected(witnessed.error());
    return Opened{std::move(*journal), std::nullopt};
}

}  // namespace zvonok::journal
