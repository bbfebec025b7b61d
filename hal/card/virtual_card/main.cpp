#include "hal/card/virtual_card/control.hpp"
#include "station/base/log.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <iostream>

namespace {
using namespace zvonok;
using namespace zvonok::card::virtual_card;

struct Options {
    std::string folder;
    std::string address = "127.0.0.1";
    std::uint16_t port = 35963;
    std::string control;
    int delay = 0;
    bool in = false;
    bool foreign = false;
    bool pin_from_input = false;
    std::vector<std::string> words;
};

/// The first line of standard input, straight into locked memory.
crypto::Secret read_pin() {
    crypto::Secret pin(9);
    std::size_t size = 0;
    while (size < pin.size() && ::read(STDIN_FILENO, &pin.writable()[size], 1) == 1 && pin.view()[size] != '\n') ++size;
    return crypto::Secret::from(pin.view().first(size));
}

int run_card(const Options& options) {
    crypto::forbid_core_dumps();
    Log log{"zvonok-virtual-card"};
    auto folder = CardFolder::open(options.folder, options.pin_from_input ? read_pin() : crypto::Secret{});
    if (!folder) {
        log.fault("cannot read the card", folder.error());
        return 1;
    }
    const Kind kind = options.foreign ? Kind::foreign : Kind::piv;
    Slot slot{options.address, options.port, kind, PivApplet{std::move(*folder), kind}};
    slot.obey("delay " + std::to_string(options.delay));
    if (options.in) slot.obey("in");
    if (const auto ran = run(slot, options.control); !ran) {
        log.fault("cannot run the card", ran.error());
        return 1;
    }
    return 0;
}

int tell_card(const Options& options) {
    std::string line;
    for (const std::string& word : options.words) line += (line.empty() ? "" : " ") + word;
    const auto reply = tell(options.control, line);
    if (!reply) {
        std::cerr << "zvonok-virtual-card: " << reply.error().what << "\n";
        return 1;
    }
    std::cout << *reply << "\n";
    return reply->starts_with("error") ? 1 : 0;
}
}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"A software PIV card for the virtual reader of vsmartcard-vpcd"};
    app.require_subcommand(1);
    Options options;

    CLI::App* run = app.add_subcommand("run", "Be a card; commands come on standard input and at the control socket");
    run->add_option("--card", options.folder, "Folder with key.pem, certificate.pem and pin")->required();
    run->add_option("--address", options.address, "Where the virtual reader listens (IPv4)")->capture_default_str();
    run->add_option("--port", options.port, "35963 is the first slot, 35964 the second")->capture_default_str();
    run->add_option("--control", options.control, "Unix socket to make for `tell`");
    run->add_option("--delay", options.delay, "Milliseconds that a signature takes")
        ->check(CLI::Range(0, 60'000))
        ->capture_default_str();
    run->add_flag("--in", options.in, "Start with the card in the reader");
    run->add_flag("--foreign", options.foreign, "Be a card without PIV");
    run->add_flag("--pin-stdin", options.pin_from_input, "Take the PIN from the first line of standard input");

    CLI::App* tell = app.add_subcommand("tell",
                                        "Tell a running card: in, out, swap DIR, status, delay MS, hang, garble, "
                                        "pull-during read|verify|sign, quit");
    tell->add_option("socket", options.control, "The card's control socket")->required();
    tell->add_option("command", options.words, "The command")->required();

    CLI11_PARSE(app, argc, argv);
    return run->parsed() ? run_card(options) : tell_card(options);
}
