#include "sync/server/commands/desk.hpp"
#include "sync/server/postgres_store.hpp"
#include "sync/server/sqlite_store.hpp"

#include <cstdlib>

namespace zvonok::sync::server::commands {

namespace {

Checked<std::string> named_address(const Common& common) {
    if (!common.database.empty()) {
        const auto has_password = postgres::Connection::has_password(common.database);
        if (!has_password)
            return refuse(Reason::bad_config, has_password.error(),
                          "--database: нужно так: postgresql://zvonok@сервер/zvonok.");
        if (*has_password)
            return refuse(Reason::bad_config, "a password in the argument list",
                          "--database: пароль в командной строке виден всем. Уберите его в файл паролей (PGPASSFILE).");
        return common.database;
    }
    if (const char* given = std::getenv("ZVONOK_DATABASE"); given != nullptr && *given != 0) return std::string(given);
    const DataFolder folder{common.data};
    if (!std::filesystem::exists(folder.database_address())) return std::string{};
    const auto noted = read(folder.database_address());
    if (!noted) return tl::unexpected(noted.error());
    const std::string_view text = as_text(*noted);
    return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

Checked<std::string> database_of(const Common& common) {
    auto address = named_address(common);
    if (address && !address->empty() && std::filesystem::exists(DataFolder{common.data}.database()))
        return refuse(Reason::bad_config, "a folder with SQLite, and PostgreSQL asked for",
                      "В папке " + common.data.string() + " уже есть своя база. Для PostgreSQL заведите другую папку.");
    return address;
}

tl::unexpected<config::Refusal> refuse_database(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::offline:
            return refuse(Reason::disk, fault, "База данных не отвечает: проверьте её адрес и работает ли PostgreSQL.");
        case FaultKind::missing:
            return refuse(Reason::disk, fault, "Такой базы данных или такого пользователя у PostgreSQL нет.");
        case FaultKind::busy:
            return refuse(Reason::disk, fault, "База данных занята. Повторите команду.");
        case FaultKind::full:
            return refuse(Reason::disk, fault, "У базы данных не осталось места.");
        case FaultKind::corrupt:
            return refuse(Reason::disk, fault, "База данных повреждена. Восстановите её из копии.");
        case FaultKind::refused:
        case FaultKind::bug:
            break;
    }
    return refuse(Reason::disk, fault, "База данных не подходит: " + fault.what + ".");
}

Checked<std::unique_ptr<Core>> open_core(const Common& common, Keys keys, const Clock& clock, Log& log) {
    const DataFolder folder{common.data};
    const auto address = database_of(common);
    if (!address) return tl::unexpected(address.error());
    std::unique_ptr<Storage> storage;
    if (address->empty())
        storage = std::make_unique<SqliteStorage>(folder.database());
    else
        storage = std::make_unique<PostgresStorage>(*address);
    auto core = Core::open(folder, std::move(storage), std::move(keys), clock, log);
    if (!core) return refuse_database(core.error());
    return std::move(*core);
}

Checked<UniqueFd> hold(const DataFolder& folder) {
    auto lock = take_lock(folder);
    if (lock) return std::move(*lock);
    if (lock.error().kind != FaultKind::busy) return refuse_fault(lock.error());
    return refuse(Reason::disk, lock.error(),
                  "С папкой " + folder.path.string() +
                      " уже работает другой процесс: остановите его. Если нужен второй сервер, дайте ему свою "
                      "папку и общую базу PostgreSQL.");
}

}  // namespace zvonok::sync::server::commands
