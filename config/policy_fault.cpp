#include "config/policy_fault.hpp"

namespace zvonok::config {

namespace {

std::string place(const std::string& key, const std::string& option) {
    return option.empty() ? key : key + ", " + option;
}

std::string russian_unit(const std::string& unit) {
    if (unit == "days") return " (дни)";
    if (unit == "hours") return " (часы)";
    if (unit == "years") return " (годы)";
    if (unit == "marks") return " (отметки)";
    if (unit == "percent") return " (проценты)";
    return {};
}

std::string russian_units(const std::string& units) {
    if (units == "minutes") return "минутах (minutes)";
    if (units == "days") return "днях (days)";
    return units;
}

struct Wanted {
    const char* english;
    const char* russian;
};
Wanted wanted(ShapeTrouble::Kind kind) {
    switch (kind) {
        case ShapeTrouble::Kind::number:
            return {"must be a whole number", "нужно целое число"};
        case ShapeTrouble::Kind::number_or_word:
            return {"must be a whole number, or a word in quotes", "нужно целое число или слово в кавычках"};
        case ShapeTrouble::Kind::decimal:
            return {"must be a number", "нужно число"};
        case ShapeTrouble::Kind::flag:
            return {"must be true or false", "нужно true или false"};
        case ShapeTrouble::Kind::word:
            return {"must be a text in quotes", "нужен текст в кавычках"};
        case ShapeTrouble::Kind::words:
            return {"must be a list of texts", "нужен список текстов"};
        case ShapeTrouble::Kind::rules:
            return {"must be a text or a list of texts", "нужен текст или список текстов"};
        case ShapeTrouble::Kind::records:
            return {"must be tables in double brackets", "нужны таблицы в двойных скобках"};
        case ShapeTrouble::Kind::options:
            return {"must be a table in braces", "нужна таблица в фигурных скобках"};
        case ShapeTrouble::Kind::separator:
            return {"may hold no semicolon, bar or line's end, and no comma inside a list",
                    "в тексте не бывает точки с запятой, вертикальной черты и конца строки, а внутри списка — запятой"};
    }
    return {"", ""};
}

}  // namespace

std::string english(const std::string& key, const domain::TextFault& fault) {
    return key + ": " + describe(fault);
}

std::string russian(const std::string& key, const domain::TextFault& fault) {
    using Kind = domain::TextFault::Kind;
    const std::string at = place(key, fault.option) + ": ";
    const std::string part = "«" + fault.part + "»";
    switch (fault.kind) {
        case Kind::number:
            return at + part + " — нужно целое число от и до: " + fault.expected;
        case Kind::decimal:
            return at + part + " — нужно число не более чем с двумя знаками после запятой: " + fault.expected;
        case Kind::word:
            return at + part + " неизвестно, возможны: " + fault.expected;
        case Kind::unit:
            return at + part + " — нужно в " + russian_units(fault.expected);
        case Kind::form:
            return at + part + " записано не так, нужно как " + fault.expected;
        case Kind::code:
            return at + part + " — в коде не бывает пробела и запятой, и он короче 25 байт";
        case Kind::text:
            return at + part + " — текст слишком длинный, или в нём точка с запятой, вертикальная черта, конец строки";
        case Kind::doubled:
            return at + part + " повторяется";
        case Kind::missing:
            return at + "нужно хотя бы одно значение";
        case Kind::unknown:
            return at + part + " — неизвестный ключ";
    }
    return at + part;
}

std::string english(const std::string& key, const ShapeTrouble& trouble, const std::string& unit) {
    return place(key, trouble.option) + " " + wanted(trouble.kind).english +
           (unit.empty() || !trouble.option.empty() ? "" : " (" + unit + ")");
}

std::string russian(const std::string& key, const ShapeTrouble& trouble, const std::string& unit) {
    return place(key, trouble.option) + ": " + wanted(trouble.kind).russian +
           (trouble.option.empty() ? russian_unit(unit) : "");
}

}  // namespace zvonok::config
