#pragma once

#include "assets/demo/generator/dice.hpp"

#include <string>
#include <string_view>

namespace zvonok::demo {

enum class Sex { male, female };

struct Name {
    Sex sex = Sex::male;
    std::string family, given, patronymic;
};

/// A name as a Russian class list has them: mostly common ones, some of the peoples of Russia, a few of two letters,
/// of twenty-five, with a hyphen, with Ё, without a patronymic.
Name make_name(Dice& dice, Sex sex);

/// The name in the woman's form: "Мамин-Сибиряк" stays, "Римский-Корсаков" becomes "Римская-Корсакова".
std::string woman_family(std::string_view family);

/// Latin letters for a login: "Щёкин-Ян" "shchekin-yan". What is neither letter nor digit nor hyphen is left out.
std::string latin(std::string_view text);

}  // namespace zvonok::demo
