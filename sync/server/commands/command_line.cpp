#include "sync/server/commands/commands.hpp"

#include "config/commands/command_words.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>

namespace zvonok::sync::server::commands {

namespace {

/// What the chosen subcommand will do.
using Work = std::function<Checked<void>(const Surroundings&)>;

class Parser {
  public:
    explicit Parser(CLI::App& app) { build(app); }
    [[nodiscard]] const Work& work() const { return work_; }

  private:
    /// A subcommand whose options fill the order, which lives as long as the parser.
    template <class Order>
    std::pair<CLI::App*, std::shared_ptr<Order>> command(CLI::App& group, const char* name, const char* about) {
        CLI::App* app = group.add_subcommand(name, about);
        const auto order = std::make_shared<Order>();
        app->callback([this, order] { work_ = [order](const Surroundings& around) { return run(*order, around); }; });
        return {app, order};
    }

    void add_common(CLI::App& app, Common& common) {
        app.add_option("--data", common.data, "Папка данных сервера")->required();
        app.add_option("--database", common.database,
                       "База PostgreSQL: postgresql://сервер/база, без пароля (пароль — в PGPASSFILE); иначе "
                       "$ZVONOK_DATABASE, иначе та, с которой заведена папка, иначе SQLite в папке");
        app.add_option("--school", common.school, "Школа, 32 шестнадцатеричные цифры; не нужна, если она одна");
        // The order holds seconds; the library knows numbers.
        app.add_option_function<std::int64_t>(
            "--clock-offset",
            [&common](const std::int64_t& seconds) { common.clock_offset = std::chrono::seconds{seconds}; },
            "На сколько секунд сдвинуть часы; только для папки, заведённой с --demo");
    }

    void add_import(CLI::App& app, ImportCommon& common) {
        add_common(app, common.common);
        app.add_option("--from", common.from, "С какого дня действует новое, 2026-09-01; иначе с сегодняшнего");
        app.add_option("--max-deletions", common.max_deletions_percent,
                       "Остановиться, если исчезает больше стольких процентов");
        app.add_flag("--dry-run", common.dry_run, "Только показать, что изменится");
        app.add_flag("--full", common.full, "Показать каждое изменение");
    }

    void build(CLI::App& app) {
        add_init(app);
        add_serve(app);
        add_stations(app);
        add_imports(app);
        add_accounts(app);
        add_roles(app);
        add_reports(app);
        add_registers(app);
        add_others(app);
    }

    void add_init(CLI::App& app) {
        const auto [init, order] = command<Init>(app, "init", "Завести сервер и школу");
        add_common(*init, order->common);
        init->add_option("--name", order->name, "Название школы")->required();
        init->add_option("--zone", order->zone, "Часовой пояс");
        init->add_option("--from", order->from, "С какого дня школа существует, 2026-09-01; иначе с сегодняшнего");
        init->add_option("--policies", order->policies, "Правила, с которыми школа начинает: набор или файл");
        init->add_option("--signing-key", order->signing_key, "Ключ подписи сервера; иначе новый")
            ->check(CLI::ExistingFile);
        CLI::Option* authority =
            init->add_option("--station-ca", order->station_authority, "Сертификат издателя станций, PEM; иначе новый");
        CLI::Option* key = init->add_option("--station-ca-key", order->station_authority_key, "Его ключ, PEM");
        authority->needs(key);
        key->needs(authority);
        init->add_flag("--demo", order->demo, "Для показа: позволяет сдвигать часы");
    }

    void add_serve(CLI::App& app) {
        const auto [serve, order] = command<Serve>(app, "serve", "Работать");
        add_common(*serve, order->common);
        serve->add_option("--listen", order->listen, "Адрес и порт");
        serve->add_option("--metrics", order->metrics, "Где отвечать Prometheus, 127.0.0.1:9108; иначе нигде");
        serve->add_option("--certificate", order->certificate, "Сертификат сервера, PEM")->required();
        serve->add_option("--key", order->key, "Ключ сертификата, PEM")->required();
    }

