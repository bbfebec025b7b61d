#include "tests/support/config_text.hpp"

namespace zvonok::test {

std::string config_text(const ConfigText& of) {
    std::string text = "[image]\nversion = " + std::to_string(of.version) +
                       "\ncreated = 2026-08-20T09:00:00Z\nexpires = 2027-08-31T21:00:00Z\n";
    if (!of.demo.empty()) text += "demo = " + of.demo + "\n";
    text += "\n[school]\nid = \"" + of.school + "\"\nname = \"" + of.name + "\"\nzone = \"Europe/Moscow\"\n";
    text += "\n[server]\nurls = [\"" + of.url + "\"]\nca = \"" + of.pki + "server-ca.pem\"\nsigning_keys = [\"" +
            of.signing_key + "\"]\n";
    text += "\n[staff]\nca = \"" + of.pki + "staff-ca.pem\"\ncrl = \"" + of.pki + "staff-ca.crl\"\n";
    text += R"(
[defaults]
language = "ru"
theme = "light"
text_percent = )" +
            std::to_string(of.text_percent) + R"(
idle_lock_minutes = 5
login_cache_hours = 72

[enrolment]
expires = 2026-10-01T00:00:00Z

[policies]
preset = "default.toml"

[[station]]
name = "kab-12"
title = "Кабинет 12"
mode = "classroom"
room = "12"
hardware.)" +
            of.classroom + R"(

[[station]]
name = "hall-1"
title = ")" +
            of.kiosk_title + R"("
mode = "kiosk"
hardware.)" +
            of.kiosk + "\n";
    if (!of.office.empty())
        text += R"(
[[station]]
name = "office-1"
title = "Канцелярия"
mode = "office"
hardware.)" + of.office +
                "\n";
    return text;
}

}  // namespace zvonok::test
