#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

namespace {

Rig& with_mail(Rig& rig, const Mail& mail) {
    rig.ready().logged_in().apply(ask::ShowOffice{OfficeDesk::messages});
    REQUIRE(rig.done<effect::ViewMail>().size() == 1);
    return rig.apply(event::MailViewed{rig.done<effect::ViewMail>().front().question, mail});
}

Letter letter(PersonId from) {
    Letter one;
    one.id = id<EntityId>(7);
    one.from = from;
    one.message.text = "Когда можно написать контрольную?";
    return one;
}

}  // namespace

TEST_CASE("mail: what is opened is read once, by an entry of the reader's own", "[flow][mail]") {
    Rig rig;
    const Letter one = letter(rig.school.belov);
    with_mail(rig, {{one}, {}});
    rig.apply(ask::Read{one.id});
    REQUIRE(rig.done<effect::Write>().size() == 1);
    const Desk* desk = rig.shows<Desk>();
    const Writing written = rig.done<effect::Write>().front().writings.front();
    CHECK(written.cell == reading_cell(desk->session.person, one.id));
    CHECK(what_was_read(written.cell) == one.id);
    rig.apply(ask::Read{one.id});
    CHECK(rig.done<effect::Write>().empty());
    // An answer that was on its way does not make it new again.
    rig.apply(event::JournalChanged{});
    rig.apply(event::MailViewed{rig.done<effect::ViewMail>().front().question, {{one}, {}}});
    CHECK(rig.shows<Desk>()->mail.read.contains(one.id));
}

TEST_CASE("mail: an answer is an entry that names what it answers", "[flow][mail][L-10]") {
    Rig rig;
    with_mail(rig, {{letter(rig.school.belov)}, {}});
    Message answer;
    answer.to = {rig.school.belov};
    answer.text = "В четверг.";
    answer.answers = id<EntityId>(7);
    rig.apply(ask::SendMessage{answer});
    REQUIRE(rig.done<effect::Write>().size() == 1);
    const Writing written = rig.done<effect::Write>().front().writings.front();
    CHECK(written.cell.kind == CellKind::message);
    CHECK_FALSE(written.cell.addressee.empty());
    CHECK(written.act == Act{answer});
}

TEST_CASE("mail: an answer to a question that is no longer asked is dropped", "[flow][mail]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ShowOffice{OfficeDesk::messages});
    const auto asked = rig.done<effect::ViewMail>().front().question;
    rig.apply(event::MailViewed{asked + 100, {{letter(rig.school.belov)}, {}}});
    CHECK_FALSE(rig.shows<Desk>()->mail_viewed);
}

TEST_CASE("mail: other acknowledgements are no reading of a message", "[flow][mail]") {
    Cell cell{CellKind::acknowledgement, {}, id<EntityId>(1)};
    cell.work = "rules";
    CHECK(what_was_read(cell).empty());
    cell.work = "read nonsense";
    CHECK(what_was_read(cell).empty());
    CHECK(what_was_read(reading_cell(id<PersonId>(1), id<EntityId>(9))) == id<EntityId>(9));
}
