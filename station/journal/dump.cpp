#include "station/journal/replica.hpp"

/// The canonical dump: rows in an order that does not depend on this file's local keys, each hashed onto the last.
namespace zvonok::journal {

using sqlite::Row;

namespace {

class Chain {
  public:
    void name(std::string_view text) {
        add(as_bytes(text));
        end_row();
    }
    void row(Row& row) {
        for (int i = 0; i < row.columns(); ++i) {
            const Row::Type type = row.type(i);
            row_.push_back(static_cast<std::uint8_t>(type));
            if (type == Row::Type::integer)
                number(row.integer(i));
            else if (type == Row::Type::text)
                add(as_bytes(row.text(i)));
            else if (type != Row::Type::null)
                add(row.blob(i));
        }
        end_row();
    }
    [[nodiscard]] const crypto::Digest& digest() const { return digest_; }

  private:
    void add(ByteView bytes) {
        number(static_cast<std::int64_t>(bytes.size()));
        append(row_, bytes);
    }
    void number(std::int64_t value) {
        for (int shift = 56; shift >= 0; shift -= 8)
            row_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
    }
    void end_row() {
        digest_ = crypto::sha256({digest_, row_});
        row_.clear();
    }

    crypto::Digest digest_{};
    Bytes row_;
};

/// What is accepted, without the values of newer programs.
std::string rows_sql(const RowShape& shape) {
    const std::string key = shape.key;
    return "SELECT " + key + ", l.log, seq, author, saved_ms, outcome, rule, versions, " + shape.rest + " FROM " +
           shape.table + " a JOIN logs l ON l.key = a.log WHERE a.school = ? AND layer = 0 AND " + shape.value +
           " IS NOT NULL ORDER BY " + key;
}

struct Section {
    const char* name;
    const char* sql;
};
constexpr Section sections[] = {
    {"lesson_contents",
     "SELECT load, day, ordinal, date, of_load, of_ordinal, accepted FROM lesson_contents WHERE school = ? AND "
     "accepted <> 0 ORDER BY load, day, ordinal"},
    // What the server refused to store it does not have: only its verdicts are common to all.
    {"attention",
     "SELECT a.author, l.log, a.seq, a.cell, a.outcome, a.rule, a.settled FROM attention a JOIN logs l ON l.key = "
     "a.log JOIN verdicts v ON v.school = a.school AND v.log = a.log AND v.seq = a.seq WHERE a.school = ? "
     "ORDER BY a.author, l.log, a.seq"},
    {"conflicts",
     "SELECT a.cell, l.log, a.seq, a.author FROM conflicts a JOIN logs l ON l.key = a.log WHERE a.school = ? "
     "ORDER BY a.cell, l.log, a.seq"},
    {"noted",
     "SELECT l.log, a.seq, a.author, a.kind, a.load, a.date, a.saved_ms, a.notes FROM noted a JOIN logs l ON l.key = "
     "a.log WHERE a.school = ? ORDER BY l.log, a.seq"},
    {"based",
     "SELECT a.basis, l.log, a.seq FROM based a JOIN logs l ON l.key = a.log WHERE a.school = ? ORDER BY a.basis, "
     "l.log, a.seq"},
    {"facts",
     "SELECT l.log, e.seq, e.header FROM entries e JOIN logs l ON l.key = e.log "
     "WHERE e.school = ? AND e.kind = 4 AND l.source = 2 ORDER BY l.log, e.seq"},
};

}  // namespace

Result<crypto::Digest> Replica::dump_hash() {
    Chain chain;
    const auto add = [&](const std::string& name, const std::string& sql) -> Result<void> {
        auto rows = database_->prepare(sql);
        if (!rows) return tl::unexpected(rows.error());
        chain.name(name);
        return rows->each([&](Row& row) { chain.row(row); }, key_);
    };
    for (const RowShape& shape : row_shapes())
        if (auto added = add(shape.table, rows_sql(shape)); !added) return tl::unexpected(added.error());
    for (const Section& section : sections)
        if (auto added = add(section.name, section.sql); !added) return tl::unexpected(added.error());
    return chain.digest();
}

}  // namespace zvonok::journal
