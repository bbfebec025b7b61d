#include "sync/server/import/source.hpp"

#include "station/base/file.hpp"
#include "sync/server/import/tuning.hpp"
#include "sync/server/import/zip.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

namespace fs = std::filesystem;

class Folder final : public Source {
  public:
    Folder(fs::path path, std::vector<std::string> names) : path_(std::move(path)), names_(std::move(names)) {}
    [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }
    std::optional<Bytes> read(const std::string& name, Findings& findings) override {
        auto content = read_file(path_ / name, tuning::file_limit_bytes);
        if (content) return std::move(*content);
        const bool full = content.error().kind == FaultKind::full;
        findings.error({name, 0}, full ? "файл больше " + std::to_string(tuning::file_limit_bytes >> 20U) + " МБ"
                                       : "файл не читается");
        return std::nullopt;
    }

  private:
    fs::path path_;
    std::vector<std::string> names_;
};

std::unique_ptr<Source> open_folder(const fs::path& path, Findings& findings) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it{path, error}, end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with('.') || name == "__MACOSX") continue;
        std::error_code status_error;
        const fs::file_status status = it->symlink_status(status_error);
        if (status_error || fs::is_symlink(status)) {
            findings.error({name, 0}, "символическая ссылка вместо файла");
            return nullptr;
        }
        if (!fs::is_regular_file(status)) {
            findings.note({name, 0}, "вложенная папка, не читается");
            continue;
        }
        if (names.size() == tuning::source_limit_files) {
            findings.error({path.filename().string(), 0}, "в папке слишком много файлов");
            return nullptr;
        }
        names.push_back(name);
    }
    if (error) {
        findings.error({path.filename().string(), 0}, "папка не читается");
        return nullptr;
    }
    std::sort(names.begin(), names.end());
    return std::make_unique<Folder>(path, std::move(names));
}

}  // namespace

std::unique_ptr<Source> open_source(const fs::path& path, Findings& findings) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) return open_folder(path, findings);
    if (fs::is_regular_file(status)) return open_zip(path, findings);
    findings.error({path.string(), 0}, "нет такой папки и такого файла");
    return nullptr;
}

}  // namespace zvonok::server::imports
