#include "config/zvonokctl/command_line.hpp"

#include "config/commands/command_words.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>

namespace zvonok::ctl {

namespace {
/// What the chosen subcommand will do, and the options that all of them share.
struct Choice {
    std::function<Checked<void>(const Surroundings&)> work{};
    config::Language language = config::Language::russian;

    [[nodiscard]] std::string say(const char* russian, const char* english) const {
        return language == config::Language::english ? english : russian;
    }
};

/// Help is written before the words are parsed, so its language is looked for first.
config::Language language_of(const std::vector<std::string>& words) {
    const auto option = std::ranges::find(words, "--lang");
    const bool english = (option != words.end() && std::next(option) != words.end() && *std::next(option) == "en") ||
                         std::ranges::find(words, "--lang=en") != words.end();
    return english ? config::Language::english : config::Language::russian;
}

/// A subcommand whose options fill `order`, which lives as long as the parser.
template <class Order>
CLI::App* command(CLI::App& group, const char* name, const std::string& about, std::shared_ptr<Order> order,
                  Choice& choice) {
    CLI::App* app = group.add_subcommand(name, about);
    app->callback(
        [order, &choice] { choice.work = [order](const Surroundings& around) { return run(*order, around); }; });
    return app;
}

CLI::App& group_of(CLI::App& app, const char* name, const std::string& about) {
    CLI::App* group = app.add_subcommand(name, about);
    group->require_subcommand(1);
    return *group;
}

void add_key(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "key", choice.say("Ключи подписи", "Signing keys"));
    const auto fresh = std::make_shared<KeyNew>();
    auto* make = command(group, "new", choice.say("Создать ключ", "Make a key"), fresh, choice);
    make->add_option("FILE", fresh->file,
                     choice.say("Файл секретного ключа (права 0600)", "File of the secret key (mode 0600)"))
        ->required();
    make->add_option("--public", fresh->public_file,
                     choice.say("Файл открытого ключа; иначе FILE.pub", "File of the public key; else FILE.pub"));
    const auto shown = std::make_shared<KeyShow>();
    auto* show = command(group, "show", choice.say("Показать открытый ключ", "Show the public key"), shown, choice);
    show->add_option("FILE", shown->file, choice.say("Файл ключа", "Key file"))->required();
}

void add_pki(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "pki", choice.say("Издатели сертификатов", "Certificate authorities"));
    const auto demo = std::make_shared<PkiDemo>();
    auto* make = command(
        group, "demo",
        choice.say("Издатели и сертификат сервера для показа", "Authorities and a server certificate for a demo"), demo,
        choice);
    make->add_option("--out", demo->out, choice.say("Папка", "Folder"))->required();
    make->add_option("--dns", demo->dns_names, choice.say("Имена сервера", "Names of the server"));
    make->add_option("--ip", demo->ip_addresses, choice.say("Адреса сервера", "Addresses of the server"));
    make->add_option("--at", demo->at,
                     choice.say("День показа, 2026-09-15T06:00:00Z", "Day of the demo, 2026-09-15T06:00:00Z"));
}