    void add_stations(CLI::App& app) {
        CLI::App& group = *app.add_subcommand("station", "Станции");
        group.require_subcommand(1);
        {
            const auto [add, order] = command<StationAdd>(group, "add", "Записать станцию и выдать ей код регистрации");
            add_common(*add, order->common);
            add->add_option("--name", order->name, "Короткое имя, kab-12")->required();
            add->add_option("--title", order->title, "Имя для людей, «Кабинет 12»");
            add->add_option("--mode", order->mode, "classroom, office или kiosk");
            add->add_option("--room", order->room, "Кабинет, как в расписании");
            add->add_flag("--protected", order->protected_workplace,
                          "Защищённое рабочее место: здесь работают администраторы");
            add->add_option("--id", order->id, "Номер станции, 32 шестнадцатеричные цифры; иначе новый");
            add->add_option("--token-file", order->token_file, "Файл для кода регистрации; иначе на экран");
            add->add_option("--days", order->days, "Сколько дней код действует")->check(CLI::Range(1, 365));
        }
        {
            const auto [image, order] = command<StationImage>(group, "image", "Записать все станции образа настроек");
            add_common(*image, order->common);
            image->add_option("--image", order->image, "Подписанный образ")->required();
            image->add_option("--signer", order->signer, "Открытый ключ, которым он подписан")->required();
        }
        {
            const auto [list, order] = command<StationList>(group, "list", "Показать станции");
            add_common(*list, order->common);
        }
        {
            const auto [revoke, order] = command<StationRevoke>(group, "revoke", "Отключить станцию");
            add_common(*revoke, order->common);
            revoke->add_option("STATION", order->station, "Имя или номер")->required();
        }
    }

    void add_imports(CLI::App& app) {
        CLI::App& group = *app.add_subcommand("import", "Загрузить данные школы");
        group.require_subcommand(1);
        {
            const auto [fet, order] = command<ImportFet>(group, "fet", "Расписание FET");
            add_import(*fet, order->common);
            fet->add_option("FET", order->files.school, "Файл .fet")->required();
            fet->add_option("--solution", order->files.solution, "…_activities.xml или …_timetable.csv")->required();
            fet->add_option("--map", order->files.map, "Файл соответствия имён")->required();
        }
        {
            const auto [roster, order] =
                command<ImportRoster>(group, "oneroster", "Люди и классы, OneRoster 1.1 или 1.2");
            add_import(*roster, order->common);
            roster->add_option("SOURCE", order->source, "Архив zip или папка")->required();
            roster->add_option("--organisation", order->organisation, "sourcedId школы, если в файлах их несколько");
        }
        {
            const auto [people, order] =
                command<ImportPeople>(group, "people", "Списки сотрудников, учеников и родителей");
            add_import(*people, order->common);
            people->add_option("FILE", order->file, "Таблица XLSX, ODS или CSV")->required();
            people->add_option("--confirm", order->confirm, "Записать просмотренное: код, который назвал просмотр");
        }
        {
            const auto [plan, order] = command<ImportPlan>(group, "plan", "Тематические планы");
            add_import(*plan, order->common);
            // A person has looked the list of what goes through; the limit is for slips such as the wrong file.
            order->common.max_deletions_percent = 25;
            plan->add_option("FILE", order->plan.files, "Таблицы XLSX, ODS или CSV, или папка с plans.csv")->required();
            plan->add_option("--subject", order->plan.target.subject, "Предмет; иначе как сказано в файле");
            plan->add_option("--grade", order->plan.target.grade, "Параллель");
            plan->add_option("--class", order->plan.target.school_class, "Класс");
            plan->add_option("--teacher", order->plan.target.teacher, "Учитель: фамилия или имя входа");
            plan->add_option("--sheet", order->plan.sheet, "Лист книги, если планов в ней несколько");
            plan->add_flag("--every", order->plan.target.every, "План общий: отдать его всем, кому подходит");
            plan->add_option("--confirm", order->confirm, "Записать просмотренное: код, который назвал просмотр");
        }
    }

