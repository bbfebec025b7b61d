#pragma once

#include "station/base/result.hpp"

#include <string>

namespace zvonok::config {

/// Why a configuration or an image is not taken. Tests and exit codes go by this, people by the text.
enum class Reason {
    unreadable,       ///< the file cannot be read, or is absent
    bad_config,       ///< TOML that breaks the schema; the text names file and line
    not_an_image,     ///< some other file
    truncated,        ///< the end is missing
    unsigned_image,   ///< a SquashFS file without our trailer
    newer_format,     ///< made by a newer program
    foreign_key,      ///< signed by a key that this station was never told to trust
    altered,          ///< the signature or a digest does not fit the bytes
    unsafe_content,   ///< signed, but holds what no image of ours holds: links, devices, foreign paths
    too_large,        ///< over a cap of tuning.hpp
    foreign_school,   ///< another school's image
    expired,          ///< past its date
    older,            ///< an older version than the applied one, or another file under the same version
    no_section,       ///< no section of the image fits this machine, or more than one does
    no_trust,         ///< nobody has told this station whose images to trust
    nothing_applied,  ///< a blank station
    disk,             ///< the station's own state folder cannot be read or written
    bad_key,          ///< a key file that is none, or that others may read
    enrolment,        ///< the server would not give a certificate, or what it gave does not fit
    broken_chain,     ///< an entry that does not lead to its author's card
};

/// A no with its reason twice: `fault.what` in English for the log, `text` in Russian for the person. Who reads
/// English gets `fault.what` too, unless that is a lower layer's and leaves out what to do.
struct Refusal {
    Reason reason{};
    Fault fault{};
    std::string text{};
    std::string english{};  ///< for people; empty: `fault.what` says it all

    [[nodiscard]] const std::string& english_text() const { return english.empty() ? fault.what : english; }
};

template <class T>
using Checked = tl::expected<T, Refusal>;

FaultKind kind_of(Reason reason);

inline tl::unexpected<Refusal> refuse(Reason reason, std::string english, std::string russian, Where at = {}) {
    return tl::unexpected<Refusal>(
        Refusal{reason, Fault{kind_of(reason), std::move(english), 0, at}, std::move(russian), {}});
}
/// Gives a fault of a lower layer its reason and its words for people.
inline tl::unexpected<Refusal> refuse(Reason reason, const Fault& fault, std::string russian) {
    return tl::unexpected<Refusal>(Refusal{reason, fault, std::move(russian), {}});
}
inline tl::unexpected<Refusal> refuse(Reason reason, const Fault& fault, std::string english, std::string russian) {
    return tl::unexpected<Refusal>(Refusal{reason, fault, std::move(russian), std::move(english)});
}

}  // namespace zvonok::config
