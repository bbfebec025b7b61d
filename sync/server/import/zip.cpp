#include "sync/server/import/zip.hpp"

#include "sync/server/import/tuning.hpp"

#include <zip.h>

#include <algorithm>

namespace zvonok::server::imports {
namespace {

namespace fs = std::filesystem;

struct DiscardZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, DiscardZip>;
using Entry = std::unique_ptr<zip_file_t, CloseEntry>;

struct Listed {
    zip_uint64_t index = 0;
    zip_uint64_t size_bytes = 0;
};

/// Files at the root, as OneRoster wants them, or a document's parts in folders.
enum class Layout { flat, folders };

class Zip final : public Source {
  public:
    Zip(Bytes content, Archive archive, std::map<std::string, Listed> entries)
        : content_(std::move(content)), archive_(std::move(archive)), entries_(std::move(entries)) {
        for (const auto& [name, listed] : entries_) names_.push_back(name);
    }
    [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

    std::optional<Bytes> read(const std::string& name, Findings& findings) override {
        const auto found = entries_.find(name);
        if (found == entries_.end()) {
            findings.error({name, 0}, "нет такого файла в архиве");
            return std::nullopt;
        }
        const Entry entry{zip_fopen_index(archive_.get(), found->second.index, 0)};
        // The size in the directory is what the archive claims. One byte more is asked for, and must not come.
        Bytes content(found->second.size_bytes + 1);
        std::size_t filled = 0;
        zip_int64_t got = entry ? 1 : -1;
        while (got > 0 && filled < content.size()) {
            got = zip_fread(entry.get(), content.data() + filled, content.size() - filled);
            if (got > 0) filled += static_cast<std::size_t>(got);
        }
        if (got < 0 || filled != found->second.size_bytes) {
            findings.error({name, 0}, "архив повреждён: файл распаковывается не целиком");
            return std::nullopt;
        }
        content.resize(filled);
        return content;
    }

  private:
    Bytes content_;  // what the archive reads, when it is no file; outlives it
    Archive archive_;
    std::map<std::string, Listed> entries_;
    std::vector<std::string> names_;
};

bool is_litter(std::string_view name) {
    return name.starts_with("__MACOSX/") || name.starts_with('.') || name.find("/.") != std::string_view::npos;
}

bool leaves_folder(std::string_view name) {
    return name.empty() || name.starts_with('/') || name.find('\\') != std::string_view::npos ||
           name.find("..") != std::string_view::npos || name.find(':') != std::string_view::npos;
}

/// Why the entry is not wanted; empty when it is.
std::string entry_fault(const zip_stat_t& stat, Layout layout) {
    const std::string_view name = stat.name;
    if (leaves_folder(name)) return "недопустимое имя файла в архиве";
    if (layout == Layout::flat && name.find('/') != std::string_view::npos)
        return "файлы лежат внутри папки; стандарт требует, чтобы они были в корне архива";
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return "файл в архиве зашифрован";
    if ((stat.valid & ZIP_STAT_SIZE) == 0 || stat.size > tuning::file_limit_bytes)
        return "файл больше " + std::to_string(tuning::file_limit_bytes >> 20U) + " МБ";
    const bool inflated = stat.size > tuning::zip_ratio_from_bytes && (stat.valid & ZIP_STAT_COMP_SIZE) != 0 &&
                          stat.size / std::max<zip_uint64_t>(stat.comp_size, 1) > tuning::zip_ratio_limit;
    if (inflated) return "файл сжат подозрительно сильно";
    return {};
}

/// content  empty when the archive is a file
std::unique_ptr<Source> list_entries(const std::string& title, Bytes content, Archive archive, Layout layout,
                                     Findings& findings) {
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count < 0 || static_cast<std::size_t>(count) > tuning::source_limit_files) {
        findings.error({title, 0}, "в архиве слишком много файлов");
        return nullptr;
    }
    std::map<std::string, Listed> entries;
    std::size_t total_bytes = 0;
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        zip_stat_t stat;
        if (zip_stat_index(archive.get(), index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) {
            findings.error({title, 0}, "архив повреждён: оглавление не читается");
            return nullptr;
        }
        const std::string name = stat.name;
        if (layout == Layout::flat && !leaves_folder(name) && is_litter(name)) continue;
        if (layout == Layout::folders && name.ends_with('/')) continue;
        if (const std::string fault = entry_fault(stat, layout); !fault.empty()) {
            findings.error({name, 0}, fault);
            return nullptr;
        }
        total_bytes += stat.size;
        if (!entries.emplace(name, Listed{index, stat.size}).second) {
            findings.error({name, 0}, "в архиве два файла с одним именем");
            return nullptr;
        }
    }
    if (total_bytes > tuning::source_limit_bytes) {
        findings.error({title, 0}, "архив распаковывается больше чем в " +
                                       std::to_string(tuning::source_limit_bytes >> 20U) + " МБ");
        return nullptr;
    }
    return std::make_unique<Zip>(std::move(content), std::move(archive), std::move(entries));
}

}  // namespace

std::unique_ptr<Source> open_zip(const fs::path& path, Findings& findings) {
    const std::string title = path.filename().string();
    int code = 0;
    Archive archive{zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code)};
    if (!archive) {
        findings.error({title, 0}, "не архив zip, или архив обрезан");
        return nullptr;
    }
    return list_entries(title, {}, std::move(archive), Layout::flat, findings);
}

std::unique_ptr<Source> open_packed_document(const std::string& title, Bytes content, Findings& findings) {
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t* const source = zip_source_buffer_create(content.data(), content.size(), 0, &fault);
    Archive archive{source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &fault)};
    zip_error_fini(&fault);
    if (!archive) {
        if (source != nullptr) zip_source_free(source);
        findings.error({title, 0}, "файл повреждён или обрезан: откройте его в программе таблиц и сохраните снова");
        return nullptr;
    }
    return list_entries(title, std::move(content), std::move(archive), Layout::folders, findings);
}

Result<void> write_zip(const fs::path& path, const std::map<std::string, std::string>& files) {
    constexpr zip_uint16_t fixed_date = ((2026 - 1980) << 9) | (9 << 5) | 1;  // 1 September 2026 as MS-DOS writes it
    int code = 0;
    Archive archive{zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code)};
    if (!archive) return fail(FaultKind::refused, "a zip cannot be made there", code);
    for (const auto& [name, content] : files) {
        zip_source_t* const source = zip_source_buffer(archive.get(), content.data(), content.size(), 0);
        if (source == nullptr) return fail(FaultKind::full, "no memory for a zip entry");
        const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            return fail(FaultKind::refused, "a zip entry is refused: " + name);
        }
        zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), 0, fixed_date, 0);
    }
    if (zip_close(archive.get()) != 0) return fail(FaultKind::refused, "the zip cannot be written");
    static_cast<void>(archive.release());  // closed and freed by zip_close
    return {};
}

}  // namespace zvonok::server::imports
