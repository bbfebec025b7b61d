#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"

#include <algorithm>

namespace zvonok::app {

namespace {

using Duty = screens::desk::Duty;

domain::CellKind part_of(flow::Duty::Kind kind) {
    switch (kind) {
        case flow::Duty::Kind::topic:
            return domain::CellKind::topic;
        case flow::Duty::Kind::homework:
            return domain::CellKind::homework;
        case flow::Duty::Kind::marks:
            return domain::CellKind::mark;
        default:
            return domain::CellKind::attendance;
    }
}

Duty duty_in(const flow::State& state, Duty::Kind kind, const domain::LessonKey& lesson) {
    Duty duty{.kind = kind};
    const screens::office::LessonName name = lesson_name(state, lesson);
    if (name.period == 0) return duty;  // the facts no longer know the lesson: it cannot be opened
    duty.lesson = lesson;
    duty.groups = name.groups;
    duty.subject = name.subject;
    duty.day = name.day;
    duty.period = name.period;
    return duty;
}

/// The parts of one lesson make one line, and so do all missing reasons.
Duty& line_for(std::vector<Duty>& lines, const flow::State& state, const flow::Duty& of) {
    using Kind = flow::Duty::Kind;
    if (of.kind == Kind::remark) return lines.emplace_back(duty_in(state, Duty::Kind::remark, of.lesson));
    const Duty::Kind kind = of.kind == Kind::reason ? Duty::Kind::reasons : Duty::Kind::missing;
    const auto known = std::ranges::find_if(lines, [&](const Duty& line) {
        return line.kind == kind && (kind == Duty::Kind::reasons || line.lesson == of.lesson);
    });
    if (known != lines.end()) return *known;
    if (kind == Duty::Kind::reasons) return lines.emplace_back(Duty{.kind = kind});
    return lines.emplace_back(duty_in(state, kind, of.lesson));
}

}  // namespace

std::vector<Duty> duties_shown(const flow::State& state, const flow::Desk& desk) {
    std::vector<Duty> lines;
    for (const flow::Attention& item : desk.attention) {
        Duty& line = lines.emplace_back(duty_in(state, Duty::Kind::entry, item.cell.lesson));
        line.entry = attention_shown(state, item);
    }
    for (const flow::Duty& of : desk.duties) {
        Duty& line = line_for(lines, state, of);
        if (line.kind == Duty::Kind::missing) line.parts.push_back(part_of(of.kind));
        if (line.kind == Duty::Kind::reasons) ++line.count;
        line.text = of.text;
        line.who = colleague_name(state, of.author);
        line.overdue = line.overdue || of.overdue;
        if (!of.late_from || !state.facts.zone) continue;
        const LocalTime term = std::chrono::floor<std::chrono::minutes>(state.facts.zone->to_local(*of.late_from));
        line.term = line.term ? std::min(*line.term, term) : term;
    }
    return lines;
}

}  // namespace zvonok::app
