#include "station/entry/entry.hpp"

#include "station/base/overloaded.hpp"
#include "station/entry/pb.hpp"

#include <google/protobuf/arena.h>

namespace zvonok::entry {

namespace {
using namespace zvonok::domain;

/// A message whose parts lie in one piece of room on the stack: a body is a handful of small messages within another.
template <class Message>
class InPlace {
  public:
    Message& operator*() { return *message_; }

  private:
    static google::protobuf::ArenaOptions within(std::span<char> room) {
        google::protobuf::ArenaOptions options;
        options.initial_block = room.data();
        options.initial_block_size = room.size();
        return options;
    }
    alignas(std::max_align_t) std::array<char, 1024> room_;  // more is asked for where it does not suffice
    google::protobuf::Arena arena_{within(room_)};
    Message* message_ = google::protobuf::Arena::CreateMessage<Message>(&arena_);
};

constexpr std::uint32_t stepped_flag = 1;

std::array<std::uint8_t, 8> big_endian(std::uint64_t value) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
    return bytes;
}
}  // namespace

void pack_id(const EntryId& id, pb::EntryId* to) {
    to->set_log(pack(id.log));
    to->set_seq(id.seq);
}

EntryId unpack_id(const pb::EntryId& from, Unpacker& unpack) {
    EntryId id;
    unpack(from.log(), id.log);
    id.seq = from.seq();
    return id;
}

void pack_lesson(const LessonKey& key, pb::LessonKey* to) {
    to->set_load(pack(key.load));
    to->set_day(pack_day(key.day));
    to->set_ordinal(static_cast<std::uint32_t>(key.ordinal));
    to->set_unplanned(pack(key.unplanned));
}

LessonKey unpack_lesson(const pb::LessonKey& from, Unpacker& unpack) {
    LessonKey key;
    unpack(from.load(), key.load);
    key.day = unpack_day(from.day());
    key.ordinal = static_cast<int>(from.ordinal());
    unpack(from.unplanned(), key.unplanned);
    return key;
}

Bytes encode(const Header& header) {
    pb::Header to;
    to.set_school(pack(header.school));
    to.set_log(pack(header.id.log));
    to.set_seq(header.id.seq);
    to.set_order(header.order);
    to.set_saved_utc_ms(header.saved.at.time_since_epoch().count());
    to.set_saved_boot(pack(header.saved.boot));
    to.set_saved_since_token_ms(static_cast<std::uint64_t>(header.saved.since_token.count()));
    to.set_saved_token(pack(header.saved.token));
    to.set_saved_flags(header.saved.clock_stepped ? stepped_flag : 0);
    to.set_author(pack(header.author));
    to.set_role(static_cast<std::uint32_t>(header.role));
    to.set_session(pack(header.session));
    to.set_facts(header.facts);
    to.set_kind(static_cast<std::uint32_t>(header.kind));
    to.set_cell(pack(header.cell));
    to.set_audience(static_cast<std::uint32_t>(header.audience));
    for (const EntryId& id : header.seen) pack_id(id, to.add_seen());
    to.set_body_hash(pack(header.body_hash));
    return serialized(to);
}

Result<Header> decode_header(ByteView bytes) {
    // Kept from one to the next, with the room of its dozen ids: making that anew takes longer than the reading.
    thread_local pb::Header from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not an entry header");
    Unpacker unpack;
    Header header;
    unpack(from.school(), header.school);
    unpack(from.log(), header.id.log);
    header.id.seq = from.seq();
    header.order = from.order();
    header.saved.at = Instant{std::chrono::milliseconds{from.saved_utc_ms()}};
    unpack(from.saved_boot(), header.saved.boot);
    header.saved.since_token = std::chrono::milliseconds{from.saved_since_token_ms()};
    unpack(from.saved_token(), header.saved.token);
    header.saved.clock_stepped = (from.saved_flags() & stepped_flag) != 0;
    unpack(from.author(), header.author);
    header.role = static_cast<Role>(from.role());
    unpack(from.session(), header.session);
    header.facts = from.facts();
    header.kind = static_cast<CellKind>(from.kind());
    unpack(from.cell(), header.cell);
    header.audience = from.audience() == 1 ? Audience::everyone : Audience::staff;
    for (const pb::EntryId& id : from.seen()) header.seen.push_back(unpack_id(id, unpack));
    unpack(from.body_hash(), header.body_hash);
    if (!unpack.ok() || header.school.empty() || header.id.log.empty() || header.id.seq == 0 || header.cell.empty() ||
        from.role() > 255 || from.kind() > 255 || from.audience() > 1)
        return fail(FaultKind::corrupt, "an entry header with impossible values");
    return header;
}

Bytes encode(const Body& body) {
    pb::Body to;
    std::visit(Overloaded{
                   [&](const Writing& writing) { pack_writing(writing, &to); },
                   [&](const RecordedFact& recorded) { pack_fact(recorded, to.mutable_fact()); },
                   [&](const Verdict& verdict) {
                       pack_id(verdict.entry, to.mutable_verdict()->mutable_entry());
                       to.mutable_verdict()->set_outcome(static_cast<std::uint32_t>(verdict.outcome));
                       to.mutable_verdict()->set_rule(verdict.rule);
                       for (const std::string& note : verdict.notes) to.mutable_verdict()->add_notes(note);
                   },
               },
               body);
    return serialized(to);
}

