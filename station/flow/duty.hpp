#pragma once

#include "station/domain/cell.hpp"

#include <optional>
#include <string>

namespace zvonok::flow {

/// Something that the journal lacks and that the person is to see to. What was written and not taken is Attention.
struct Duty {
    enum class Kind : std::uint8_t {
        attendance,  ///< nothing of the kind was written in the lesson
        topic,
        homework,
        marks,
        remark,  ///< one without an answer
        reason,  ///< an absence in the own class for which nobody has said why
    };
    Kind kind{};
    domain::LessonKey lesson;            ///< empty: of none
    std::optional<Instant> late_from{};  ///< nothing: the school has set no term
    bool overdue = false;
    PersonId author{};   ///< of a remark
    std::string text{};  ///< of a remark

    bool operator==(const Duty&) const = default;
};

}  // namespace zvonok::flow
