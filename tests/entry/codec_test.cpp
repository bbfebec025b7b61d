#include "station/entry/log.pb.h"
#include "tests/entry/every_kind.hpp"
#include "tests/entry/sample.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace zvonok;
using namespace zvonok::entry;
using namespace zvonok::domain;

namespace {
const LocalDay day = test::sample_day;
}  // namespace

TEST_CASE("header: every field comes back as it was", "[entry]") {
    Header header = test::absence("Б").header;
    header.school = test::school;
    header.id = {crypto::random_id<LogId>(), 7};
    header.session = crypto::random_id<SessionId>();
    header.saved.clock_stepped = true;
    header.audience = Audience::everyone;
    header.body_hash = crypto::sha256(as_bytes("x"));
    CHECK(decode_header(encode(header)).value() == header);
}

TEST_CASE("header: cut or foreign bytes are refused", "[entry]") {
    Header header = test::absence("Б").header;
    header.school = test::school;
    header.id = {crypto::random_id<LogId>(), 7};
    const Bytes good = encode(header);
    REQUIRE(decode_header(good).has_value());
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(decode_header(ByteView{good}.first(size)).has_value());
    header.id.seq = 0;
    CHECK_FALSE(decode_header(encode(header)).has_value());
}

TEST_CASE("body: every act comes back as it was", "[entry]") {
    const Cell cell{CellKind::homework, {crypto::random_id<LoadId>(), day, 2, {}}, crypto::random_id<EntityId>()};
    const Homework homework{"§ 12, № 214–216",
                            HomeworkWay::read | HomeworkWay::written,
                            {cell.lesson.load, day + std::chrono::days{2}, 1, {}}};
    const auto back = std::get<Writing>(decode_body(encode(Body{Writing{cell, homework}})).value());
    CHECK(back.cell == cell);
    CHECK(std::get<Homework>(back.act) == homework);

    const Verdict verdict{{crypto::random_id<LogId>(), 3}, Outcome::refused, std::string(rule::homework_due)};
    CHECK(std::get<Verdict>(decode_body(encode(Body{verdict})).value()) == verdict);
}

TEST_CASE("body: one of each act, every field set, comes back as it was", "[entry]") {
    const std::vector<Writing> acts = test::every_act();
    // All but UnknownAct.
    REQUIRE(acts.size() == std::variant_size_v<Act> - 1);
    for (Writing writing : acts) {
        INFO("act " << writing.act.index());
        writing.cell.kind = test::kind_of(writing);
        const Bytes bytes = encode(Body{writing});
        const auto back = std::get<Writing>(decode_body(bytes).value());
        CHECK(back == writing);
        CHECK(encode(Body{back}) == bytes);
    }
}

TEST_CASE("cells: no two kinds of question share an id", "[entry][cell]") {
    std::set<CellId> ids;
    const std::vector<Writing> acts = test::every_act();
    for (Writing writing : acts) {
        writing.cell.kind = test::kind_of(writing);
        ids.insert(cell_id(test::school, writing.cell));
    }
    CHECK(ids.size() == acts.size());
    Cell mark;
    mark.kind = CellKind::mark;
    mark.lesson = {LoadId{{9}}, day, 1, {}};
    mark.addressee = EntityId{{7}};
    mark.work = "контр";
    mark.ordinal = 1;
    mark.attempt = 1;
    const CellId first = cell_id(test::school, mark);
    // The value itself is part of the format: stations of all versions must agree on it.
    CHECK(first.hex() == "8f95df4a537d02f7fac69424e195ba72");
    Cell resit = mark;
    resit.attempt = 2;
    CHECK(cell_id(test::school, resit) != first);
    Cell other = mark;
    other.work = "ответ";
    CHECK(cell_id(test::school, other) != first);
}

TEST_CASE("body: an act of a newer program is kept as unknown, not lost", "[entry]") {
    pb::Body newer;
    newer.mutable_lesson()->set_load(std::string(16, 'x'));
    Bytes bytes(newer.ByteSizeLong());
    newer.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    // Field 99, length-delimited, three bytes: what a later version may add to the oneof.
    append(bytes, Bytes{0x9a, 0x06, 0x03, 'n', 'e', 'w'});
    const auto body = decode_body(bytes);
    REQUIRE(body.has_value());
    CHECK(std::holds_alternative<UnknownAct>(std::get<Writing>(*body).act));
}

TEST_CASE("facts: every kind comes back as it was", "[entry][fact]") {
    const std::vector<Fact> facts = test::every_fact();
    // All but UnknownFact.
    REQUIRE(facts.size() == std::variant_size_v<FactValue> - 1);
    for (const Fact& one : facts) {
        const Body body = RecordedFact{42, one};
        const Bytes bytes = encode(body);
        const Body back = decode_body(bytes).value();
        INFO("kind " << one.value.index());
        CHECK(std::get<RecordedFact>(back).version == 42);
        CHECK(std::get<RecordedFact>(back).fact == one);
        CHECK(encode(back) == bytes);
    }
    Fact ended = facts[5];
    ended.until = day + std::chrono::days{3};
    ended.withdrawn = true;
    const auto back = std::get<RecordedFact>(decode_body(encode(Body{RecordedFact{1, ended}})).value()).fact;
    CHECK(back.until == ended.until);
    CHECK(back.withdrawn);
}

TEST_CASE("cells: the same question has the same id everywhere, another question another", "[entry][cell]") {
    const Cell cell{CellKind::attendance, {LoadId{{9}}, day, 1, {}}, EntityId{{7}}};
    CHECK(cell_id(test::school, cell) == cell_id(test::school, Cell{cell}));
    Cell other = cell;
    other.lesson.ordinal = 2;
    CHECK(cell_id(test::school, cell) != cell_id(test::school, other));
    other = cell;
    other.kind = CellKind::topic;
    CHECK(cell_id(test::school, cell) != cell_id(test::school, other));
    CHECK(cell_id(test::school, cell) != cell_id(SchoolId{{5}}, cell));
    // The value itself is part of the format: stations of all versions must agree on it.
    CHECK(lesson_id(test::school, cell.lesson).hex() == "4d80d8d766a43f27aa73d6e322cee48e");
    CHECK(cell_id(test::school, cell).hex() == "92b7a12095174110fd3226b5148425ed");
}
