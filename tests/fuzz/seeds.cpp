#include "tests/fuzz/seeds.hpp"

#include "station/base/file.hpp"

#include <iostream>

namespace zvonok::fuzz {

Bytes seed(std::uint8_t kind, ByteView content) {
    Bytes made{kind};
    append(made, content);
    return made;
}

Bytes seed(std::uint8_t kind, std::string_view text) {
    return seed(kind, as_bytes(text));
}

}  // namespace zvonok::fuzz

/// Writes what real programs say as the corpora's beginning: fuzz_seeds SOURCE FOLDER. Made anew when a format grows.
int main(int count, char** words) {
    using namespace zvonok;
    if (count != 3) {
        std::cerr << "usage: fuzz_seeds SOURCE FOLDER\n";
        return 2;
    }
    const std::filesystem::path source = words[1], folder = words[2];
    const std::map<std::string, fuzz::Seeds> corpora{
        {"entry", fuzz::entry_seeds()}, {"wire", fuzz::wire_seeds()},         {"relay", fuzz::relay_seeds()},
        {"judge", fuzz::judge_seeds()}, {"fold", fuzz::fold_seeds()},         {"salvage", fuzz::salvage_seeds()},
        {"image", fuzz::image_seeds()}, {"toml", fuzz::toml_seeds(source)},   {"card", fuzz::card_seeds()},
        {"http", fuzz::http_seeds()},   {"table", fuzz::table_seeds(source)}, {"school", fuzz::school_seeds()},
    };
    for (const auto& [target, seeds] : corpora) {
        std::filesystem::create_directories(folder / target);
        for (const auto& [name, content] : seeds)
            if (!write_file(folder / target / name, content, FileMode::everyone_reads)) {
                std::cerr << (folder / target / name) << " cannot be written\n";
                return 1;
            }
    }
    return 0;
}