void add_card(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "card", choice.say("Карты сотрудников", "Staff cards"));
    const auto issue = std::make_shared<CardIssue>();
    auto* make = command(group, "issue",
                         choice.say("Выпустить карту для zvonok-virtual-card", "Issue a card for zvonok-virtual-card"),
                         issue, choice);
    make->add_option("--staff-ca", issue->authority,
                     choice.say("Сертификат издателя карт, PEM", "Certificate of the staff CA, PEM"))
        ->required();
    make->add_option("--staff-ca-key", issue->authority_key,
                     choice.say("Ключ издателя карт, PEM", "Key of the staff CA, PEM"))
        ->required();
    make->add_option("--person", issue->name, choice.say("Имя на карте", "Name on the card"))->required();
    make->add_option("--upn", issue->upn, choice.say("Учётное имя, anna@school.example", "Login, anna@school.example"))
        ->required();
    make->add_option("--out", issue->out, choice.say("Папка карты", "The card's folder"))->required();
    make->add_option("--key-kind", issue->key, choice.say("p256, p384 или rsa2048", "p256, p384 or rsa2048"));
    make->add_option("--pin-file", issue->pin_file,
                     choice.say("Файл с PIN; иначе PIN случайный", "File with the PIN; else a random PIN"));
    make->add_option("--days", issue->days, choice.say("Срок, дней", "Term in days"))->check(CLI::Range(1, 3650));
    make->add_option("--at", issue->at, choice.say("День выпуска; иначе сегодня", "Day of issue; else today"));
    const auto revoke = std::make_shared<CardRevoke>();
    auto* take =
        command(group, "revoke", choice.say("Отозвать карты, выпустить новый список", "Revoke cards, issue a new list"),
                revoke, choice);
    take->add_option("--staff-ca", revoke->authority,
                     choice.say("Сертификат издателя карт, PEM", "Certificate of the staff CA, PEM"))
        ->required();
    take->add_option("--staff-ca-key", revoke->authority_key,
                     choice.say("Ключ издателя карт, PEM", "Key of the staff CA, PEM"))
        ->required();
    take->add_option("--crl", revoke->list,
                     choice.say("Список отозванных карт, PEM; будет заменён", "Revocation list, PEM; is replaced"))
        ->required();
    take->add_option("CERTIFICATE", revoke->certificates,
                     choice.say("Сертификаты отзываемых карт", "Certificates of the cards to revoke"));
    take->add_option("--days", revoke->days, choice.say("Срок списка, дней", "Term of the list in days"))
        ->check(CLI::Range(1, 400));
    take->add_option("--at", revoke->at, choice.say("День отзыва; иначе сегодня", "Day of revocation; else today"));
}

void add_image(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "image", choice.say("Образ настроек", "Config image"));
    const auto build = std::make_shared<ImageBuild>();
    auto* make =
        command(group, "build", choice.say("Собрать и подписать образ", "Build and sign an image"), build, choice);
    make->add_option("CONFIG", build->source, choice.say("Файл настроек TOML", "Configuration, TOML"))->required();
    make->add_option("--key", build->key, choice.say("Секретный ключ подписи", "Secret signing key"))->required();
    make->add_option("--out", build->out, choice.say("Файл образа", "Image file"))->required();
    const auto verify = std::make_shared<ImageVerify>();
    auto* check = command(group, "verify", choice.say("Проверить образ", "Verify an image"), verify, choice);
    check->add_option("FILE", verify->file, choice.say("Файл образа", "Image file"))->required();
    check->add_option("--key", verify->keys, choice.say("Открытый ключ, которому верить", "Public key to believe"))
        ->required();
    const auto show = std::make_shared<ImageShow>();
    auto* look = command(group, "show", choice.say("Показать, что в образе", "Show what is in an image"), show, choice);
    look->add_option("FILE", show->file, choice.say("Файл образа", "Image file"))->required();
}

