#include "station/base/file.hpp"

#include <algorithm>
#include <iostream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Feeds a target every file of the folders that are named, in the order of their names: what was once found stays
/// found.
int main(int count, char** words) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (int i = 1; i < count; ++i)
        for (const auto& entry : fs::directory_iterator(words[i]))
            if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        const auto content = zvonok::read_file(file, 1u << 24);
        if (!content) {
            std::cerr << file << " cannot be read\n";
            return 1;
        }
        std::cerr << file.filename().string() << std::endl;
        LLVMFuzzerTestOneInput(content->data(), content->size());
    }
    std::cout << files.size() << " inputs\n";
    return files.empty() ? 1 : 0;
}
