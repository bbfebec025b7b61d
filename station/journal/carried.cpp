#include "station/journal/carried.hpp"

#include "station/journal/replica.hpp"

#include <algorithm>

namespace zvonok::journal {

using sqlite::Row;

void CarriedBatches::add(const crypto::Digest& name, const std::optional<Range>& range) {
    names_.emplace(name, range);
    if (range) by_last_[{range->log, range->last}] = {range->first, name};
}

void CarriedBatches::erase(const crypto::Digest& name) {
    const auto found = names_.find(name);
    if (found == names_.end()) return;
    if (const auto& range = found->second) {
        by_last_.erase({range->log, range->last});
        doubts_.erase(doubts_.lower_bound({range->log, range->first}), doubts_.upper_bound({range->log, range->last}));
    }
    names_.erase(found);
}

std::optional<CarriedBatches::Range> CarriedBatches::range_of(const crypto::Digest& name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? std::nullopt : found->second;
}

std::vector<std::pair<crypto::Digest, CarriedBatches::Range>> CarriedBatches::overlapping(const Range& range) const {
    std::vector<std::pair<crypto::Digest, Range>> found;
    for (auto at = by_last_.lower_bound({range.log, range.first}); at != by_last_.end(); ++at) {
        const auto& [log, last] = at->first;
        const auto& [first, name] = at->second;
        if (log != range.log || first > range.last) break;
        found.push_back({name, {log, first, last}});
    }
    return found;
}

std::vector<CarriedBatches::Range> CarriedBatches::ranges() const {
    std::vector<Range> all;
    for (const auto& [end, begin] : by_last_) all.push_back({end.first, begin.first, end.second});
    return all;
}

bool CarriedBatches::covers(std::int64_t log, std::uint64_t seq) const {
    const auto at = by_last_.lower_bound({log, seq});
    return at != by_last_.end() && at->first.first == log && at->second.first <= seq;
}

bool CarriedBatches::shows(std::int64_t log, std::uint64_t seq) const {
    return covers(log, seq) && !doubts_.contains({log, seq});
}

Result<void> Replica::read_carried() {
    carried_ = {};
    auto parcels = database_->prepare("SELECT name, log, first, last FROM carried WHERE school = ?");
    if (!parcels) return tl::unexpected(parcels.error());
    const auto read = parcels->each(
        [&](Row& row) {
            const auto name = crypto::digest_from(row.blob(0));
            if (!name) return row.mark_damaged();
            std::optional<CarriedBatches::Range> range;
            if (!row.is_null(1))
                range = {row.integer(1), static_cast<std::uint64_t>(row.integer(2)),
                         static_cast<std::uint64_t>(row.integer(3))};
            carried_.add(*name, range);
        },
        key_);
    if (!read) return read;
    auto doubts = database_->prepare("SELECT log, seq, rule FROM carried_doubts WHERE school = ?");
    if (!doubts) return tl::unexpected(doubts.error());
    return doubts->each(
        [&](Row& row) {
            carried_.doubt(row.integer(0), static_cast<std::uint64_t>(row.integer(1)), std::string(row.text(2)));
        },
        key_);
}

Result<void> Replica::touch_carried(const CarriedBatches::Range& range) {
    return cells_between_.each([&](Row& row) { touch(row.id<CellId>(0)).other = true; }, key_, range.log, range.first,
                               range.last);
}

Result<bool> Replica::carry(const Parcel& parcel, const std::optional<Passed>& content) {
    if (carried_.has(parcel.name)) return false;
    std::optional<CarriedBatches::Range> range;
    if (content) {
        const entry::SealContent& seal = content->checked.seal;
        const auto log = log_key(seal.log, Source::station);
        if (!log) return tl::unexpected(log.error());
        if (logs_.at(*log).source != Source::station) return false;
        range = {*log, seal.first, seal.last};
        if (!carried_.overlapping(*range).empty()) return false;
        auto taken =
            database_->prepare("SELECT 1 FROM seals WHERE school = ? AND log = ? AND first <= ? AND last >= ? LIMIT 1");
        if (!taken) return tl::unexpected(taken.error());
        const auto there = taken->integer(key_, *log, seal.last, seal.first);
        if (!there) return tl::unexpected(there.error());
        if (*there) return false;  // the server's word on these numbers is here already
        const auto statement = entry::open_proof(content->session);
        if (!statement) return tl::unexpected(statement.error());
        if (auto stored = store_session(content->session, statement->session); !stored)
            return tl::unexpected(stored.error());
        auto put_token = database_->prepare("INSERT INTO time_tokens VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        if (!put_token) return tl::unexpected(put_token.error());
        for (const auto& [id, token] : content->tokens)
            if (auto put = put_token->run(key_, id, token.content, token.signature); !put)
                return tl::unexpected(put.error());
        if (auto stored = store(content->batch, content->checked, Source::station); !stored)
            return tl::unexpected(stored.error());
    }
    auto put =
        database_->prepare("INSERT INTO carried(school, name, parcel, log, first, last) VALUES (?, ?, ?, ?, ?, ?)");
    if (!put) return tl::unexpected(put.error());
    std::optional<std::int64_t> log;
    std::optional<std::uint64_t> first, last;
    if (range) {
        log = range->log;
        first = range->first;
        last = range->last;
    }
    if (auto done = put->run(key_, parcel.name, parcel.bytes, log, first, last); !done)
        return tl::unexpected(done.error());
    carried_.add(parcel.name, range);
    return true;
}

Result<void> Replica::drop_carried(const crypto::Digest& name) {
    const auto range = carried_.range_of(name);
    auto drop = database_->prepare("DELETE FROM carried WHERE school = ? AND name = ?");
    if (!drop) return tl::unexpected(drop.error());
    if (auto dropped = drop->run(key_, name); !dropped) return dropped;
    carried_.erase(name);
    if (!range) return {};
    auto trust = database_->prepare("DELETE FROM carried_doubts WHERE school = ? AND log = ? AND seq BETWEEN ? AND ?");
    if (!trust) return tl::unexpected(trust.error());
    if (auto trusted = trust->run(key_, range->log, range->first, range->last); !trusted) return trusted;
    return touch_carried(*range);
}

/// Takes the rows of an entry that is about to go out of the tables; what else is in its cell is folded anew.
Result<void> Replica::unshow(Row& row) {
    touch(row.id<CellId>(0)).other = true;
    if (row.is_null(1)) return {};
    const auto body = entry::decode_body(row.blob(1));
    if (!body) return tl::unexpected(body.error());
    const auto* writing = std::get_if<entry::Writing>(&*body);
    if (writing == nullptr) return {};
    const domain::Cell& cell = writing->cell;
    const auto shape = shape_of(cell.kind);
    if (!shape || !row_shapes()[*shape].fits(cell)) return {};
    values_.assign({key_});
    const CellId id = entry::cell_id(school_, cell);
    row_shapes()[*shape].put_key(id, cell, values_);
    if (auto cleared = clear_rows_[*shape].run_with(values_); !cleared) return cleared;
    if (cell.lesson.empty()) {
        changes_.registers = true;
        return {};
    }
    note_lesson(cell.lesson);
    contents_.due.insert_or_assign(place_of(cell.lesson), cell.lesson);
    return {};
}

Result<void> Replica::drop_records(const CarriedBatches::Range& range) {
    auto entries =
        database_->prepare("SELECT cell, body FROM entries WHERE school = ? AND log = ? AND seq BETWEEN ? AND ?");
    if (!entries) return tl::unexpected(entries.error());
    if (auto read = entries->each([&](Row& row) { return unshow(row); }, key_, range.log, range.first, range.last);
        !read)
        return read;
    auto drop = database_->prepare("DELETE FROM entries WHERE school = ? AND log = ? AND seq BETWEEN ? AND ?");
    if (!drop) return tl::unexpected(drop.error());
    if (auto dropped = drop->run(key_, range.log, range.first, range.last); !dropped) return dropped;
    auto unseal = database_->prepare("DELETE FROM seals WHERE school = ? AND log = ? AND first = ?");
    if (!unseal) return tl::unexpected(unseal.error());
    return unseal->run(key_, range.log, range.first);
}

Result<void> Replica::yield_to(const entry::Seal& seal, const entry::SealContent& content, std::int64_t log) {
    if (carried_.empty()) return {};
    const crypto::Digest hash = entry::seal_hash(seal.content);
    if (carried_.has(hash) && !carried_.range_of(hash))
        if (auto dropped = drop_carried(hash); !dropped) return dropped;
    for (const auto& [name, range] : carried_.overlapping({log, content.first, content.last})) {
        if (auto dropped = drop_carried(name); !dropped) return dropped;
        if (name == hash) continue;
        if (auto dropped = drop_records(range); !dropped) return dropped;
    }
    return {};
}

Result<void> Replica::settle_carried(const CarriedOutcome& outcome) {
    if (!carried_.has(outcome.name)) return {};
    const auto range = carried_.range_of(outcome.name);
    if (outcome.fate == CarriedOutcome::Fate::refused) {
        if (auto dropped = drop_carried(outcome.name); !dropped || !range) return dropped;
        return drop_records(*range);
    }
    // What was shown of it stays until the feed has brought it.
    if (outcome.fate == CarriedOutcome::Fate::delivered && !range) return drop_carried(outcome.name);
    auto note = database_->prepare(outcome.fate == CarriedOutcome::Fate::delivered
                                       ? "UPDATE carried SET delivered = 1 WHERE school = ? AND name = ?"
                                       : "UPDATE carried SET tries = tries + 1 WHERE school = ? AND name = ?");
    if (!note) return tl::unexpected(note.error());
    return note->run(key_, outcome.name);
}

Result<void> Replica::set_doubts(Doubts doubts) {
    std::map<std::pair<std::int64_t, std::uint64_t>, std::string> wanted;
    for (auto& [id, rule] : doubts)
        if (const auto log = log_keys_.find(id.log); log != log_keys_.end() && carried_.covers(log->second, id.seq))
            wanted.emplace(std::pair{log->second, id.seq}, std::move(rule));
    const auto before = carried_.doubts();
    auto put = database_->prepare("REPLACE INTO carried_doubts(school, log, seq, rule) VALUES (?, ?, ?, ?)");
    auto drop = database_->prepare("DELETE FROM carried_doubts WHERE school = ? AND log = ? AND seq = ?");
    if (!put) return tl::unexpected(put.error());
    if (!drop) return tl::unexpected(drop.error());
    for (const auto& [at, rule] : wanted) {
        if (const auto known = before.find(at); known != before.end() && known->second == rule) continue;
        if (auto done = put->run(key_, at.first, at.second, rule); !done) return done;
        carried_.doubt(at.first, at.second, rule);
        if (auto touched = touch_carried({at.first, at.second, at.second}); !touched) return touched;
    }
    for (const auto& [at, rule] : before) {
        if (wanted.contains(at)) continue;
        if (auto done = drop->run(key_, at.first, at.second); !done) return done;
        carried_.trust(at.first, at.second);
        if (auto touched = touch_carried({at.first, at.second, at.second}); !touched) return touched;
    }
    return {};
}

Result<std::vector<Replica::Unjudged>> Replica::unjudged(std::span<const CarriedBatches::Range> ranges) {
    std::vector<Unjudged> found;
    auto entries = database_->prepare(
        "SELECT e.header, e.body FROM entries e LEFT JOIN verdicts v ON v.school = e.school AND v.log = e.log AND "
        "v.seq = e.seq WHERE e.school = ? AND e.log = ? AND e.seq BETWEEN ? AND ? AND e.body IS NOT NULL AND "
        "v.outcome IS NULL ORDER BY e.seq");
    if (!entries) return tl::unexpected(entries.error());
    for (const CarriedBatches::Range& range : ranges) {
        const auto read = entries->each(
            [&](Row& row) -> Result<void> {
                auto header = entry::decode_header(row.blob(0));
                if (!header) return tl::unexpected(header.error());
                auto body = entry::decode_body(row.blob(1));
                if (!body) return tl::unexpected(body.error());
                if (auto* writing = std::get_if<entry::Writing>(&*body))
                    found.emplace_back(std::move(*header), std::move(*writing));
                return {};
            },
            key_, range.log, range.first, range.last);
        if (!read) return tl::unexpected(read.error());
    }
    std::ranges::sort(found, {}, [](const Unjudged& each) { return std::tie(each.first.order, each.first.id); });
    return found;
}

}  // namespace zvonok::journal
