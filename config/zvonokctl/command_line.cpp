#include "config/zvonokctl/command_line.hpp"

#include "config/commands/command_words.hpp"

#include <CLI/CLI.hpp>

#include <functional>

namespace zvonok::ctl {

namespace {
/// What the chosen subcommand will do, and the options that all of them share.
struct Choice {
    std::function<Checked<void>(const Surroundings&)> work{};
    bool english = false;
};

/// A subcommand whose options fill `order`, which lives as long as the parser.
template <class Order>
CLI::App* command(CLI::App& group, const char* name, const char* about, std::shared_ptr<Order> order, Choice& choice) {
    CLI::App* app = group.add_subcommand(name, about);
    app->callback(
        [order, &choice] { choice.work = [order](const Surroundings& around) { return run(*order, around); }; });
    return app;
}

CLI::App& group_of(CLI::App& app, const char* name, const char* about) {
    CLI::App* group = app.add_subcommand(name, about);
    group->require_subcommand(1);
    return *group;
}

void add_key(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "key", "Ключи подписи");
    const auto fresh = std::make_shared<KeyNew>();
    auto* make = command(group, "new", "Создать ключ", fresh, choice);
    make->add_option("FILE", fresh->file, "Файл секретного ключа (права 0600)")->required();
    make->add_option("--public", fresh->public_file, "Файл открытого ключа; иначе FILE.pub");
    const auto shown = std::make_shared<KeyShow>();
    auto* show = command(group, "show", "Показать открытый ключ", shown, choice);
    show->add_option("FILE", shown->file, "Файл ключа")->required();
}

void add_pki(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "pki", "Издатели сертификатов");
    const auto demo = std::make_shared<PkiDemo>();
    auto* make = command(group, "demo", "Издатели и сертификат сервера для показа", demo, choice);
    make->add_option("--out", demo->out, "Папка")->required();
    make->add_option("--dns", demo->dns_names, "Имена сервера");
    make->add_option("--ip", demo->ip_addresses, "Адреса сервера");
    make->add_option("--at", demo->at, "День показа, 2026-09-15T06:00:00Z");
}

void add_card(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "card", "Карты сотрудников");
    const auto issue = std::make_shared<CardIssue>();
    auto* make = command(group, "issue", "Выпустить карту для zvonok-virtual-card", issue, choice);
    make->add_option("--staff-ca", issue->authority, "Сертификат издателя карт, PEM")->required();
    make->add_option("--staff-ca-key", issue->authority_key, "Ключ издателя карт, PEM")->required();
    make->add_option("--person", issue->name, "Имя на карте")->required();
    make->add_option("--upn", issue->upn, "Учётное имя, anna@school.example")->required();
    make->add_option("--out", issue->out, "Папка карты")->required();
    make->add_option("--key-kind", issue->key, "p256, p384 или rsa2048");
    make->add_option("--pin-file", issue->pin_file, "Файл с PIN; иначе PIN случайный");
    make->add_option("--days", issue->days, "Срок, дней")->check(CLI::Range(1, 3650));
    make->add_option("--at", issue->at, "День выпуска; иначе сегодня");
    const auto revoke = std::make_shared<CardRevoke>();
    auto* take = command(group, "revoke", "Отозвать карты, выпустить новый список", revoke, choice);
    take->add_option("--staff-ca", revoke->authority, "Сертификат издателя карт, PEM")->required();
    take->add_option("--staff-ca-key", revoke->authority_key, "Ключ издателя карт, PEM")->required();
    take->add_option("--crl", revoke->list, "Список отозванных карт, PEM; будет заменён")->required();
    take->add_option("CERTIFICATE", revoke->certificates, "Сертификаты отзываемых карт");
    take->add_option("--days", revoke->days, "Срок списка, дней")->check(CLI::Range(1, 400));
    take->add_option("--at", revoke->at, "День отзыва; иначе сегодня");
}

void add_image(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "image", "Образ настроек");
    const auto build = std::make_shared<ImageBuild>();
    auto* make = command(group, "build", "Собрать и подписать образ", build, choice);
    make->add_option("CONFIG", build->source, "Файл настроек TOML")->required();
    make->add_option("--key", build->key, "Секретный ключ подписи")->required();
    make->add_option("--out", build->out, "Файл образа")->required();
    const auto verify = std::make_shared<ImageVerify>();
    auto* check = command(group, "verify", "Проверить образ", verify, choice);
    check->add_option("FILE", verify->file, "Файл образа")->required();
    check->add_option("--key", verify->keys, "Открытый ключ, которому верить")->required();
    const auto show = std::make_shared<ImageShow>();
    auto* look = command(group, "show", "Показать, что в образе", show, choice);
    look->add_option("FILE", show->file, "Файл образа")->required();
}

