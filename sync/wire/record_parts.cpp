#include "sync/wire/record_parts.hpp"

#include "station/base/overloaded.hpp"
#include "sync/wire/packing.hpp"

#include <algorithm>

namespace zvonok::sync::wire {

namespace {

/// Protocol Buffers by hand: a tag is the field's number << 3 with the wire type below (station/entry/log.proto).
constexpr std::uint64_t tag_of(int field, int wire_type) {
    return static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(wire_type);
}
enum WireType { varint = 0, fixed64 = 1, bytes_of_length = 2, fixed32 = 5 };

constexpr std::uint64_t header_school = tag_of(1, bytes_of_length), header_log = tag_of(2, bytes_of_length);
constexpr std::uint64_t header_seq = tag_of(3, varint), header_order = tag_of(4, fixed64);
constexpr std::uint64_t header_kind = tag_of(14, varint), header_cell = tag_of(15, bytes_of_length);
constexpr std::uint64_t header_hash = tag_of(18, bytes_of_length);
constexpr std::uint64_t body_lesson = tag_of(1, bytes_of_length), body_addressee = tag_of(2, bytes_of_length);
constexpr std::uint64_t body_verdict = tag_of(20, bytes_of_length);
constexpr std::uint64_t verdict_entry = tag_of(1, bytes_of_length);
constexpr std::uint64_t entry_log = tag_of(1, bytes_of_length), entry_seq = tag_of(2, varint);
/// The acts that the first program with dense batches knew. Fixed for good: a peer may know no more.
constexpr std::uint64_t first_act = 16, last_act = 44;
constexpr auto last_kind = static_cast<std::uint64_t>(domain::CellKind::refused_attempt);

constexpr std::size_t most_varint_bytes = 10;

/// Reads forward; once something did not fit all that follows fails too.
class Cursor {
  public:
    explicit Cursor(ByteView bytes) : rest_(bytes) {}
    [[nodiscard]] ByteView rest() const { return rest_; }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool done() const { return rest_.empty(); }

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < rest_.size() && i < most_varint_bytes; ++i) {
            value |= static_cast<std::uint64_t>(rest_[i] & 0x7f) << (7 * i);
            if (rest_[i] < 0x80) {
                // Only the shortest form can be put together again.
                ok_ = ok_ && (i == 0 || rest_[i] != 0);
                rest_ = rest_.subspan(i + 1);
                return value;
            }
        }
        ok_ = false;
        return 0;
    }
    ByteView take(std::size_t count) {
        if (count > rest_.size()) {
            ok_ = false;
            return {};
        }
        const ByteView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    ByteView counted() { return take(number()); }
    void skip(std::uint64_t tag) {
        switch (tag & 7) {
            case varint:
                number();
                return;
            case fixed64:
                take(8);
                return;
            case bytes_of_length:
                counted();
                return;
            case fixed32:
                take(4);
                return;
            default:
                ok_ = false;
        }
    }
    bool expect(std::uint64_t tag) {
        ok_ = ok_ && number() == tag;
        return ok_;
    }

  private:
    ByteView rest_;
    bool ok_ = true;
};

void put(Bytes& to, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) to.push_back(static_cast<std::uint8_t>(number | 0x80));
    to.push_back(static_cast<std::uint8_t>(number));
}
void put(Bytes& to, std::uint64_t tag, ByteView content) {
    put(to, tag);
    put(to, content.size());
    append(to, content);
}

std::uint64_t little_endian(ByteView bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

/// A verdict's only field: {entry: {log, seq}, ...}.
std::optional<BodyParts> split_verdict(ByteView bytes) {
    Cursor body{bytes};
    if (!body.expect(body_verdict)) return std::nullopt;
    const ByteView content = body.counted();
    if (!body.ok() || !body.done()) return std::nullopt;
    Cursor verdict{content};
    if (!verdict.expect(verdict_entry)) return std::nullopt;
    Cursor entry{verdict.counted()};
    if (!verdict.ok() || !entry.expect(entry_log)) return std::nullopt;
    const ByteView log = entry.counted();
    if (!entry.ok() || log.size() != id_bytes || !entry.expect(entry_seq)) return std::nullopt;
    const std::uint64_t seq = entry.number();
    if (!entry.ok() || !entry.done()) return std::nullopt;
    // The lesson's place holds the log: it stands first here too.
    return BodyParts{log, {}, seq, verdict.rest()};
}

domain::CellKind kind_of(const entry::Body& body) {
    if (const auto* writing = std::get_if<entry::Writing>(&body)) return writing->cell.kind;
    return std::holds_alternative<entry::Verdict>(body) ? domain::CellKind::verdict : domain::CellKind::fact;
}

CellId cell_of(SchoolId school, const entry::Body& body) {
    return std::visit(
        Overloaded{[&](const entry::Writing& writing) { return entry::cell_id(school, writing.cell); },
                   [&](const entry::RecordedFact& fact) { return entry::fact_cell(school, fact.fact.entity); },
                   [&](const entry::Verdict& verdict) { return entry::verdict_cell(school, verdict.entry); }},
        body);
}

}  // namespace

