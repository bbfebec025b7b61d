#pragma once

#include "station/flow/state.hpp"
#include "station/screens/lesson.hpp"
#include "station/screens/office.hpp"

#include <map>

/// Pieces of what the teacher's screens show; for present_*.cpp only.
namespace zvonok::app {

screens::lesson::Task task_shown(const flow::Task& task);
screens::Standing standing_shown(const flow::Standing& of);
screens::lesson::Attention attention_shown(const flow::State& state, const flow::Attention& item);
std::vector<screens::lesson::Attention> attention_shown(const flow::State& state, const flow::Desk& desk);
/// What the newest touch wrote; nothing: none can be taken back.
std::optional<screens::lesson::LastTouch> last_touch_shown(const flow::State& state, const flow::Desk& desk);
/// What cannot be taken back, because others have changed it since.
std::optional<screens::lesson::LastTouch> overtaken_shown(const flow::State& state, const flow::Desk& desk);
std::vector<screens::lesson::Code> codes_shown(const flow::Desk& desk);
/// How many marks there are for each work.
using Given = std::map<std::pair<std::string, int>, int>;
void count_marks(const flow::PupilLesson& of, Given& given);
/// All kinds of work; of each those that have marks among the counted, and the next one.
screens::lesson::MarksPart marks_part(const flow::Desk& desk, const Given& given);
/// What the person wrote, as text; of acts that have none, nothing.
std::string value_of(const domain::Act& act);
std::vector<screens::lesson::Ground> grounds_shown(const flow::State& state);
/// What was written and not taken first, then what is late, then what will be.
std::vector<screens::desk::Duty> duties_shown(const flow::State& state, const flow::Desk& desk);
/// What is around every desk of the office.
screens::office::Common common_shown(const flow::State& state, const flow::Desk& desk);
screens::LessonChange change_of(const domain::Lesson& lesson);
/// «Иванова А. П.»; empty: nobody known.
std::string colleague_name(const flow::State& state, PersonId id);
screens::office::LessonName lesson_name(const flow::State& state, const domain::LessonKey& key);
std::string person_name(const flow::State& state, PersonId id);
/// Messages and announcements that the person has not opened.
int unread_of(const flow::State& state, const flow::Desk& desk);
std::string subject_name(const flow::State& state, const domain::Lesson& lesson);

}  // namespace zvonok::app
