#include "station/flow/stepper.hpp"

namespace zvonok::flow {

void Stepper::ask_mail(Desk& desk) {
    desk.mail_question = new_number();
    to_do(effect::ViewMail{desk.mail_question, desk.session.person});
}

void Stepper::operator()(const event::MailViewed& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || desk->mail_question != event.question) return;
    // What has just been opened may not be on disk yet, and is no longer new for whoever opened it.
    std::set<EntityId> read = std::move(desk->mail.read);
    desk->mail = event.mail;
    desk->mail.read.merge(read);
    desk->mail_viewed = true;
}

void Stepper::operator()(const ask::Read& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->mail_viewed || !desk->mail.read.insert(event.what).second) return;
    write(*desk, {{reading_cell(desk->session.person, event.what), domain::Acknowledgement{"1"}}});
}

void Stepper::operator()(const ask::SendMessage& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    write(*desk, {{{domain::CellKind::message, {}, new_id(*desk)}, event.message}});
}

}  // namespace zvonok::flow
