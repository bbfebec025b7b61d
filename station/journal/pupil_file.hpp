#pragma once

#include "station/journal/reader.hpp"

#include <functional>

/// A pupil's file on the way from one school to another: who he is, and the current and period marks of the running
/// year (C-11). Printed it is the statement that a leaver gets (C-12). Its form is documented in PUPIL_FILE.md.
namespace zvonok::journal {

struct PupilFile {
    struct Mark {
        std::string subject;  ///< by its name in the curriculum
        LocalDay day;
        std::string work;  ///< code of the kind of work
        std::string value;

        bool operator==(const Mark&) const = default;
    };
    struct PeriodMark {
        std::string subject;
        LocalDay first, last;  ///< of the period
        std::string value;

        bool operator==(const PeriodMark&) const = default;
    };
    std::string school;
    std::string family, given, patronymic;
    std::string school_class;
    LocalDay made;
    std::vector<Mark> marks;               ///< by subject, day
    std::vector<PeriodMark> period_marks;  ///< by subject, first day
    int missed = 0;                        ///< lessons with an absence letter

    bool operator==(const PupilFile&) const = default;
};

/// Of the school year that has the day, up to it. missing: no such pupil, or none of a class in that year
Result<PupilFile> pupil_file(Reader& reader, const domain::FactBook& book, PersonId pupil, LocalDay day);

std::string to_text(const PupilFile& file);
/// corrupt: not such a file; `what` names the line
Result<PupilFile> read_pupil_file(std::string_view text);

/// What of a brought file can be entered as transferred marks upon the document that was registered for it.
struct Arriving {
    std::vector<domain::Writing> writings;  ///< in the file's order
    std::vector<PupilFile::Mark> left_out;  ///< of subjects that the school does not know
};
Arriving arriving_marks(const PupilFile& file, const domain::FactBook& book, PersonId pupil, DocumentId document,
                        LocalDay day);

}  // namespace zvonok::journal
