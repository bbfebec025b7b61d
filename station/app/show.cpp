#include "station/app/show.hpp"

#include "station/app/present_parts.hpp"

namespace zvonok::app {

namespace {

namespace ask = flow::ask;

flow::Task task_of(const screens::lesson::Task& shown) {
    return {shown.text, shown.ways, shown.links, shown.due};
}

flow::Typed typed_of(const screens::lesson::Scratch& scratch) {
    flow::Typed typed;
    typed.topic = scratch.topic;
    if (scratch.task) typed.task = task_of(*scratch.task);
    typed.task_nothing = scratch.task_nothing;
    return typed;
}

screens::lesson::Scratch scratch_of(const flow::Typed& typed) {
    screens::lesson::Scratch scratch;
    scratch.topic = typed.topic;
    if (typed.task) scratch.task = task_shown(*typed.task);
    scratch.task_nothing = typed.task_nothing;
    return scratch;
}

/// Intents of all screens; each adds what the flow is to be told.
struct Taker {
    Wanted& wanted;
    void operator()(const screens::Speak& intent) const {
        wanted.events.emplace_back(ask::ChooseLanguage{intent.language});
    }

    void operator()(const screens::help::Choose& intent) const {
        wanted.events.emplace_back(ask::ChooseSight{intent.sight});
    }

    void operator()(const screens::notice::Continue&) const { wanted.events.emplace_back(ask::Understood{}); }
    void operator()(const screens::notice::Retry&) const { wanted.retry = true; }

    void operator()(const screens::pin::Digit& intent) const { wanted.events.emplace_back(ask::Digit{intent.digit}); }
    void operator()(const screens::pin::Erase&) const { wanted.events.emplace_back(ask::EraseDigit{}); }
    void operator()(const screens::pin::Done&) const { wanted.events.emplace_back(ask::CheckPin{}); }
    void operator()(const screens::pin::Cancel&) const { wanted.events.emplace_back(ask::Leave{}); }

    void operator()(const screens::desk::Open& intent) const {
        wanted.events.emplace_back(ask::OpenLesson{intent.lesson});
    }
    void operator()(screens::desk::Office which) const { wanted.events.emplace_back(ask::ShowOffice{which}); }
    void operator()(const screens::desk::Leave&) const { wanted.events.emplace_back(ask::Leave{}); }

    void operator()(const screens::lesson::Attend& intent) const {
        wanted.events.emplace_back(ask::SetAttendance{intent.pupil, intent.code, intent.late_minutes});
    }
    void operator()(const screens::lesson::GiveMark& intent) const {
        wanted.events.emplace_back(ask::GiveMark{intent.pupil, intent.value, intent.comment});
    }
    void operator()(const screens::lesson::ReportPupil& intent) const {
        wanted.events.emplace_back(ask::ReportPupil{intent.pupil, intent.text});
    }
    void operator()(const screens::lesson::SetTask& intent) const {
        wanted.events.emplace_back(ask::SetTask{intent.pupil, intent.text});
    }
    void operator()(const screens::lesson::ChooseWork& intent) const {
        wanted.events.emplace_back(ask::ChooseWork{{intent.kind, intent.ordinal}});
    }
    void operator()(const screens::lesson::MarkPresent&) const { wanted.events.emplace_back(ask::AllPresent{}); }
    void operator()(const screens::lesson::Write& intent) const {
        ask::WriteTexts write;
        write.topic = intent.topic;
        if (intent.task) write.task = task_of(*intent.task);
        wanted.events.emplace_back(std::move(write));
    }
    void operator()(const screens::lesson::StandIn& intent) const {
        wanted.events.emplace_back(ask::StandIn{intent.reason});
    }
    void operator()(const screens::lesson::Seat& intent) const {
        wanted.events.emplace_back(ask::SaveSeats{intent.plan});
    }
    void operator()(const screens::lesson::Undo&) const { wanted.events.emplace_back(ask::Undo{}); }
    void operator()(const screens::lesson::ShowDesk&) const { wanted.events.emplace_back(ask::ShowLessons{}); }
    void operator()(const screens::lesson::ShowPlan& intent) const {
        wanted.events.emplace_back(ask::ShowPlan{intent.load});
    }
    void operator()(const screens::lesson::ShowPage&) const { wanted.events.emplace_back(ask::ShowPage{}); }
    void operator()(const screens::lesson::Leave&) const { wanted.events.emplace_back(ask::Leave{}); }

