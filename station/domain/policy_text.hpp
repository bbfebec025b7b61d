#pragma once

#include "station/domain/policies.hpp"

/// How values of policies are written in facts: one line of text that a person can read (config/POLICIES.md). Reading
/// what was written gives the value again; what a newer program wrote may be a fault here.
namespace zvonok::domain {

/// Why a text is no value of its parameter.
struct TextFault {
    enum class Kind : std::uint8_t {
        number,   ///< not a whole number, or not one between `expected`, "0..366"
        decimal,  ///< not a number with up to two decimals between `expected`
        word,     ///< none of `expected`, "off, warn, refuse"
        unit,     ///< a number in another unit than `expected`, "days"
        form,     ///< not of the form `expected`, "HH:MM"
        code,     ///< a code with a space or a comma in it, or too long
        text,     ///< too long, or with a character that separates: `;` `|` or a line's end
        doubled,  ///< stands twice
        missing,  ///< nothing where something must be
        unknown,  ///< an option that the program does not know
    };
    Kind kind{};
    std::string part{};  ///< the text at fault
    std::string expected{};
    std::size_t item = 0;  ///< which item of a list, from 0
    std::string option{};  ///< which option of that item: "weight"; empty: not in one

    bool operator==(const TextFault&) const = default;
};
using TextCheck = std::optional<TextFault>;

/// English, for the log.
std::string describe(const TextFault& fault);

/// Between blanks; what lies between two separators and is empty is left out.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// The items of a list as `text` writes them; "none" where there are none.
template <class Items, class Text>
std::string written(const Items& items, Text text) {
    std::string all;
    for (const auto& item : items) {
        if (!all.empty()) all += "; ";
        all += text(item);
    }
    return all.empty() ? "none" : all;
}

/// "class_teacher"; also in permission lists and presets.
std::string_view role_word(Role role);
std::optional<Role> role_of(std::string_view word);

struct Bounds {
    int least = 0, most = 0;
};
TextCheck read_number(std::string_view text, Bounds bounds, int& value);
/// "2,6" or "2.60".
TextCheck read_decimal(std::string_view text, Bounds hundredths, Hundredths& value);
std::string write_decimal(Hundredths value);
TextCheck read_flag(std::string_view text, bool& value);
std::string write_flag(bool value);
/// A text of the school's own, up to `most` bytes.
TextCheck read_text(std::string_view text, std::size_t most, std::string& value);

TextCheck read(std::string_view text, EditWindow& value);
TextCheck read(std::string_view text, SpecialWindow& value);
TextCheck read(std::string_view text, GradeRange& value);
TextCheck read(std::string_view text, Deadline& value);
TextCheck read(std::string_view text, DueDate& value);
TextCheck read(std::string_view text, Term& value);
TextCheck read(std::string_view text, Interval& value);
TextCheck read(std::string_view text, Rounding& value);
TextCheck read(std::string_view text, ReasonReview& value);
TextCheck read(std::string_view text, PasswordStrength& value);
TextCheck read(std::string_view text, ServiceHours& value);
TextCheck read(std::string_view text, std::vector<std::string>& value);
TextCheck read(std::string_view text, std::vector<GradeRange>& value);
TextCheck read(std::string_view text, std::vector<DeadlineRule>& value);
TextCheck read(std::string_view text, std::vector<ScaleRule>& value);
TextCheck read(std::string_view text, std::vector<PeriodRule>& value);
TextCheck read(std::string_view text, std::vector<AbsenceCode>& value);
TextCheck read(std::string_view text, std::vector<WorkKind>& value);
TextCheck read(std::string_view text, std::vector<MarkScale>& value);
TextCheck read(std::string_view text, std::vector<ChangeGround>& value);

std::string write(const EditWindow& value);
std::string write(const SpecialWindow& value);
std::string write(const GradeRange& value);
std::string write(const Deadline& value);
std::string write(const DueDate& value);
std::string write(const Term& value);
std::string write(const Interval& value);
std::string write(const Rounding& value);
std::string write(const ReasonReview& value);
std::string write(const PasswordStrength& value);
std::string write(const ServiceHours& value);
std::string write(const std::vector<std::string>& value);
std::string write(const std::vector<GradeRange>& value);
std::string write(const std::vector<DeadlineRule>& value);
std::string write(const std::vector<ScaleRule>& value);
std::string write(const std::vector<PeriodRule>& value);
std::string write(const std::vector<AbsenceCode>& value);
std::string write(const std::vector<WorkKind>& value);
std::string write(const std::vector<MarkScale>& value);
std::string write(const std::vector<ChangeGround>& value);

/// The absence codes with which a school begins: a bare code of a list means what it means here.
std::vector<AbsenceCode> default_absence_codes();

}  // namespace zvonok::domain