std::optional<HeaderParts> split_header(ByteView bytes, const entry::SealContent& seal, std::uint64_t seq) {
    Cursor at{bytes};
    if (!at.expect(header_school) || !equal(at.counted(), seal.school.view()) || !at.expect(header_log) ||
        !equal(at.counted(), seal.log.view()) || !at.expect(header_seq) || at.number() != seq ||
        !at.expect(header_order))
        return std::nullopt;
    HeaderParts parts;
    parts.order = little_endian(at.take(8));
    const ByteView behind = at.rest();
    std::size_t middle = 0;
    for (;;) {
        middle = behind.size() - at.rest().size();
        if (!at.ok() || at.done()) return std::nullopt;
        const std::uint64_t tag = at.number();
        if (tag == header_kind) break;
        at.skip(tag);
    }
    parts.middle = behind.first(middle);
    if (at.number() > last_kind || !at.expect(header_cell) || at.counted().size() != id_bytes) return std::nullopt;
    // Tag of two bytes, length of one, digest.
    constexpr std::size_t hash_field = 3 + hash_bytes;
    const ByteView tail = at.rest();
    if (!at.ok() || tail.size() < hash_field) return std::nullopt;
    Cursor hash{tail.last(hash_field)};
    if (!hash.expect(header_hash) || hash.counted().size() != hash_bytes || !hash.ok()) return std::nullopt;
    parts.tail = tail.first(tail.size() - hash_field);
    return parts;
}

std::optional<BodyParts> split_body(ByteView bytes) {
    if (auto verdict = split_verdict(bytes)) return verdict;
    BodyParts parts;
    Cursor at{bytes};
    std::uint64_t tag = at.number();
    if (at.ok() && tag == body_lesson) {
        at.counted();
        parts.lesson = bytes.first(bytes.size() - at.rest().size());
        Cursor next{at.rest()};
        if (next.expect(body_addressee)) {
            const ByteView addressee = next.counted();
            if (next.ok() && addressee.size() == id_bytes) {
                parts.addressee = addressee;
                at = next;
            }
        }
    } else {
        at = Cursor{bytes};
    }
    parts.rest = at.rest();
    bool acts = false;
    while (at.ok() && !at.done()) {
        tag = at.number();
        const std::uint64_t field = tag >> 3;
        if (field > last_act) return std::nullopt;
        acts = acts || field >= first_act;
        at.skip(tag);
    }
    return at.ok() && acts ? std::optional{parts} : std::nullopt;
}

Bytes joined_body(const BodyParts& parts) {
    Bytes body;
    if (parts.judged) {
        Bytes entry, verdict;
        put(entry, entry_log, parts.lesson);
        put(entry, entry_seq);
        put(entry, *parts.judged);
        put(verdict, verdict_entry, entry);
        append(verdict, parts.rest);
        put(body, body_verdict, verdict);
        return body;
    }
    append(body, parts.lesson);
    if (!parts.addressee.empty()) put(body, body_addressee, parts.addressee);
    append(body, parts.rest);
    return body;
}

Bytes joined_header(const HeaderParts& parts, const entry::SealContent& seal, std::uint64_t seq,
                    const entry::Record& record) {
    Bytes header;
    header.reserve(2 * (2 + id_bytes) + 20 + parts.middle.size() + 2 + id_bytes + parts.tail.size() + 3 + hash_bytes);
    put(header, header_school, seal.school.view());
    put(header, header_log, seal.log.view());
    put(header, header_seq);
    put(header, seq);
    put(header, header_order);
    for (int shift = 0; shift < 64; shift += 8) header.push_back(static_cast<std::uint8_t>(parts.order >> shift));
    append(header, parts.middle);
    const auto body = entry::decode_body(record.body);
    put(header, header_kind);
    put(header, static_cast<std::uint64_t>(body ? kind_of(*body) : domain::CellKind::unknown));
    put(header, header_cell, (body ? cell_of(seal.school, *body) : CellId{}).view());
    append(header, parts.tail);
    put(header, header_hash, entry::body_hash(record.salt, record.body));
    return header;
}

}  // namespace zvonok::sync::wire