    void operator()(const screens::page::Attend& intent) const {
        wanted.events.emplace_back(ask::AttendAt{intent.lesson, intent.pupil, intent.code});
    }
    void operator()(const screens::page::GiveMark& intent) const {
        wanted.events.emplace_back(ask::MarkAt{intent.lesson, intent.pupil, intent.value});
    }
    void operator()(const screens::page::Erase& intent) const {
        wanted.events.emplace_back(ask::EraseAt{intent.lesson, intent.pupil});
    }
    void operator()(const screens::page::ShowHistory& intent) const {
        wanted.events.emplace_back(ask::ShowHistory{intent.lesson, intent.pupil});
    }
    void operator()(const screens::page::HideHistory&) const { wanted.events.emplace_back(ask::HideHistory{}); }
    void operator()(const screens::page::GiveResult& intent) const {
        wanted.events.emplace_back(ask::GivePeriodMark{intent.pupil, intent.value});
    }
    void operator()(const screens::page::Paste& intent) const {
        ask::Paste paste{intent.lesson, {}};
        for (const screens::page::Paste::Value& value : intent.values)
            paste.values.push_back({value.pupil, value.text, value.attendance});
        wanted.events.emplace_back(std::move(paste));
    }
    void operator()(const screens::page::ShowPeriod& intent) const {
        wanted.events.emplace_back(ask::ShowPeriod{intent.period});
    }
    void operator()(const screens::page::ShowLesson&) const { wanted.events.emplace_back(ask::ShowLesson{}); }
    void operator()(const screens::page::Leave&) const { wanted.events.emplace_back(ask::Leave{}); }

    void operator()(const screens::lesson::AskChange& intent) const {
        wanted.events.emplace_back(ask::AskChange{intent.wanted, intent.ground, intent.document, intent.reason});
    }
    void operator()(const screens::lesson::ChooseVersion& intent) const {
        wanted.events.emplace_back(
            ask::ChooseVersion{intent.cell, intent.other ? flow::Version::other : flow::Version::own});
    }
    void operator()(const screens::office::Intent& intent) const { std::visit(*this, intent); }
    void operator()(const screens::office::ShowLessons&) const { wanted.events.emplace_back(ask::ShowLessons{}); }
    void operator()(const screens::office::Leave&) const { wanted.events.emplace_back(ask::Leave{}); }
    void operator()(const screens::requests::Decide& intent) const {
        wanted.events.emplace_back(ask::DecideChange{intent.request, intent.approved, intent.note});
    }
    void operator()(const screens::requests::CarryOut& intent) const {
        wanted.events.emplace_back(ask::CarryOut{intent.request});
    }

    void operator()(const screens::absences::Show& intent) const {
        wanted.events.emplace_back(ask::ShowAbsences{intent.school_class, intent.day});
    }
    void operator()(const screens::absences::GiveReason& intent) const {
        wanted.events.emplace_back(ask::GiveReason{intent.pupil, intent.lessons, intent.code});
    }
    void operator()(const screens::absences::RegisterPaper& intent) const {
        wanted.events.emplace_back(
            ask::RegisterPaper{intent.pupil, intent.kind, intent.number, intent.first, intent.last});
    }
    void operator()(const screens::timetable::Show& intent) const {
        wanted.events.emplace_back(ask::ShowTimetable{intent.day, intent.school_class});
    }
    void operator()(const screens::timetable::Replace& intent) const {
        wanted.events.emplace_back(ask::Replace{intent.lesson, intent.teacher, intent.reason});
    }
    void operator()(const screens::timetable::Change& intent) const {
        wanted.events.emplace_back(
            ask::ChangeLesson{intent.lesson, {intent.state, intent.day, intent.period, {}, {}, intent.reason}});
    }
    void operator()(const screens::notices::Post& intent) const {
        wanted.events.emplace_back(ask::PostNotice{intent.title, intent.text, intent.to_families, intent.last});
    }
    void operator()(const screens::notices::Withdraw& intent) const {
        wanted.events.emplace_back(ask::WithdrawNotice{intent.notice});
    }

    void operator()(const screens::messages::Open& intent) const { wanted.events.emplace_back(ask::Read{intent.item}); }
    void operator()(const screens::messages::Send& intent) const {
        domain::Message message;
        message.to = intent.people;
        message.groups = intent.groups;
        message.text = intent.text;
        message.answers = intent.answers;
        wanted.events.emplace_back(ask::SendMessage{std::move(message)});
    }
    void operator()(const screens::plan::ShowPage& intent) const {
        wanted.events.emplace_back(ask::ShowPageOf{intent.load});
    }
    void operator()(const screens::plan::ShowClasses&) const {
        wanted.events.emplace_back(ask::ShowOffice{flow::OfficeDesk::classes});
    }
    void operator()(const screens::plan::OpenLesson& intent) const {
        wanted.events.emplace_back(ask::OpenLesson{intent.lesson});
    }
    void operator()(const screens::plan::Link& intent) const {
        wanted.events.emplace_back(ask::LinkTopic{intent.topic, intent.lesson, intent.measure});
    }
    void operator()(const screens::plan::Unlink& intent) const {
        wanted.events.emplace_back(ask::UnlinkLessons{intent.lessons});
    }
    void operator()(const screens::plan::LinkAll&) const { wanted.events.emplace_back(ask::LinkAll{}); }
    void operator()(const screens::plan::Shift& intent) const {
        wanted.events.emplace_back(ask::ShiftPlan{intent.measure});
    }