    void add_accounts(CLI::App& app) {
        {
            CLI::App& group = *app.add_subcommand("order", "Приказы");
            group.require_subcommand(1);
            const auto [add, order] = command<OrderAdd>(group, "add", "Внести приказ");
            add_common(*add, order->common);
            add->add_option("--kind", order->kind, "Вид:" + order_kinds_text());
            add->add_option("--number", order->number, "Номер")->required();
            add->add_option("--date", order->date, "Дата, 2026-09-01; иначе сегодня");
            add->add_option("--subject", order->subject, "О чём");
            add->add_option("--first", order->first, "Первый день, о котором он говорит");
            add->add_option("--last", order->last, "Последний");
        }
        {
            const auto [dismiss, order] = command<Dismiss>(app, "dismiss", "Закрыть учётную запись и карту уволенного");
            add_common(*dismiss, order->common);
            dismiss->add_option("PERSON", order->person, "Учётное имя или номер")->required();
            dismiss->add_option("--order", order->order, "Номер приказа")->required();
            dismiss->add_option("--at", order->at, "С какой минуты, 2026-10-14T12:00; иначе с этой");
        }
        {
            const auto [block, order] = command<Block>(app, "block", "Закрыть учётную запись");
            add_common(*block, order->common);
            block->add_option("PERSON", order->person, "Учётное имя или номер")->required();
            block->add_option("--reason", order->reason, "Почему:" + block_reasons_text());
            block->add_option("--at", order->at, "С какой минуты, 2026-10-14T12:00; иначе с этой");
        }
        {
            const auto [unblock, order] = command<Unblock>(app, "unblock", "Снова открыть учётную запись");
            add_common(*unblock, order->common);
            unblock->add_option("PERSON", order->person, "Учётное имя или номер")->required();
        }
    }

    void add_role(CLI::App& app, RoleOrder& order) {
        add_common(app, order.common);
        app.add_option("PERSON", order.person, "Учётное имя или номер")->required();
        app.add_option("ROLE", order.role, "Роль: administrator, dispatcher, class_teacher…")->required();
        app.add_option("--class", order.school_class, "Класс, у классного руководителя");
        app.add_option("--from", order.from, "С какого дня, 2026-09-01; иначе с сегодняшнего");
    }

    void add_roles(CLI::App& app) {
        CLI::App& group = *app.add_subcommand("role", "Роли сотрудников");
        group.require_subcommand(1);
        {
            const auto [grant, order] = command<RoleGrant>(group, "grant", "Дать роль");
            add_role(*grant, *order);
            grant->add_option("--until", order->until, "По какой день; иначе без срока");
        }
        {
            const auto [revoke, order] = command<RoleRevoke>(group, "revoke", "Снять роль");
            add_role(*revoke, *order);
        }
    }

    void add_reports(CLI::App& app) {
        CLI::App& group = *app.add_subcommand("report", "Отчёты на экран");
        group.require_subcommand(1);
        const struct {
            ReportKind kind;
            const char* name;
            const char* about;
        } reports[] = {{ReportKind::control, "control", "Что не заполнено"},
                       {ReportKind::late, "late", "Что записано позже срока"},
                       {ReportKind::changes, "changes", "Таблица учёта изменений"},
                       {ReportKind::hours, "hours", "Часы учителей"},
                       {ReportKind::results, "results", "Каких итоговых отметок нет"},
                       {ReportKind::visits, "visits", "Кто давно не открывал дневник"},
                       {ReportKind::remarks, "remarks", "Замечания и ответы на них"},
                       {ReportKind::plans, "plans", "Выполнение тематических планов"},
                       {ReportKind::setup, "setup", "Что не готово к учебному году"},
                       {ReportKind::breaches, "breaches", "Нарушения сроков по сотрудникам"},
                       {ReportKind::objectivity, "objectivity", "Итоговые отметки, далёкие от среднего балла"},
                       {ReportKind::logins, "logins", "Кто работал на двух станциях одновременно"}};
        for (const auto& each : reports) {
            const auto [report, order] = command<Report>(group, each.name, each.about);
            order->kind = each.kind;
            add_common(*report, order->common);
            report->add_option("--from", order->from, "С какого дня, 2026-09-01; иначе с начала учебного года");
            report->add_option("--until", order->until, "По какой день; иначе по сегодняшний");
            report->add_option("--class", order->school_class, "Класс, 7Б; иначе вся школа");
            report->add_option("--teacher", order->teacher, "Учётное имя учителя; иначе все");
        }
    }

