#pragma once

#include "station/base/bytes.hpp"
#include "sync/server/import/findings.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace zvonok::server::imports {

/// The files of one export: a folder or a zip, flat, no folders within.
class Source {
  public:
    virtual ~Source() = default;
    /// Sorted; plain names without a folder.
    [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
    /// The whole file; nothing and an error when it cannot be read (damaged, over the limits of tuning.hpp).
    virtual std::optional<Bytes> read(const std::string& name, Findings& findings) = 0;
};

/// Opens a folder, or a file as a zip. Nothing and an error if it is neither, if names leave the folder (.., absolute,
/// symbolic links), if a zip is cut off, encrypted, holds two files of one name, or unpacks beyond the limits.
/// Files that operating systems add (.DS_Store, __MACOSX) and other hidden ones are left out.
std::unique_ptr<Source> open_source(const std::filesystem::path& path, Findings& findings);

}  // namespace zvonok::server::imports
