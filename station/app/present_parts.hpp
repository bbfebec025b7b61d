#pragma once

#include "station/flow/state.hpp"
#include "station/screens/lesson.hpp"

/// Pieces of what the teacher's screens show; for present_*.cpp only.
namespace zvonok::app {

screens::Standing standing_shown(const flow::Standing& of);
screens::lesson::Attention attention_shown(const flow::State& state, const flow::Attention& item);
std::vector<screens::lesson::Attention> attention_shown(const flow::State& state, const flow::Desk& desk);
std::vector<screens::lesson::Code> codes_shown(const flow::Desk& desk);
/// All kinds of work; of each those that have marks in the desk's lesson, and the next one.
screens::lesson::MarksPart marks_part(const flow::Desk& desk);
std::string person_name(const flow::State& state, PersonId id);
std::string subject_name(const flow::State& state, const domain::Lesson& lesson);

}  // namespace zvonok::app
