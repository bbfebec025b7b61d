#include "config/squashfs.hpp"

#include "config/tuning.hpp"

#include <sqfs/compressor.h>
#include <sqfs/data_reader.h>
#include <sqfs/dir.h>
#include <sqfs/dir_reader.h>
#include <sqfs/dir_writer.h>
#include <sqfs/error.h>
#include <sqfs/id_table.h>
#include <sqfs/inode.h>
#include <sqfs/io.h>
#include <sqfs/meta_writer.h>
#include <sqfs/super.h>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

namespace zvonok::config {

namespace {
constexpr std::size_t block_bytes = 128 * 1024;
constexpr std::size_t padding_bytes = 4096;
constexpr sqfs_u32 stored_flag = 1U << 24;  // a block's size word: not compressed
constexpr sqfs_u32 no_fragment = 0xFFFFFFFF;
constexpr int depth_limit = 4;

template <class T>
struct Destroy {
    void operator()(T* object) const { sqfs_destroy(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy<T>>;

struct Release {
    void operator()(void* memory) const { sqfs_free(memory); }
};
template <class T>
using Allocated = std::unique_ptr<T, Release>;

tl::unexpected<Fault> squashfs_fault(std::string what, int code, Where at = {}) {
    return fail(FaultKind::corrupt, "squashfs: " + std::move(what), code, at);
}

/// The library reads and writes through this table of functions; ours keeps the file in memory, so that no byte is
/// parsed that was not already covered by a checked signature.
struct MemoryFile : sqfs_file_t {
    ByteView content{};        // what is read
    Bytes* growing = nullptr;  // what is written, or null

    MemoryFile(ByteView view, Bytes* target) : sqfs_file_t{}, content(view), growing(target) {
        base.destroy = [](sqfs_object_t*) {};
        base.copy = nullptr;
        read_at = [](sqfs_file_t* file, sqfs_u64 offset, void* buffer, size_t size) -> int {
            const ByteView all = static_cast<MemoryFile*>(file)->view();
            if (offset > all.size() || size > all.size() - offset) return SQFS_ERROR_OUT_OF_BOUNDS;
            if (size > 0) std::memcpy(buffer, all.data() + offset, size);
            return 0;
        };
        write_at = [](sqfs_file_t* file, sqfs_u64 offset, const void* buffer, size_t size) -> int {
            Bytes* target = static_cast<MemoryFile*>(file)->growing;
            if (target == nullptr || offset + size > image_limit_bytes) return SQFS_ERROR_IO;
            if (target->size() < offset + size) target->resize(offset + size);
            if (size > 0) std::memcpy(target->data() + offset, buffer, size);
            return 0;
        };
        get_size = [](const sqfs_file_t* file) -> sqfs_u64 {
            return static_cast<const MemoryFile*>(file)->view().size();
        };
        truncate = [](sqfs_file_t* file, sqfs_u64 size) -> int {
            Bytes* target = static_cast<MemoryFile*>(file)->growing;
            if (target == nullptr || size > image_limit_bytes) return SQFS_ERROR_IO;
            target->resize(size);
            return 0;
        };
    }
    [[nodiscard]] ByteView view() const { return growing != nullptr ? ByteView{*growing} : content; }
};

/// Never makes anything smaller, upon which the library stores it as it is.
struct StoringCompressor : sqfs_compressor_t {
    StoringCompressor() : sqfs_compressor_t{} {
        base.destroy = [](sqfs_object_t*) {};
        base.copy = nullptr;
        get_configuration = [](const sqfs_compressor_t*, sqfs_compressor_config_t* config) { *config = {}; };
        write_options = [](sqfs_compressor_t*, sqfs_file_t*) -> int { return 0; };
        read_options = [](sqfs_compressor_t*, sqfs_file_t*) -> int { return 0; };
        do_block = [](sqfs_compressor_t*, const sqfs_u8*, sqfs_u32, sqfs_u8*, sqfs_u32) -> sqfs_s32 { return 0; };
    }
};

/// A folder on its way to disk: files by name, folders by name.
struct Folder {
    std::map<std::string, const Bytes*> files{};
    std::map<std::string, Folder> folders{};
};

Folder folders_of(const FileTree& files) {
    Folder root;
    for (const auto& [path, content] : files) {
        Folder* at = &root;
        std::string_view rest = path;
        for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
            at = &at->folders[std::string(rest.substr(0, slash))];
            rest.remove_prefix(slash + 1);
        }
        at->files[std::string(rest)] = &content;
    }
    return root;
}

/// Writes data first, then inodes and listings from the leaves up, as a listing names the inodes in it.
class Packer {
  public:
    explicit Packer(Instant stamp) : stamp_(seconds_of(stamp)) {}

    Result<Bytes> pack(const FileTree& files) {
        if (const int code = sqfs_super_init(&super_, block_bytes, stamp_, SQFS_COMP_GZIP); code != 0)
            return squashfs_fault("superblock", code);
        super_.flags = static_cast<sqfs_u16>(SQFS_FLAG_UNCOMPRESSED_INODES | SQFS_FLAG_UNCOMPRESSED_DATA |
                                             SQFS_FLAG_UNCOMPRESSED_FRAGMENTS | SQFS_FLAG_NO_FRAGMENTS |
                                             SQFS_FLAG_UNCOMPRESSED_IDS | SQFS_FLAG_NO_XATTRS);
        if (const int code = sqfs_super_write(&super_, &file_); code != 0) return squashfs_fault("superblock", code);

        const Folder root = folders_of(files);
        write_data(root);
        inodes_.reset(sqfs_meta_writer_create(&file_, &store_, 0));
        listings_.reset(sqfs_meta_writer_create(&file_, &store_, SQFS_META_WRITER_KEEP_IN_MEMORY));
        ids_.reset(sqfs_id_table_create(0));
        if (!inodes_ || !listings_ || !ids_) return fail(FaultKind::full, "squashfs: no memory");
        writer_.reset(sqfs_dir_writer_create(listings_.get(), 0));
        sqfs_u16 owner = 0;
        if (!writer_ || sqfs_id_table_id_to_index(ids_.get(), 0, &owner) != 0)
            return fail(FaultKind::full, "squashfs: no memory");

        super_.inode_table_start = image_.size();
        // Numbers go to folders before what is in them; the root's parent is one past the last, by custom.
        number_folders(root);
        const sqfs_u32 count = folder_count_ + static_cast<sqfs_u32>(files.size());
        next_file_ = folder_count_ + 1;
        next_folder_ = 1;
        const auto reference = write_folder(root, count + 1);
        if (!reference) return tl::unexpected(reference.error());
        return finish(*reference, count);
    }

  private:
    static sqfs_u32 seconds_of(Instant at) {
        return static_cast<sqfs_u32>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    }

    void write_data(const Folder& folder) {
        for (const auto& [name, content] : folder.files) {
            starts_[content] = image_.size();
            append(image_, *content);
        }
        for (const auto& [name, inner] : folder.folders) write_data(inner);
    }

    void number_folders(const Folder& folder) {
        ++folder_count_;
        for (const auto& [name, inner] : folder.folders) number_folders(inner);
    }

    void fill_base(sqfs_inode_generic_t& inode, sqfs_u16 mode, sqfs_u32 number) const {
        inode.base.mode = mode;
        inode.base.uid_idx = 0;
        inode.base.gid_idx = 0;
        inode.base.mod_time = stamp_;
        inode.base.inode_number = number;
    }

    Result<sqfs_u64> write_inode(const sqfs_inode_generic_t& inode) {
        sqfs_u64 block = 0;
        sqfs_u32 offset = 0;
        sqfs_meta_writer_get_position(inodes_.get(), &block, &offset);
        if (const int code = sqfs_meta_writer_write_inode(inodes_.get(), &inode); code != 0)
            return squashfs_fault("cannot write an inode", code);
        return block << 16 | offset;
    }

    Result<sqfs_u64> write_file(const Bytes& content, sqfs_u32 number) {
        const std::size_t blocks = (content.size() + block_bytes - 1) / block_bytes;
        const std::size_t extra = blocks * sizeof(sqfs_u32);
        // The library's inode ends in the list of blocks, so its size is only known here.
        std::unique_ptr<sqfs_inode_generic_t, decltype(&std::free)> inode{
            static_cast<sqfs_inode_generic_t*>(std::calloc(1, sizeof(sqfs_inode_generic_t) + extra)), &std::free};
        if (!inode) return fail(FaultKind::full, "squashfs: no memory");
        inode->base.type = SQFS_INODE_FILE;
        fill_base(*inode, SQFS_INODE_MODE_REG | 0644, number);
        inode->data.file.blocks_start = static_cast<sqfs_u32>(starts_[&content]);
        inode->data.file.fragment_index = no_fragment;
        inode->data.file.file_size = static_cast<sqfs_u32>(content.size());
        inode->payload_bytes_available = static_cast<sqfs_u32>(extra);
        inode->payload_bytes_used = static_cast<sqfs_u32>(extra);
        for (std::size_t i = 0; i < blocks; ++i)
            inode->extra[i] =
                static_cast<sqfs_u32>(std::min(block_bytes, content.size() - i * block_bytes)) | stored_flag;
        return write_inode(*inode);
    }

    Result<sqfs_u64> write_folder(const Folder& folder, sqfs_u32 parent) {
        struct Listed {
            sqfs_u32 number;
            sqfs_u64 reference;
            sqfs_u16 mode;
        };
        const sqfs_u32 number = next_folder_++;
        std::map<std::string, Listed> entries;
        for (const auto& [name, inner] : folder.folders) {
            const sqfs_u32 its_number = next_folder_;
            auto reference = write_folder(inner, number);
            if (!reference) return reference;
            entries[name] = {its_number, *reference, SQFS_INODE_MODE_DIR | 0755};
        }
        for (const auto& [name, content] : folder.files) {
            const sqfs_u32 its_number = next_file_++;
            auto reference = write_file(*content, its_number);
            if (!reference) return reference;
            entries[name] = {its_number, *reference, SQFS_INODE_MODE_REG | 0644};
        }
        int code = sqfs_dir_writer_begin(writer_.get(), 0);
        for (const auto& [name, entry] : entries)
            if (code == 0)
                code =
                    sqfs_dir_writer_add_entry(writer_.get(), name.c_str(), entry.number, entry.reference, entry.mode);
        if (code == 0) code = sqfs_dir_writer_end(writer_.get());
        if (code != 0) return squashfs_fault("cannot write a folder", code);
        const Allocated<sqfs_inode_generic_t> inode{
            sqfs_dir_writer_create_inode(writer_.get(), folder.folders.size() + 2, 0xFFFFFFFF, parent)};
        if (!inode) return fail(FaultKind::full, "squashfs: no memory");
        fill_base(*inode, SQFS_INODE_MODE_DIR | 0755, number);
        return write_inode(*inode);
    }

    Result<Bytes> finish(sqfs_u64 root, sqfs_u32 inode_count) {
        int code = sqfs_meta_writer_flush(inodes_.get());
        if (code == 0) code = sqfs_meta_writer_flush(listings_.get());
        super_.directory_table_start = image_.size();
        if (code == 0) code = sqfs_meta_write_write_to_file(listings_.get());
        super_.root_inode_ref = root;
        super_.inode_count = inode_count;
        if (code == 0) code = sqfs_id_table_write(ids_.get(), &file_, &super_, &store_);
        super_.bytes_used = image_.size();
        if (code == 0) code = sqfs_super_write(&super_, &file_);
        if (code != 0) return squashfs_fault("cannot finish", code);
        image_.resize((image_.size() + padding_bytes - 1) / padding_bytes * padding_bytes);
        return std::move(image_);
    }

    sqfs_u32 stamp_;
    Bytes image_{};
    MemoryFile file_{{}, &image_};
    StoringCompressor store_{};
    sqfs_super_t super_{};
    std::map<const Bytes*, std::size_t> starts_{};
    Owned<sqfs_meta_writer_t> inodes_{};
    Owned<sqfs_meta_writer_t> listings_{};
    Owned<sqfs_id_table_t> ids_{};
    Owned<sqfs_dir_writer_t> writer_{};
    sqfs_u32 folder_count_ = 0;
    sqfs_u32 next_folder_ = 1;
    sqfs_u32 next_file_ = 1;
};

class Unpacker {
  public:
    explicit Unpacker(ByteView image) : file_(image, nullptr) {}

    Result<FileTree> unpack() {
        if (const int code = sqfs_super_read(&super_, &file_); code != 0) return squashfs_fault("superblock", code);
        // The library reserves tables as long as these say, before it looks whether there is so much.
        if (super_.fragment_entry_count > image_file_limit || super_.inode_count > image_file_limit)
            return fail(FaultKind::full, "squashfs: too many files");
        sqfs_compressor_config_t config{};
        sqfs_compressor_t* compressor = nullptr;
        int code = sqfs_compressor_config_init(&config, static_cast<SQFS_COMPRESSOR>(super_.compression_id),
                                               super_.block_size, SQFS_COMP_FLAG_UNCOMPRESS);
        if (code == 0) code = sqfs_compressor_create(&config, &compressor);
        if (code != 0) return squashfs_fault("unknown compression", code);
        compressor_.reset(compressor);
        folders_.reset(sqfs_dir_reader_create(&super_, compressor, &file_, 0));
        data_.reset(sqfs_data_reader_create(&file_, super_.block_size, compressor, 0));
        if (!folders_ || !data_) return fail(FaultKind::full, "squashfs: no memory");
        code = sqfs_data_reader_load_fragment_table(data_.get(), &super_);
        if (code != 0) return squashfs_fault("fragment table", code);
        sqfs_inode_generic_t* root = nullptr;
        code = sqfs_dir_reader_get_root_inode(folders_.get(), &root);
        if (code != 0) return squashfs_fault("root folder", code);  // freed by the library, but not forgotten
        const Allocated<sqfs_inode_generic_t> owned{root};
        if (const auto read = read_folder(*root, "", 1); !read) return tl::unexpected(read.error());
        return std::move(files_);
    }

  private:
    struct Child {
        std::string name;
        Allocated<sqfs_inode_generic_t> inode;
    };

    /// All children first: the reader holds one place only, which a look into a child would lose.
    Result<std::vector<Child>> children(const sqfs_inode_generic_t& folder) {
        std::vector<Child> all;
        if (const int code = sqfs_dir_reader_open_dir(folders_.get(), &folder, 0); code != 0)
            return squashfs_fault("cannot open a folder", code);
        for (;;) {
            sqfs_dir_entry_t* entry = nullptr;
            const int code = sqfs_dir_reader_read(folders_.get(), &entry);
            const Allocated<sqfs_dir_entry_t> owned{entry};
            if (code > 0) return all;
            if (code < 0) return squashfs_fault("cannot read a folder", code);
            if (++entries_ > image_file_limit) return fail(FaultKind::full, "squashfs: too many files");
            sqfs_inode_generic_t* inode = nullptr;
            if (const int found = sqfs_dir_reader_get_inode(folders_.get(), &inode); found != 0)
                return squashfs_fault("cannot read an inode", found);
            all.push_back({std::string(reinterpret_cast<const char*>(entry->name), entry->size + std::size_t{1}),
                           Allocated<sqfs_inode_generic_t>{inode}});
        }
    }

    Result<void> read_folder(const sqfs_inode_generic_t& folder, const std::string& prefix, int depth) {
        if (depth > depth_limit) return squashfs_fault("folders too deep", 0);
        const auto listed = children(folder);
        if (!listed) return tl::unexpected(listed.error());
        for (const Child& child : *listed) {
            const std::string path = prefix + child.name;
            if (!is_safe_path(path)) return squashfs_fault("a path that no image of ours holds", 0);
            const sqfs_u16 type = child.inode->base.type;
            Result<void> read;
            if (type == SQFS_INODE_DIR || type == SQFS_INODE_EXT_DIR)
                read = read_folder(*child.inode, path + "/", depth + 1);
            else if (type == SQFS_INODE_FILE || type == SQFS_INODE_EXT_FILE)
                read = read_file(*child.inode, path);
            else
                read = squashfs_fault("neither file nor folder: " + path, type);
            if (!read) return read;
        }
        return {};
    }

    Result<void> read_file(const sqfs_inode_generic_t& inode, const std::string& path) {
        sqfs_u64 size = 0;
        if (const int code = sqfs_inode_get_file_size(&inode, &size); code != 0)
            return squashfs_fault("file without a size", code);
        total_ += size;
        if (size > image_file_limit_bytes || total_ > image_limit_bytes)
            return fail(FaultKind::full, "squashfs: file too long: " + path);
        Bytes content(size);
        sqfs_u64 done = 0;
        while (done < size) {
            const sqfs_s32 n = sqfs_data_reader_read(data_.get(), &inode, done, content.data() + done,
                                                     static_cast<sqfs_u32>(size - done));
            if (n <= 0) return squashfs_fault("cannot read " + path, n);
            done += static_cast<sqfs_u64>(n);
        }
        if (!files_.emplace(path, std::move(content)).second) return squashfs_fault("a path twice: " + path, 0);
        return {};
    }

    MemoryFile file_;
    sqfs_super_t super_{};
    Owned<sqfs_compressor_t> compressor_{};
    Owned<sqfs_dir_reader_t> folders_{};
    Owned<sqfs_data_reader_t> data_{};
    FileTree files_{};
    std::size_t entries_ = 0;
    std::uint64_t total_ = 0;
};
}  // namespace

Result<Bytes> pack_squashfs(const FileTree& files, Instant stamp) {
    std::size_t total = 0;
    for (const auto& [path, content] : files) {
        if (!is_safe_path(path)) return fail(FaultKind::refused, "a path that an image cannot hold: " + path);
        if (content.size() > image_file_limit_bytes) return fail(FaultKind::full, "file too long: " + path);
        total += content.size();
    }
    // Folders count against the reader's limit too; a quarter leaves them room.
    if (total > image_limit_bytes / 2 || files.size() > image_file_limit - image_file_limit / 4)
        return fail(FaultKind::full, "too much for one image");
    return Packer{stamp}.pack(files);
}

Result<FileTree> unpack_squashfs(ByteView image) {
    return Unpacker{image}.unpack();
}

Result<std::uint64_t> squashfs_length(ByteView image) {
    MemoryFile file{image, nullptr};
    sqfs_super_t super{};
    if (const int code = sqfs_super_read(&super, &file); code != 0) return squashfs_fault("superblock", code);
    return super.bytes_used;
}

}  // namespace zvonok::config
