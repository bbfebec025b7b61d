#include "station/journal/page_scan.hpp"

#include <map>
#include <optional>

namespace zvonok::journal {

namespace {

/// Ours always: SQLite's default, never changed by us.
constexpr std::size_t page_bytes = 4096;
constexpr std::size_t log_header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
/// Rows lie in index trees (WITHOUT ROWID): the most of a row that such a page holds itself, and the least of a longer
/// one.
constexpr std::size_t most_local = (page_bytes - 12) * 64 / 255 - 23;
constexpr std::size_t least_local = (page_bytes - 12) * 32 / 255 - 23;

std::uint32_t big_endian_32(ByteView bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

/// A page image and where it lies.
class Pages {
  public:
    Pages(const Files& files, const std::filesystem::path& database, const std::filesystem::path& log)
        : database_(files.open(database, Files::Access::read)), log_(files.open(log, Files::Access::read)) {
        const std::size_t frames = size_of(log_) < log_header_bytes
                                       ? 0
                                       : (size_of(log_) - log_header_bytes) / (page_bytes + frame_header_bytes);
        for (std::size_t frame = 0; frame < frames; ++frame) {
            Bytes header(4);
            const std::size_t at = log_header_bytes + frame * (page_bytes + frame_header_bytes);
            if (read(log_, header, at)) newest_frame_[big_endian_32(header)] = frame;
        }
        frames_ = frames;
        pages_ = size_of(database_) / page_bytes;
    }

    [[nodiscard]] std::size_t count() const { return pages_ + frames_; }
    /// Images 0.. are the file's pages, then come the log's frames. False: the disk does not give it.
    bool image(std::size_t index, Bytes& to) const {
        to.resize(page_bytes);
        if (index < pages_) return read(database_, to, index * page_bytes);
        return read(log_, to,
                    log_header_bytes + (index - pages_) * (page_bytes + frame_header_bytes) + frame_header_bytes);
    }
    /// The page of this number, in the log's newest version or as the file has it.
    bool page(std::uint32_t number, bool from_log, Bytes& to) const {
        if (from_log)
            if (const auto frame = newest_frame_.find(number); frame != newest_frame_.end())
                return image(pages_ + frame->second, to);
        return number >= 1 && number <= pages_ && image(number - 1, to);
    }
    [[nodiscard]] bool in_log(std::uint32_t number) const { return newest_frame_.contains(number); }

  private:
    using File = std::unique_ptr<Files::Opened>;
    static std::size_t size_of(const File& file) { return file ? file->size() : 0; }
    static bool read(const File& file, Bytes& to, std::size_t at) { return file && file->read(to, at); }

    File database_, log_;
    std::size_t pages_ = 0, frames_ = 0;
    std::map<std::uint32_t, std::size_t> newest_frame_;
};

/// Big-endian, seven bits a byte, the ninth byte whole; ours are short.
std::optional<std::uint64_t> varint(ByteView bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (int i = 0; i < 5; ++i) {
        if (at >= bytes.size()) return std::nullopt;
        const std::uint8_t byte = bytes[at++];
        value = value << 7 | (byte & 0x7fu);
        if ((byte & 0x80u) == 0) return value;
    }
    return std::nullopt;
}

std::size_t bytes_of(std::uint64_t serial_type) {
    static constexpr std::size_t small[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return serial_type < 12 ? small[serial_type] : static_cast<std::size_t>((serial_type - 12) / 2);
}

bool fits(std::uint64_t serial_type, const ColumnShape& shape) {
    if (shape.kind == ColumnShape::Kind::integer)
        return (serial_type >= 1 && serial_type <= 6) || serial_type == 8 || serial_type == 9;
    if (serial_type == 0) return shape.kind == ColumnShape::Kind::blob_or_null;
    if (serial_type < 12 || serial_type % 2 != 0) return false;
    const std::size_t bytes = bytes_of(serial_type);
    return bytes >= shape.least_bytes && bytes <= shape.most_bytes;
}

struct RowHeader {
    std::vector<std::uint64_t> types;
    std::size_t header_bytes = 0;
    std::size_t payload_bytes = 0;
};

std::optional<RowHeader> header_at(ByteView page, std::size_t start, std::span<const ColumnShape> shape) {
    RowHeader header;
    header.header_bytes = page[start];
    if (header.header_bytes <= shape.size() || header.header_bytes > 1 + 5 * shape.size() ||
        start + header.header_bytes > page.size())
        return std::nullopt;
    const ByteView bytes = page.subspan(start, header.header_bytes);
    std::size_t at = 1;
    header.payload_bytes = header.header_bytes;
    for (const ColumnShape& column : shape) {
        const auto type = varint(bytes, at);
        if (!type || !fits(*type, column)) return std::nullopt;
        header.types.push_back(*type);
        header.payload_bytes += bytes_of(*type);
    }
    if (at != header.header_bytes) return std::nullopt;
    return header;
}

/// The row's bytes from `start`, followed over its overflow pages.
std::optional<Bytes> payload_at(const Pages& pages, ByteView page, std::size_t start, std::size_t bytes,
                                bool from_log) {
    std::size_t local = bytes;
    if (bytes > most_local) {
        const std::size_t kept = least_local + (bytes - least_local) % (page_bytes - 4);
        local = kept <= most_local ? kept : least_local;
    }
    if (start + local > page.size()) return std::nullopt;
    Bytes payload = copy(page.subspan(start, local));
    if (local == bytes) return payload;
    if (start + local + 4 > page.size()) return std::nullopt;
    std::uint32_t next = big_endian_32(page.subspan(start + local, 4));
    Bytes overflow;
    while (payload.size() < bytes) {
        if (!pages.page(next, from_log, overflow)) return std::nullopt;
        next = big_endian_32(overflow);
        const std::size_t piece = std::min(bytes - payload.size(), page_bytes - 4);
        append(payload, ByteView{overflow}.subspan(4, piece));
    }
    return payload;
}

FoundRow row_of(const RowHeader& header, ByteView payload) {
    FoundRow row;
    std::size_t at = header.header_bytes;
    for (const std::uint64_t type : header.types) {
        const ByteView bytes = payload.subspan(at, bytes_of(type));
        at += bytes.size();
        FoundValue value;
        if (type >= 12) {
            value.type = FoundValue::Type::blob;
            value.blob = copy(bytes);
        } else if (type != 0) {
            value.type = FoundValue::Type::integer;
            value.integer = type == 9 ? 1 : 0;
            if (!bytes.empty() && (bytes[0] & 0x80u) != 0) value.integer = -1;
            for (const std::uint8_t byte : bytes)
                value.integer = static_cast<std::int64_t>(static_cast<std::uint64_t>(value.integer) << 8 | byte);
        }
        row.push_back(std::move(value));
    }
    return row;
}

}  // namespace

std::size_t scan_rows(const Files& files, const std::filesystem::path& database, const std::filesystem::path& log,
                      std::span<const ColumnShape> shape, const std::function<void(FoundRow)>& found) {
    const Pages pages{files, database, log};
    std::size_t unreadable = 0;
    Bytes page;
    for (std::size_t index = 0; index < pages.count(); ++index) {
        if (!pages.image(index, page)) {
            ++unreadable;
            continue;
        }
        for (std::size_t start = 8; start + shape.size() < page.size(); ++start) {
            const auto header = header_at(page, start, shape);
            if (!header) continue;
            // A long row's rest is in the log's version of its pages or in the file's; the caller's check decides.
            const auto newest = payload_at(pages, page, start, header->payload_bytes, true);
            if (newest) found(row_of(*header, *newest));
            if (header->payload_bytes <= most_local) continue;
            const auto older = payload_at(pages, page, start, header->payload_bytes, false);
            if (older && (!newest || *older != *newest)) found(row_of(*header, *older));
        }
    }
    return unreadable;
}

}  // namespace zvonok::journal
