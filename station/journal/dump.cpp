#include "station/journal/replica.hpp"

/// The canonical dump: rows in an order that does not depend on this file's local keys, each hashed onto the last.
namespace zvonok::journal {

using sqlite::Row;

namespace {

class Chain {
  public:
    void add(ByteView bytes) {
        number(static_cast<std::int64_t>(bytes.size()));
        append(row_, bytes);
    }
    void number(std::int64_t value) {
        for (int shift = 56; shift >= 0; shift -= 8)
            row_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
    }
    void column(Row& row, int index, char type) {
        if (row.is_null(index)) return number(-1);
        if (type == 'i') return number(row.integer(index));
        add(type == 't' ? as_bytes(row.text(index)) : row.blob(index));
    }
    void end_row() {
        digest_ = crypto::sha256({digest_, row_});
        row_.clear();
    }
    [[nodiscard]] const crypto::Digest& digest() const { return digest_; }

  private:
    crypto::Digest digest_{};
    Bytes row_;
};

/// types  one letter a column: b blob, i integer, t text
struct Part {
    const char* types;
    const char* sql;
};

constexpr Part parts[] = {
    {"bbbibiitit",
     "SELECT a.lesson, a.pupil, l.log, a.seq, a.author, a.saved_ms, a.outcome, a.rule, a.versions, a.code "
     "FROM attendance a JOIN logs l ON l.key = a.log WHERE a.school = ? AND a.layer = 0 AND a.code IS NOT NULL "
     "ORDER BY a.lesson, a.pupil"},
    {"bbibiitibitb",
     "SELECT a.lesson, l.log, a.seq, a.author, a.saved_ms, a.outcome, a.rule, a.versions, a.load, a.day, a.text, "
     "a.plan_item FROM topics a JOIN logs l ON l.key = a.log WHERE a.school = ? AND a.layer = 0 AND a.text IS NOT NULL "
     "ORDER BY a.lesson"},
    {"bbbibiitibiibtibiib",
     "SELECT a.lesson, a.addressee, l.log, a.seq, a.author, a.saved_ms, a.outcome, a.rule, a.versions, a.load, a.day, "
     "a.ordinal, a.unplanned, a.text, a.ways, a.due_load, a.due_day, a.due_ordinal, a.due_unplanned "
     "FROM homework a JOIN logs l ON l.key = a.log WHERE a.school = ? AND a.layer = 0 AND a.text IS NOT NULL "
     "ORDER BY a.lesson, a.addressee"},
    {"bbibiti",
     "SELECT a.author, l.log, a.seq, a.cell, a.outcome, a.rule, a.settled FROM attention a JOIN logs l ON l.key = "
     "a.log "
     "WHERE a.school = ? ORDER BY a.author, l.log, a.seq"},
    {"bbib",
     "SELECT a.cell, l.log, a.seq, a.author FROM conflicts a JOIN logs l ON l.key = a.log WHERE a.school = ? "
     "ORDER BY a.cell, l.log, a.seq"},
    {"bib",
     "SELECT l.log, e.seq, e.header FROM entries e JOIN logs l ON l.key = e.log "
     "WHERE e.school = ? AND e.kind = 4 AND l.source = 2 ORDER BY l.log, e.seq"},
};

}  // namespace

Result<crypto::Digest> Replica::dump_hash() {
    Chain chain;
    for (const Part& part : parts) {
        auto rows = database_->prepare(part.sql);
        if (!rows) return tl::unexpected(rows.error());
        const auto read = rows->each(
            [&](Row& row) {
                for (int i = 0; part.types[i] != 0; ++i) chain.column(row, i, part.types[i]);
                chain.end_row();
            },
            key_);
        if (!read) return tl::unexpected(read.error());
        chain.add(as_bytes(part.types));
        chain.end_row();
    }
    return chain.digest();
}

}  // namespace zvonok::journal