    void add_registers(CLI::App& app) {
        CLI::App& group = *app.add_subcommand("register", "Реестры школы");
        group.require_subcommand(1);
        const auto add_day = [](CLI::App& command, std::string& from) {
            command.add_option("--from", from, "На какой день или с какого дня, 2026-09-01; иначе сегодня");
        };
        {
            const auto [list, order] = command<RegisterList>(group, "list", "Какие есть и насколько заполнены");
            add_common(*list, order->common);
            add_day(*list, order->from);
        }
        {
            const auto [show, order] = command<RegisterShow>(group, "show", "Показать записи реестра");
            add_common(*show, order->common);
            add_day(*show, order->from);
            show->add_option("REGISTER", order->name, "Имя реестра: school_card, military…")->required();
        }
        {
            const auto [gaps, order] = command<RegisterGaps>(group, "gaps", "Чего ещё нет");
            add_common(*gaps, order->common);
            add_day(*gaps, order->from);
            gaps->add_option("REGISTER", order->name, "Имя реестра; иначе все");
        }
        {
            const auto [put, order] = command<RegisterPut>(group, "put", "Внести или исправить запись");
            add_common(*put, order->common);
            add_day(*put, order->from);
            put->add_option("REGISTER", order->name, "Имя реестра")->required();
            put->add_option("FIELDS", order->fields, "Поля: имя=значение")->required();
            put->add_option("--about", order->about, "О ком или о чём: человек, класс, кабинет или номер");
            put->add_option("--order", order->order, "Номер приказа");
            put->add_option("--record", order->record, "Номер записи, которую исправить");
        }
    }

    void add_others(CLI::App& app) {
        {
            CLI::App& group = *app.add_subcommand("staff-ca", "Издатель карт сотрудников");
            group.require_subcommand(1);
            const auto [add, order] =
                command<StaffAuthority>(group, "add", "Доверять издателю карт, или обновить его список отозванных");
            add_common(*add, order->common);
            add->add_option("--certificate", order->certificate, "Сертификат издателя")->required();
            add->add_option("--crl", order->list, "Список отозванных карт")->required();
        }
        {
            CLI::App& group = *app.add_subcommand("seed", "Начальные данные");
            group.require_subcommand(1);
            const auto [policies, order] = command<SeedPolicies>(group, "policies", "Правила школы");
            add_common(*policies, order->common);
            policies->add_option("PRESET", order->preset, "Набор правил, 002-city-school, или файл")->required();
            policies->add_option("--from", order->from, "С какого дня, 2026-09-01; иначе с сегодняшнего");
        }
        {
            const auto [backup, order] =
                command<Backup>(app, "backup", "Скопировать журнал в файл, не останавливая сервер");
            add_common(*backup, order->common);
            backup->add_option("FILE", order->file, "Новый файл")->required();
        }
        {
            const auto [restore, order] =
                command<Restore>(app, "restore", "Вернуть журнал из копии; станции дошлют то, чего в ней нет");
            add_common(*restore, order->common);
            restore->add_option("FILE", order->file, "Копия; для PostgreSQL не нужна: базу возвращает pg_restore");
        }
        const auto [status, order] = command<Status>(app, "status", "Что есть на сервере");
        add_common(*status, order->common);
    }

    Work work_;
};

}  // namespace

int run_command_line(std::vector<std::string> words, const Surroundings& around) {
    CLI::App app{"zvonok-server: центральный сервер «Звонка»", "zvonok-server"};
    app.require_subcommand(1);
    const Parser parser{app};
    config::complete(app);
    try {
        std::ranges::reverse(words);  // the library takes them from the back
        app.parse(words);
    } catch (const CLI::Success& asked) {
        return app.exit(asked, around.out, around.error);
    } catch (const CLI::ParseError& wrong) {
        around.error << config::command_fault(app, wrong);
        return 2;
    }
    const auto done = parser.work()(around);
    if (done) return 0;
    // Who gave the command reads what is to be done; the log is for those who look for the cause.
    if (app.got_subcommand("serve")) around.log.fault("command", done.error().fault);
    around.error << done.error().text << "\n";
    return 1;
}

}  // namespace zvonok::sync::server::commands
