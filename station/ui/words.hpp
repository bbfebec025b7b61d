#pragma once

#include "station/base/bytes.hpp"

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace zvonok::ui {

/// The language of one stage. The sources hold the Russian texts; a catalogue (gettext .mo, from
/// assets/languages/*.po) holds another language's. A value of its own rather than gettext's process-wide state, so
/// that two stages of one program can speak differently.
class Words {
  public:
    /// Russian: the texts as the sources have them.
    Words() = default;
    /// missing, corrupt: no such catalogue, or not one.
    static Result<Words> open(const std::filesystem::path& catalogue);
    static Result<Words> parse(ByteView catalogue);

    /// The text in this language; the Russian itself where the catalogue lacks it. The result lives as long as both
    /// `russian` (a literal) and this object.
    [[nodiscard]] std::string_view tr(std::string_view russian) const;

    /// The text that goes with a number, "{}" replaced by it: count(3, "{} запись ждёт", "{} записи ждут",
    /// "{} записей ждут"). Catalogues give the forms of `one` and `many` (gettext plural) by the English rule.
    [[nodiscard]] std::string count(long number, std::string_view one, std::string_view few,
                                    std::string_view many) const;

    [[nodiscard]] bool russian() const { return texts_.empty(); }
    /// What the catalogue holds, by Russian text; plural entries by their `one` form.
    using Catalogue = std::map<std::string, std::string, std::less<>>;
    [[nodiscard]] const Catalogue& catalogue() const { return texts_; }

  private:
    Catalogue texts_;  // plural translations keep their forms apart by '\0'
};

/// Puts the values in the places of "{}" in turn: fill("Кабинет {}", {"12"}).
std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values);

}  // namespace zvonok::ui