void add_station(CLI::App& app, Choice& choice) {
    CLI::App& group = group_of(app, "station", "Настройка станции");
    const auto init = std::make_shared<StationInit>();
    auto* first = command(group, "init", "Указать, чьи образы принимать", init, choice);
    first->add_option("--trust", init->key, "Открытый ключ подписи образов")->required();
    first->add_option("--root", init->root, "Папка состояния станции")->required();
    const auto apply = std::make_shared<StationApply>();
    auto* take = command(group, "apply", "Применить образ", apply, choice);
    take->add_option("FILE", apply->file, "Файл образа")->required();
    take->add_option("--root", apply->root, "Папка состояния станции")->required();
    take->add_option("--station", apply->station, "Раздел образа, если он выбирается по имени");
    const auto confirm = std::make_shared<StationConfirm>();
    auto* keep = command(group, "confirm", "Подтвердить применённый образ", confirm, choice);
    keep->add_option("--root", confirm->root, "Папка состояния станции")->required();
    const auto status = std::make_shared<StationStatus>();
    auto* look = command(group, "status", "Чем настроена станция", status, choice);
    look->add_option("--root", status->root, "Папка состояния станции")->required();
}

void add_others(CLI::App& app, Choice& choice) {
    const auto enrol = std::make_shared<Enrol>();
    auto* ask = command(app, "enrol", "Зарегистрировать станцию на сервере", enrol, choice);
    ask->add_option("--root", enrol->root, "Папка состояния станции")->required();
    ask->add_flag("--again", enrol->again, "Даже если действующий сертификат есть");
    const auto status = std::make_shared<StationStatus>();
    auto* look = command(app, "status", "Чем настроена станция", status, choice);
    look->add_option("--root", status->root, "Папка состояния станции")->required();
    const auto verify = std::make_shared<Verify>();
    auto* prove =
        command(app, "verify", "Проверить одну запись: от записи до карты её автора, без сервера", verify, choice);
    prove->add_option("ENTRY", verify->entry, "ЖУРНАЛ:НОМЕР, или last: последняя запись этой станции")->required();
    prove->add_option("--root", verify->root, "Папка состояния станции: её журнал и её образ");
    prove->add_option("--log", verify->journal, "Файл журнала станции или сервера");
    prove->add_option("--staff-ca", verify->staff_authority, "Сертификат издателя карт, PEM");
    prove->add_option("--crl", verify->list, "Список отозванных карт, PEM");
    prove->add_option("--server-key", verify->server_keys, "Открытый ключ сервера");
    const auto diagnose = std::make_shared<Diagnose>();
    auto* examine = command(app, "diagnose", "Проверить всё, что нужно станции", diagnose, choice);
    examine->add_option("--root", diagnose->root, "Папка состояния станции")->required();
}
}  // namespace

int run_command_line(std::vector<std::string> words, const hal::Host& host, const Clock& clock, std::ostream& out,
                     std::ostream& error) {
    Choice choice;
    CLI::App app{"zvonokctl: ключи, образы настроек, станции «Звонка»", "zvonokctl"};
    app.require_subcommand(1);
    std::string language = "ru";
    app.add_option("--lang", language, "ru или en")->check(CLI::IsMember({"ru", "en"}));
    add_key(app, choice);
    add_pki(app, choice);
    add_card(app, choice);
    add_image(app, choice);
    add_station(app, choice);
    add_others(app, choice);
    config::complete(app);
    try {
        std::ranges::reverse(words);  // the library takes them from the back
        app.parse(words);
    } catch (const CLI::Success& asked) {
        return app.exit(asked, out, error);
    } catch (const CLI::ParseError& wrong) {
        error << config::command_fault(app, wrong);
        return 2;
    }
    Console console{out, error};
    console.speak(language == "en" ? config::Language::english : config::Language::russian);
    const auto done = choice.work({console, host, clock});
    if (done) return 0;
    console.fail(done.error());
    return 1;
}

}  // namespace zvonok::ctl
