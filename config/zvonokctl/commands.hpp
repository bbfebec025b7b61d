#pragma once

#include "config/zvonokctl/console.hpp"
#include "hal/host/host.hpp"

#include <filesystem>
#include <optional>

/// What zvonokctl can do, one struct of options and one function each. Secrets are never options: they are read from
/// files, so that no list of processes shows them.
namespace zvonok::ctl {

using std::filesystem::path;

/// What a command may ask besides its options.
struct Surroundings {
    Console& console;
    const hal::Host& host;
    const Clock& clock;
};

struct KeyNew {
    path file;
    std::optional<path> public_file;  ///< FILE.pub without it
};
/// A new Ed25519 key: the school's image key, or the server's.
Checked<void> run(const KeyNew& order, const Surroundings& around);

struct KeyShow {
    path file;  ///< secret or public
};
/// Prints the public half as 64 hex digits, as CONFIG.toml wants it.
Checked<void> run(const KeyShow& order, const Surroundings& around);

struct PkiDemo {
    path out;
    std::vector<std::string> dns_names{"localhost"};
    std::vector<std::string> ip_addresses{"127.0.0.1", "::1"};
    std::optional<std::string> at;  ///< the day that the demo plays on
};
/// The three CAs of a demo school and a server certificate; refuses to overwrite.
Checked<void> run(const PkiDemo& order, const Surroundings& around);

struct CardIssue {
    path authority;      ///< PEM
    path authority_key;  ///< PEM, 0600
    path out;            ///< a folder for zvonok-virtual-card: key.pem, certificate.pem, pin
    std::string name;    ///< CN
    std::string upn;
    std::string key = "p256";      ///< or "rsa2048", "p384"
    std::optional<path> pin_file;  ///< a random PIN without it
    int days = 365;
    std::optional<std::string> at;
};
Checked<void> run(const CardIssue& order, const Surroundings& around);

struct CardRevoke {
    path authority;
    path authority_key;
    path list;                       ///< PEM, replaced
    std::vector<path> certificates;  ///< DER; none only renews the list
    std::optional<std::string> at;
    int days = 30;  ///< until the next list is due
};
/// A new revocation list with these certificates besides those already on it.
Checked<void> run(const CardRevoke& order, const Surroundings& around);

struct ImageBuild {
    path source;
    path key;
    path out;
};
Checked<void> run(const ImageBuild& order, const Surroundings& around);

struct ImageVerify {
    path file;
    std::vector<path> keys;
};
Checked<void> run(const ImageVerify& order, const Surroundings& around);

struct ImageShow {
    path file;
};
/// What is in it, tokens left out; says that nobody vouched for the signer.
Checked<void> run(const ImageShow& order, const Surroundings& around);

struct StationInit {
    path root;
    path key;
};
Checked<void> run(const StationInit& order, const Surroundings& around);

struct StationApply {
    path root;
    path file;
    std::optional<std::string> station;
};
Checked<void> run(const StationApply& order, const Surroundings& around);

struct StationConfirm {
    path root;
};
Checked<void> run(const StationConfirm& order, const Surroundings& around);

struct StationStatus {
    path root;
};
Checked<void> run(const StationStatus& order, const Surroundings& around);

struct Enrol {
    path root;
    bool again = false;  ///< also where a certificate that still holds is there
};
Checked<void> run(const Enrol& order, const Surroundings& around);

struct Diagnose {
    path root;
};
/// Looks at everything that a station needs, says what is wrong and what to do; fails if anything is.
Checked<void> run(const Diagnose& order, const Surroundings& around);

struct Verify {
    std::string entry;                    ///< "LOG:SEQ", or "last": the last one written at this station
    std::optional<path> root;             ///< a station's state: its journal and what its image believes, unless said
    std::optional<path> journal;          ///< a journal file, a station's or the server's, or a copy
    std::optional<path> staff_authority;  ///< PEM
    std::optional<path> list;             ///< a revocation list made at any time since, PEM
    std::vector<path> server_keys;        ///< public keys; without one the server's word is not looked at
};
/// Follows one entry to its author's card, without the server, a line a link; fails at the first that does not hold.
Checked<void> run(const Verify& order, const Surroundings& around);

}  // namespace zvonok::ctl