Result<Body> decode_body(ByteView bytes) {
    InPlace<pb::Body> room;
    pb::Body& from = *room;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not an entry body");
    Unpacker unpack;
    Body body;
    if (from.act_case() == pb::Body::kFact) {
        body = unpack_fact(from.fact(), unpack);
    } else if (from.act_case() == pb::Body::kVerdict) {
        const auto outcome = from.verdict().outcome();
        if (outcome < 1 || outcome > 3) return fail(FaultKind::corrupt, "a verdict with no outcome");
        const auto& notes = from.verdict().notes();
        body = Verdict{unpack_id(from.verdict().entry(), unpack),
                       static_cast<Outcome>(outcome),
                       from.verdict().rule(),
                       {notes.begin(), notes.end()}};
    } else {
        body = unpack_writing(from, unpack);
    }
    if (!unpack.ok()) return fail(FaultKind::corrupt, "an entry body with ids of a wrong size");
    return body;
}

crypto::Digest body_hash(ByteView salt, ByteView body) {
    static constexpr std::uint8_t zero[] = {0};
    return crypto::sha256({as_bytes("zvonok body v1"), zero, salt, body});
}

Bytes derived_salt(ByteView seed, std::uint64_t seq) {
    const crypto::Digest digest = crypto::hmac_sha256(seed, big_endian(seq));
    return copy(ByteView{digest}.first(16));
}

LessonId lesson_id(SchoolId school, const LessonKey& key) {
    if (!key.unplanned.empty()) return key.unplanned;
    // A class is written about pupil by pupil: the lesson is mostly that of the entry before.
    struct Named {
        SchoolId school;
        LessonKey key;
        LessonId id;
    };
    thread_local std::optional<Named> last;
    if (last && last->school == school && last->key == key) return last->id;
    const auto day = big_endian(static_cast<std::uint64_t>(static_cast<std::int64_t>(pack_day(key.day))));
    const auto ordinal = big_endian(static_cast<std::uint64_t>(key.ordinal));
    const auto id = crypto::derived_id<LessonId>("zvonok lesson v1", {school.view(), key.load.view(), day, ordinal});
    last = Named{school, key, id};
    return id;
}

CellId cell_id(SchoolId school, const Cell& cell) {
    const std::uint8_t kind[] = {static_cast<std::uint8_t>(cell.kind)};
    const LessonId lesson = cell.lesson.empty() ? LessonId{} : lesson_id(school, cell.lesson);
    // The first three kinds are named by lesson and addressee alone, as their entries of all times are.
    if (cell.kind <= CellKind::homework)
        return crypto::derived_id<CellId>("zvonok cell v1",
                                          {school.view(), kind, lesson.view(), cell.addressee.view()});
    return crypto::derived_id<CellId>(
        "zvonok cell v2",
        {school.view(), kind, lesson.view(), cell.addressee.view(), cell.subject.view(), cell.period.view(),
         big_endian(static_cast<std::uint64_t>(cell.ordinal)), big_endian(static_cast<std::uint64_t>(cell.attempt)),
         cell.entry.log.view(), big_endian(cell.entry.seq), as_bytes(cell.work)});
}

CellId fact_cell(SchoolId school, EntityId entity) {
    return crypto::derived_id<CellId>("zvonok fact cell v1", {school.view(), entity.view()});
}

CellId verdict_cell(SchoolId school, const EntryId& judged) {
    return crypto::derived_id<CellId>("zvonok verdict cell v1",
                                      {school.view(), judged.log.view(), big_endian(judged.seq)});
}

Result<void> check_record(const Header& header, const Record& record, const Body& body) {
    if (record.is_stub()) return fail(FaultKind::missing, "an entry without its body");
    if (body_hash(record.salt, record.body) != header.body_hash)
        return fail(FaultKind::corrupt, "the body is not the one that was sealed");
    const auto expect = [&](CellKind kind, CellId cell) -> Result<void> {
        if (header.kind != kind || header.cell != cell)
            return fail(FaultKind::corrupt, "the header names another cell than the body");
        return {};
    };
    return std::visit(Overloaded{
                          [&](const Writing& writing) -> Result<void> {
                              // What a newer program wrote has a kind of its own; its cell can't be computed here.
                              if (std::holds_alternative<UnknownAct>(writing.act)) return {};
                              return expect(writing.cell.kind, cell_id(header.school, writing.cell));
                          },
                          [&](const RecordedFact& recorded) -> Result<void> {
                              return expect(CellKind::fact, fact_cell(header.school, recorded.fact.entity));
                          },
                          [&](const Verdict& verdict) -> Result<void> {
                              return expect(CellKind::verdict, verdict_cell(header.school, verdict.entry));
                          },
                      },
                      body);
}

}  // namespace zvonok::entry
