#include "config/zvonokctl/console.hpp"

namespace zvonok::ctl {

namespace {
/// Names out of foreign files must not be able to move a terminal's cursor.
std::string clean(std::string text) {
    for (char& c : text)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) c = '?';
    return text;
}
}  // namespace

const std::string& Console::chosen(const std::string& russian, const std::string& english) const {
    return language_ == config::Language::russian ? russian : english;
}

void Console::line(const std::string& russian, const std::string& english) {
    *out_ << clean(chosen(russian, english)) << '\n';
}

void Console::value(const std::string& russian, const std::string& english, const std::string& value) {
    *out_ << chosen(russian, english) << ": " << clean(value) << '\n';
}

void Console::warn(const std::string& russian, const std::string& english) {
    *error_ << chosen("Внимание: ", "Warning: ") << clean(chosen(russian, english)) << '\n';
}

void Console::fail(const Refusal& refusal) {
    *error_ << clean(chosen(refusal.text, refusal.english_text())) << '\n';
}

Phrase words_of(config::Mode mode) {
    switch (mode) {
        case config::Mode::classroom:
            return {"кабинет", "classroom"};
        case config::Mode::office:
            return {"канцелярия", "office"};
        case config::Mode::kiosk:
            return {"киоск", "kiosk"};
    }
    return {};
}

std::string day_and_time(Instant at) {
    std::string text = to_text(at).substr(0, 16);
    text[10] = ' ';
    return text + " UTC";
}

}  // namespace zvonok::ctl
