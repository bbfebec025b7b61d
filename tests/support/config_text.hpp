#pragma once

#include <string>

namespace zvonok::test {

/// What one test's configuration has otherwise than another's; the rest breaks no rule.
struct ConfigText {
    int version = 7;
    std::string demo{};  ///< "true" or "false"; empty: unsaid
    std::string school = "000102030405060708090a0b0c0d0e0f";
    std::string name = "Школа № 1";
    std::string url = "https://127.0.0.1:8443";
    std::string signing_key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    std::string pki{};  ///< the folder of the certificates with its slash; empty: beside the file
    int text_percent = 125;
    std::string classroom = "serial = \"PF2ABCDE\"";  ///< how hardware tells the station of room 12
    std::string kiosk_title = "Коридор, 1 этаж";
    std::string kiosk = "macs = [\"02:00:5E:10:00:01\"]";
    std::string office{};  ///< empty: there is none
};

/// The TOML that IT would write: kab-12, a classroom, hall-1, a kiosk, and office-1.
std::string config_text(const ConfigText& of);

}  // namespace zvonok::test