    void operator()(const screens::kiosk::PickClass& intent) const {
        wanted.events.emplace_back(ask::ShowClass{intent.id});
    }
    void operator()(const screens::kiosk::PickDay& intent) const {
        wanted.events.emplace_back(ask::ShowDay{intent.day});
    }
    void operator()(const screens::kiosk::Back&) const { wanted.events.emplace_back(ask::ShowBoard{}); }
};

/// Draws any screen and takes its intent.
struct Drawer {
    ui::Frame& frame;
    Scratches& scratches;
    Wanted& wanted;

    template <class Intent>
    void take(const std::optional<Intent>& intent) const {
        if (intent) std::visit(Taker{wanted}, *intent);
    }
    void operator()(const screens::notice::State& state) const {
        screens::notice::Scratch none;
        take(screens::notice::draw(frame, state, none));
    }
    void operator()(const screens::lock::State& state) const {
        screens::lock::Scratch none;
        take(screens::lock::draw(frame, state, none));
    }
    void operator()(const screens::pin::State& state) const {
        screens::pin::Scratch none;
        take(screens::pin::draw(frame, state, none));
    }
    void operator()(const screens::desk::State& state) const {
        screens::desk::Scratch none;
        take(screens::desk::draw(frame, state, none));
    }
    void operator()(const screens::lesson::State& state) const {
        take(screens::lesson::draw(frame, state, scratches.lesson));
    }
    void operator()(const screens::page::State& state) const {
        take(screens::page::draw(frame, state, scratches.page));
    }
    void operator()(const screens::requests::State& state) const {
        take(screens::requests::draw(frame, state, scratches.office.requests));
    }
    void operator()(const screens::absences::State& state) const {
        take(screens::absences::draw(frame, state, scratches.office.absences));
    }
    void operator()(const screens::timetable::State& state) const {
        take(screens::timetable::draw(frame, state, scratches.office.timetable));
    }
    void operator()(const screens::notices::State& state) const {
        take(screens::notices::draw(frame, state, scratches.office.notices));
    }
    void operator()(const screens::messages::State& state) const {
        take(screens::messages::draw(frame, state, scratches.office.messages));
    }
    void operator()(const screens::classes::State& state) const {
        take(screens::classes::draw(frame, state, scratches.office.classes));
    }
    void operator()(const screens::plan::State& state) const {
        take(screens::plan::draw(frame, state, scratches.office.plan));
    }
    void operator()(const screens::kiosk::State& state) const {
        screens::kiosk::Scratch none;
        take(screens::kiosk::draw(frame, state, none));
    }
};

}  // namespace

Wanted show(ui::Frame& frame, const ScreenState& screen, const screens::help::State& help, Scratches& scratches) {
    Wanted wanted;
    const Drawer drawer{frame, scratches, wanted};
    std::visit(drawer, screen);
    drawer.take(screens::help::draw(frame, help, scratches.help));
    return wanted;
}

void follow(Scratches& scratches, const flow::State& state) {
    const auto* desk = std::get_if<flow::Desk>(&state.screen);
    const bool same = desk != nullptr && scratches.session == desk->session.id;
    if (!same && !scratches.session.empty()) {
        scratches.left[scratches.person] = {std::move(scratches.lesson), std::move(scratches.page),
                                            std::move(scratches.office), scratches.key};
        scratches.lesson = {};
        scratches.page = {};
        scratches.office = {};
        scratches.session = {};
    }
    if (desk == nullptr) return;
    std::optional<domain::LessonKey> key;
    if (desk->lesson) key = desk->lesson->key;
    if (!same) {
        scratches.lesson = scratch_of(desk->typed);
        if (auto left = scratches.left.extract(desk->session.person)) {
            if (left.mapped().key == key) {
                scratches.lesson = std::move(left.mapped().lesson);
                scratches.page = std::move(left.mapped().page);
            }
            scratches.office = std::move(left.mapped().office);
        }
    } else if (scratches.key != key) {
        // Who looks at one class as it sits looks at the next one so.
        const bool by_seats = scratches.lesson.by_seats;
        scratches.lesson = scratch_of(desk->typed);
        scratches.lesson.by_seats = by_seats;
        scratches.page = {};
        scratches.office = {};
    }
    if (!desk->page) scratches.page = {};
    if (desk->office.index() == 0) scratches.office = {};
    scratches.session = desk->session.id;
    scratches.person = desk->session.person;
    scratches.key = key;
}

std::optional<ask::Type> changed(const Scratches& scratches, const flow::State& state) {
    const auto* desk = std::get_if<flow::Desk>(&state.screen);
    if (desk == nullptr || scratches.session != desk->session.id) return std::nullopt;
    flow::Typed typed = typed_of(scratches.lesson);
    if (typed == desk->typed) return std::nullopt;
    return ask::Type{std::move(typed)};
}

}  // namespace zvonok::app
