#pragma once

#include "station/domain/letters.hpp"

/// Which words of a Russian text are abbreviated (E-07; requirements, section 5, point 11).
///
/// | written                            | judged                                                                  |
/// |------------------------------------|-------------------------------------------------------------------------|
/// | «Реш. задач», «контр. раб.»        | cut: a full stop inside a sentence after a consonant, or a stop after a  |
/// |                                    | cut that everybody knows, wherever it stands                            |
/// | «Решение задач. Дроби»             | the end of a sentence, no cut                                           |
/// | «Повторение. дроби»                | no cut: Russian cuts never end in a vowel, й, ь or the ending of a case |
/// | «кол-во», «ур-ие», «к-та»          | cut: contracted with a hyphen                                           |
/// | «к/р», «с/р», «д/з»                | cut: contracted with a stroke; «км/ч», «и/или» are not                  |
/// | «А. С. Пушкин», «Ж.-Ж. Руссо»      | initials beside a name are the name, no cut                             |
/// | «1941 г.», «XX в.», «и т. д.»      | cut, as the regulation makes no exception: «года», «века»; a school that |
/// |                                    | wants them puts «г.» on its list                                        |
/// | «МДК», «ГОСТ», «ВУЗы»              | cut, unless on the school's list                                        |
/// | «правописание НЕ», «ЖИ-ШИ», «ХХ»   | no cut: a thing that is taught, a number;                               |
/// | «треугольник АВС»                  | so are the letters of points after the word for a figure                |
/// | «5 кг», «H₂O», «HTML», «§ 3»       | no cut: signs of units, formulas, words of other languages               |
namespace zvonok::domain {

struct FoundWord {
    std::size_t offset = 0, length = 0;  ///< bytes

    bool operator==(const FoundWord&) const = default;
};

/// In the order of the text, never overlapping.
///
/// allowed  the school's list: «МДК», «г.», «кол-во»; letter case, spaces and full stops do not matter
std::vector<FoundWord> find_abbreviations(std::string_view text, const std::vector<std::string>& allowed);

/// As in a name of few words, where a full stop never ends a sentence: «русский яз.»
std::vector<FoundWord> find_abbreviations_in_name(std::string_view name, const std::vector<std::string>& allowed);

}  // namespace zvonok::domain
