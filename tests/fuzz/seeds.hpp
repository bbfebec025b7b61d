#pragma once

#include "station/base/bytes.hpp"

#include <filesystem>
#include <map>

/// Where the corpora begin: real encodings, each behind the byte by which its target chooses the decoder.
namespace zvonok::fuzz {

using Seeds = std::map<std::string, Bytes>;  ///< by file name

Bytes seed(std::uint8_t kind, ByteView content);
Bytes seed(std::uint8_t kind, std::string_view text);

Seeds entry_seeds();
Seeds wire_seeds();
Seeds relay_seeds();
Seeds judge_seeds();
Seeds fold_seeds();
Seeds salvage_seeds();
Seeds image_seeds();
Seeds card_seeds();
Seeds http_seeds();
Seeds school_seeds();
Seeds toml_seeds(const std::filesystem::path& source);
Seeds table_seeds(const std::filesystem::path& source);

}  // namespace zvonok::fuzz
