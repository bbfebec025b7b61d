#include "station/flow/lessons.hpp"

#include "station/flow/tuning.hpp"

namespace zvonok::flow {

namespace {

using domain::FactBook;
using domain::Lesson;

LocalDay day_of(LocalTime at) {
    return std::chrono::floor<std::chrono::days>(at);
}

/// Nobody comes to a cancelled lesson, and those of a merged one are in the other.
std::vector<Lesson> held_on(const FactBook& book, LocalDay day) {
    std::vector<Lesson> lessons = book.lessons_on(day);
    std::erase_if(lessons, [](const Lesson& lesson) { return !lesson.takes_place(); });
    return lessons;
}
}  // namespace

bool goes_on(const Lesson& lesson, LocalTime at) {
    return lesson.starts <= at && at < lesson.ends;
}

bool teaches(const Lesson& lesson, PersonId teacher) {
    return FactBook::teaches(teacher, lesson);
}

RoomNow room_now(const FactBook& book, RoomId room, LocalTime at) {
    RoomNow answer;
    if (room.empty()) return answer;
    for (int ahead = 0; ahead <= days_to_next_lesson && !answer.next; ++ahead) {
        for (Lesson& lesson : held_on(book, day_of(at) + std::chrono::days{ahead})) {
            if (lesson.room != room) continue;
            if (!answer.now && goes_on(lesson, at)) {
                answer.now = std::move(lesson);
            } else if (!answer.next && lesson.starts > at) {
                answer.next = std::move(lesson);
            }
        }
    }
    return answer;
}

std::vector<Lesson> cancelled_in(const FactBook& book, RoomId room, LocalTime at) {
    std::vector<Lesson> lessons = room.empty() ? std::vector<Lesson>{} : book.lessons_on(day_of(at));
    std::erase_if(lessons, [&](const Lesson& lesson) {
        return lesson.state != domain::LessonState::cancelled || lesson.room != room || lesson.ends <= at;
    });
    return lessons;
}

RoomId room_of(const FactBook& book, StationId station, std::string_view room_name, LocalDay day) {
    if (const domain::Station* known = book.station(station, day); known != nullptr && !known->room.empty())
        return known->room;
    if (room_name.empty()) return {};
    for (const Lesson& lesson : book.lessons_on(day))
        if (const domain::Room* room = book.room(lesson.room, day); room != nullptr && room->name == room_name)
            return lesson.room;
    return {};
}

std::optional<Lesson> lesson_for(const FactBook& book, RoomId room, PersonId teacher, LocalTime at) {
    std::vector<Lesson> lessons = held_on(book, day_of(at));
    const auto first = [&](auto wanted) -> std::optional<Lesson> {
        const auto found = std::ranges::find_if(lessons, wanted);
        return found == lessons.end() ? std::nullopt : std::optional<Lesson>{*found};
    };
    const auto here = [&](const Lesson& lesson) { return !room.empty() && lesson.room == room; };

    if (auto own = first([&](const Lesson& l) { return goes_on(l, at) && here(l) && teaches(l, teacher); })) return own;
    if (auto own = first([&](const Lesson& l) { return goes_on(l, at) && teaches(l, teacher); })) return own;
    if (auto others = first([&](const Lesson& l) { return goes_on(l, at) && here(l); })) return others;

    auto next = first([&](const Lesson& l) { return l.starts > at && teaches(l, teacher); });
    if (next && next->starts - at <= break_length) return next;
    std::optional<Lesson> last;
    for (const Lesson& lesson : lessons)
        if (lesson.ends <= at && teaches(lesson, teacher)) last = lesson;
    return last ? last : next;
}

std::vector<Lesson> lessons_offered(const FactBook& book, RoomId room, PersonId teacher, LocalTime at) {
    std::vector<Lesson> offered;
    for (Lesson& lesson : held_on(book, day_of(at))) {
        const bool here_now = !room.empty() && lesson.room == room && goes_on(lesson, at);
        if (here_now || teaches(lesson, teacher)) offered.push_back(std::move(lesson));
    }
    return offered;
}

std::vector<LocalDay> days_offered(const FactBook& book, LocalDay today, std::size_t count) {
    std::vector<LocalDay> days{today};
    // A summer is under a hundred days; behind the last school year nothing comes however far one looks.
    for (int ahead = 1; ahead <= 120 && days.size() < count; ++ahead) {
        const LocalDay day = today + std::chrono::days{ahead};
        if (!held_on(book, day).empty()) days.push_back(day);
    }
    return days;
}

std::vector<Lesson> lessons_of_class(const FactBook& book, GroupId school_class, LocalDay day) {
    std::vector<Lesson> lessons = book.lessons_on(day);
    std::erase_if(lessons, [&](const Lesson& lesson) {
        const bool told = lesson.takes_place() || lesson.state == domain::LessonState::cancelled;
        return !told || !book.concerns(lesson, school_class);
    });
    return lessons;
}

std::optional<domain::Cell> seat_cell(const FactBook& book, const Lesson& lesson, RoomId room) {
    if (!lesson.room.empty()) room = lesson.room;
    if (room.empty() || lesson.groups.empty()) return std::nullopt;
    GroupId seated = lesson.groups.front();
    if (lesson.groups.size() > 1) {
        // Subgroups that come together are their class again.
        const auto parent_of = [&](GroupId id) {
            const domain::Group* group = book.group(id, lesson.key.day);
            return group == nullptr ? GroupId{} : group->parent;
        };
        seated = parent_of(seated);
        const auto is_other = [&](GroupId id) { return parent_of(id) != seated; };
        if (seated.empty() || std::ranges::any_of(lesson.groups, is_other)) return std::nullopt;
    }
    domain::Cell cell{domain::CellKind::seat_plan, {}, entity_of(seated)};
    cell.subject = entity_of(room);
    return cell;
}

GroupId class_of(const FactBook& book, const Lesson& lesson, PersonId pupil) {
    const LocalDay day = lesson.key.day;
    for (const GroupId id : lesson.groups) {
        const domain::Group* group = book.group(id, day);
        const GroupId school_class = group == nullptr || group->parent.empty() ? id : group->parent;
        if (book.membership(school_class, pupil, day) != nullptr) return school_class;
    }
    return {};
}

}  // namespace zvonok::flow
