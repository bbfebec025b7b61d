#include "sync/server/commands/desk.hpp"

#include <functional>

namespace zvonok::sync::server::commands {

namespace {

using Planner = std::function<imports::Import(const domain::FactBook&, const imports::Options&)>;
/// Whether what was shown is to be recorded now; says why not.
using Consent = std::function<Checked<bool>(const imports::Import&)>;

/// Shows what would change, and records it unless the import stops itself or nobody consents.
Checked<void> import_with(const ImportCommon& order, const Surroundings& around, const Planner& plan,
                          const Consent& consent = {}) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    const auto from = (*desk)->day_of(order.from, **book);
    if (!from) return tl::unexpected(from.error());
    imports::Options options;
    options.from = *from;
    options.max_deletions_percent = order.max_deletions_percent;
    const imports::Import import = plan(**book, options);
    around.out << imports::render(import.report, order.full ? imports::Detail::full : imports::Detail::summary);
    if (import.report.stopped())
        return refuse(Reason::bad_config, "the import stops", "Исправьте то, что названо выше, и повторите команду.");
    if (order.dry_run) {
        around.out << "Это был просмотр: ничего не записано.\n";
        return {};
    }
    if (consent) {
        const auto agreed = consent(import);
        if (!agreed) return tl::unexpected(agreed.error());
        if (!*agreed) return {};
    }
    if (const auto version = (*desk)->record((*book)->version(), import.facts); !version)
        return tl::unexpected(version.error());
    around.out << "Записано фактов: " << import.facts.size() << ".\n";
    return {};
}

/// Recorded only with the code that the preview has named.
Checked<bool> confirmed(const std::string& confirm, const imports::Import& import, std::ostream& out) {
    const std::string code = imports::code_of(import.report);
    if (import.facts.empty()) {
        out << "Менять нечего: в школе всё так и есть.\n";
        return false;
    }
    if (confirm.empty()) {
        out << "Это просмотр: ничего не записано. Если всё верно, повторите команду с --confirm " << code << "\n";
        return false;
    }
    if (confirm == code) return true;
    return refuse(Reason::bad_config, "the preview has changed",
                  "С просмотра файл, команда или данные школы изменились. Ничего не записано. Просмотрите список "
                  "ещё раз; теперь его код " +
                      code + ".");
}

}  // namespace

Checked<void> run(const ImportFet& order, const Surroundings& around) {
    return import_with(order.common, around, [&](const domain::FactBook& book, const imports::Options& options) {
        return imports::import_fet(book, order.files, options);
    });
}

Checked<void> run(const ImportRoster& order, const Surroundings& around) {
    return import_with(order.common, around, [&](const domain::FactBook& book, const imports::Options& options) {
        return imports::import_oneroster(book, order.source, order.organisation, options);
    });
}

Checked<void> run(const ImportPeople& order, const Surroundings& around) {
    return import_with(
        order.common, around,
        [&](const domain::FactBook& book, const imports::Options& options) {
            return imports::import_people(book, order.file, options);
        },
        [&](const imports::Import& import) { return confirmed(order.confirm, import, around.out); });
}

Checked<void> run(const ImportPlan& order, const Surroundings& around) {
    const auto plan = [&](const domain::FactBook& book, const imports::Options& options) {
        return imports::import_plan(book, order.plan, options);
    };
    return import_with(order.common, around, plan,
                       [&](const imports::Import& import) { return confirmed(order.confirm, import, around.out); });
}

Checked<void> run(const Status& order, const Surroundings& around) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto status = (*desk)->admin().status((*desk)->school());
    if (!status) return refuse_fault(status.error());
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    std::map<std::string_view, std::size_t> kinds;
    constexpr std::string_view names[] = {"прочее",
                                          "школа",
                                          "люди",
                                          "роли",
                                          "классы и группы",
                                          "состав",
                                          "предметы",
                                          "кабинеты",
                                          "звонки",
                                          "учебный год",
                                          "каникулы",
                                          "нагрузка",
                                          "расписание",
                                          "планы",
                                          "правила",
                                          "станции",
                                          "отозванные карты",
                                          "отчётные периоды",
                                          "календари",
                                          "перенесённые дни",
                                          "расписания звонков",
                                          "дни с особыми звонками",
                                          "документы учеников",
                                          "родители",
                                          "приказы",
                                          "рабочие места",
                                          "закрытые учётные записи",
                                          "согласия",
                                          "выданные коды и карты",
                                          "учебный план",
                                          "личные карты",
                                          "объявления",
                                          "экзамены",
                                          "график контрольных работ",
                                          "решения и перемены",
                                          "заявления о доступе к дневнику",
                                          "реестры"};
    static_assert(std::size(names) == std::variant_size_v<domain::FactValue>);
    for (const auto& [version, fact] : (*book)->facts()) ++kinds[names[fact.value.index()]];
    const auto zone = (*desk)->zone_of(**book);
    if (!zone) return tl::unexpected(zone.error());
    around.out << "Школа: " << (*desk)->school().hex() << "\nЧасы сервера: " << time_text(*zone, status->now)
               << "\nЗаписей в журнале: " << status->head.cursor << "\nСтанций ждут новостей: " << status->waiting
               << "\nПоколение журнала: " << status->head.epoch.hex()
               << "\nКонтрольная сумма сведений: " << to_hex(status->dump) << "\nСведений о школе: " << status->facts
               << ", из них\n";
    for (const auto& [name, count] : kinds) around.out << "  " << name << ": " << count << "\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
