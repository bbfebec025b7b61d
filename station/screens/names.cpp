#include "station/screens/names.hpp"

namespace zvonok::screens {

namespace {

/// The first letter with its full stop; UTF-8.
std::string initial(const std::string& name) {
    if (name.empty()) return {};
    std::size_t end = 1;
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) ++end;
    return name.substr(0, end) + ".";
}

std::string spaced(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : left + " " + right;
}

}  // namespace

std::string list_name(const domain::Person& person) {
    return spaced(person.family, initial(person.given));
}

std::string polite_name(const domain::Person& person) {
    return spaced(spaced(person.given, person.patronymic), initial(person.family));
}

std::string teacher_name(const domain::Person& person) {
    return spaced(spaced(person.family, initial(person.given)), initial(person.patronymic));
}

}  // namespace zvonok::screens
