#include "config/commands/command_words.hpp"
#include "hal/card/virtual_card/control.hpp"

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

int refuse(const std::string& russian) {
    std::cerr << "zvonok-virtual-card: " << russian << "\n";
    return 1;
}

/// Why the folder is no card, and what to do.
std::string words_of(const Fault& fault, const std::filesystem::path& folder) {
    std::error_code ignored;
    const std::string made = " Папку карты делает zvonokctl card issue --out ПАПКА.";
    if (!std::filesystem::is_directory(folder, ignored)) return "папки карты нет: " + folder.string() + "." + made;
    for (const char* name : {"key.pem", "certificate.pem"})
        if (!std::filesystem::exists(folder / name, ignored))
            return "в папке " + folder.string() + " нет файла " + name + "." + made;
    if (fault.kind == FaultKind::missing && !std::filesystem::exists(folder / "pin", ignored))
        return "в папке " + folder.string() + " нет файла pin: впишите в него PIN или подайте его с --pin-stdin.";
    if (fault.kind == FaultKind::refused) return "файлы карты в папке " + folder.string() + " не читаются: нет прав.";
    return "карта в папке " + folder.string() + " испорчена: ключ, сертификат или PIN (от 6 до 8 цифр) не читаются." +
           made;
}

int run_card(const Options& options) {
    crypto::forbid_core_dumps();
    auto folder = CardFolder::open(options.folder, options.pin_from_input ? read_pin() : crypto::Secret{});
    if (!folder) return refuse(words_of(folder.error(), options.folder));
    const Kind kind = options.foreign ? Kind::foreign : Kind::piv;
    Slot slot{options.address, options.port, kind, PivApplet{std::move(*folder), kind}};
    slot.obey("delay " + std::to_string(options.delay));
    if (options.in) slot.obey("in");
    if (!run(slot, options.control)) return refuse("управляющий сокет не создаётся: " + options.control + ".");
    return 0;
}

int tell_card(const Options& options) {
    std::string line;
    for (const std::string& word : options.words) line += (line.empty() ? "" : " ") + word;
    const auto reply = tell(options.control, line);
    if (!reply)
        return refuse("карта не отвечает: по адресу " + options.control +
                      " никто не слушает. Запустите её: zvonok-virtual-card run --card ПАПКА --control " +
                      options.control + ".");
    std::cout << *reply << "\n";
    return reply->starts_with("error") ? 1 : 0;
}
}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Программная карта PIV для виртуального считывателя vsmartcard-vpcd", "zvonok-virtual-card"};
    app.require_subcommand(1);
    Options options;

    CLI::App* run =
        app.add_subcommand("run", "Быть картой; команды приходят на стандартный ввод и на управляющий сокет");
    run->add_option("--card", options.folder, "Папка с key.pem, certificate.pem и pin")->required();
    run->add_option("--address", options.address, "Где слушает виртуальный считыватель, IPv4");
    run->add_option("--port", options.port, "Порт: 35963 — первый разъём, 35964 — второй");
    run->add_option("--control", options.control, "Управляющий сокет для tell; без него его нет");
    run->add_option("--delay", options.delay, "Сколько миллисекунд длится подпись; иначе сразу")
        ->check(CLI::Range(0, 60'000));
    run->add_flag("--in", options.in, "Начать с картой в считывателе");
    run->add_flag("--foreign", options.foreign, "Быть картой без PIV");
    run->add_flag("--pin-stdin", options.pin_from_input, "Взять PIN из первой строки стандартного ввода");

    CLI::App* tell = app.add_subcommand("tell",
                                        "Сказать работающей карте: in, out, swap ПАПКА, status, delay МС, hang, "
                                        "garble, pull-during read|verify|sign, quit");
    tell->add_option("SOCKET", options.control, "Её управляющий сокет")->required();
    tell->add_option("COMMAND", options.words, "Команда")->required();

    config::complete(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        std::cerr << config::command_fault(app, wrong);
        return 2;
    }
    return run->parsed() ? run_card(options) : tell_card(options);
}