void add_station(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "station", choice.say("Настройка станции", "Setting up a station"));
    const auto init = std::make_shared<StationInit>();
    auto* first =
        command(group, "init", choice.say("Указать, чьи образы принимать", "Say whose images to take"), init, choice);
    first
        ->add_option("--trust", init->key,
                     choice.say("Открытый ключ подписи образов", "Public key that images are signed by"))
        ->required();
    first->add_option("--root", init->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
    const auto apply = std::make_shared<StationApply>();
    auto* take = command(group, "apply", choice.say("Применить образ", "Apply an image"), apply, choice);
    take->add_option("FILE", apply->file, choice.say("Файл образа", "Image file"))->required();
    take->add_option("--root", apply->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
    take->add_option(
        "--station", apply->station,
        choice.say("Раздел образа, если он выбирается по имени", "Section of the image, where it is chosen by name"));
    const auto confirm = std::make_shared<StationConfirm>();
    auto* keep = command(group, "confirm", choice.say("Подтвердить применённый образ", "Confirm the applied image"),
                         confirm, choice);
    keep->add_option("--root", confirm->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
    const auto status = std::make_shared<StationStatus>();
    auto* look =
        command(group, "status", choice.say("Чем настроена станция", "What the station is set up by"), status, choice);
    look->add_option("--root", status->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
}

void add_others(CLI::App& app, Choice& choice) {
    const auto enrol = std::make_shared<Enrol>();
    auto* ask =
        command(app, "enrol", choice.say("Зарегистрировать станцию на сервере", "Enrol the station at the server"),
                enrol, choice);
    ask->add_option("--root", enrol->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
    ask->add_flag("--again", enrol->again,
                  choice.say("Даже если действующий сертификат есть", "Even where a certificate still holds"));
    const auto status = std::make_shared<StationStatus>();
    auto* look =
        command(app, "status", choice.say("Чем настроена станция", "What the station is set up by"), status, choice);
    look->add_option("--root", status->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
    const auto verify = std::make_shared<Verify>();
    auto* prove = command(app, "verify",
                          choice.say("Проверить одну запись: от записи до карты её автора, без сервера",
                                     "Verify one entry, from it to its author's card, without the server"),
                          verify, choice);
    prove
        ->add_option("ENTRY", verify->entry,
                     choice.say("ЖУРНАЛ:НОМЕР, или last: последняя запись этой станции",
                                "LOG:SEQ, or last: the last entry of this station"))
        ->required();
    prove->add_option("--root", verify->root,
                      choice.say("Папка состояния станции: её журнал и её образ",
                                 "The station's state folder: its log and its image"));
    prove->add_option("--log", verify->journal,
                      choice.say("Файл журнала станции или сервера", "Log file of a station or of the server"));
    prove->add_option("--staff-ca", verify->staff_authority,
                      choice.say("Сертификат издателя карт, PEM", "Certificate of the staff CA, PEM"));
    prove->add_option("--crl", verify->list, choice.say("Список отозванных карт, PEM", "Revocation list, PEM"));
    prove->add_option("--server-key", verify->server_keys,
                      choice.say("Открытый ключ сервера", "Public key of the server"));
    const auto diagnose = std::make_shared<Diagnose>();
    auto* examine = command(app, "diagnose",
                            choice.say("Проверить всё, что нужно станции", "Look at everything that a station needs"),
                            diagnose, choice);
    examine->add_option("--root", diagnose->root, choice.say("Папка состояния станции", "The station's state folder"))
        ->required();
}
}  // namespace

int run_command_line(std::vector<std::string> words, const hal::Host& host, const Clock& clock, std::ostream& out,
                     std::ostream& error) {
    Choice choice{.language = language_of(words)};
    CLI::App app{choice.say("zvonokctl: ключи, образы настроек, станции «Звонка»",
                            "zvonokctl: keys, config images and stations of Zvonok"),
                 "zvonokctl"};
    app.require_subcommand(1);
    std::string language = "ru";
    app.add_option("--lang", language, choice.say("Язык: ru или en", "Language: ru or en"))
        ->check(CLI::IsMember({"ru", "en"}));
    add_key(app, choice);
    add_pki(app, choice);
    add_card(app, choice);
    add_image(app, choice);
    add_station(app, choice);
    add_others(app, choice);
    config::complete(app, choice.language);
    try {
        std::ranges::reverse(words);  // the library takes them from the back
        app.parse(words);
    } catch (const CLI::Success& asked) {
        return app.exit(asked, out, error);
    } catch (const CLI::ParseError& wrong) {
        error << config::command_fault(app, wrong, choice.language);
        return 2;
    }
    Console console{out, error};
    console.speak(choice.language);
    const auto done = choice.work({console, host, clock});
    if (done) return 0;
    console.fail(done.error());
    return 1;
}

}  // namespace zvonok::ctl
