#include "station/crypto/random.hpp"
#include "sync/server/commands/desk.hpp"
#include "sync/server/postgres_store.hpp"
#include "sync/server/schema.hpp"
#include "sync/server/sqlite_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

namespace zvonok::sync::server::commands {

namespace {

/// An empty file that only its owner reads, which nobody has made before.
Checked<UniqueFd> new_file(const path& file) {
    UniqueFd made{::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (made.valid()) return made;
    const int why = errno;
    const Fault fault{FaultKind::refused, "the copy's file cannot be made", why, {}};
    std::error_code ignored;
    if (why == EEXIST && std::filesystem::is_directory(file, ignored))
        return refuse(Reason::disk, fault,
                      "Это папка, а нужен новый файл: " + file.string() + ". Назовите файл в ней, " +
                          (file / "copy.db").string() + ".");
    if (why == EEXIST)
        return refuse(Reason::disk, fault,
                      "Файл уже есть и не перезаписан: " + file.string() + ". Назовите новый файл.");
    if (why == ENOENT)
        return refuse(Reason::disk, fault,
                      "Папки для копии нет: " + file.parent_path().string() + ". Создайте её или назовите другую.");
    if (why == EACCES || why == EPERM || why == EROFS)
        return refuse(Reason::disk, fault, "В эту папку нельзя писать, файл не создан: " + file.string() + ".");
    return refuse(Reason::disk, fault, "Файл не создаётся: " + file.string() + ".");
}

/// What is committed now, while others read and write.
Result<void> write_copy(sqlite::Database& database, const path& to, const UniqueFd& file) {
    auto vacuum = database.prepare("VACUUM INTO ?");
    if (!vacuum) return tl::unexpected(vacuum.error());
    if (auto copied = vacuum->run(to.string()); !copied) return copied;
    // SQLite leaves the flush to the system.
    if (::fsync(file.get()) != 0) return fail(FaultKind::full, "the copy cannot be flushed", errno);
    return {};
}

Checked<void> copy_database(const path& from, const path& to) {
    auto database = sqlite::Database::open(from, {.access = sqlite::Access::read_only});
    if (!database) return refuse(Reason::unreadable, database.error(), "База не читается: " + from.string());
    const auto file = new_file(to);
    if (!file) return tl::unexpected(file.error());
    const auto copied = write_copy(*database, to, *file);
    if (copied) return {};
    std::error_code ignored;
    std::filesystem::remove(to, ignored);
    if (copied.error().kind == FaultKind::corrupt)
        return refuse(Reason::disk, copied.error(), "Файл повреждён: " + from.string() + ".");
    return refuse_database(copied.error());
}

/// Whether the file is a server's log at all: whoever names the wrong one is not to read what SQLite says of it.
Checked<void> check_kind(const path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return refuse(Reason::unreadable, "no such file", "Такого файла нет: " + file.string() + ".");
    const auto foreign = [&](const std::string& english) {
        return refuse(Reason::unreadable, english,
                      "Это не копия журнала «Звонка»: " + file.string() +
                          ". Копию делает zvonok-server backup; журнал станции и другие базы ею не служат.");
    };
    if (!std::filesystem::is_regular_file(file, error)) return foreign("no file");
    constexpr std::string_view head{"SQLite format 3\0", 16};
    std::string begin(head.size(), ' ');
    std::ifstream in{file, std::ios::binary};
    if (!in) return refuse(Reason::unreadable, "no right to read the copy", "Файл не читается: " + file.string() + ".");
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    if (begin != head) return foreign("no SQLite file");
    auto database = sqlite::Database::open(file, {.access = sqlite::Access::read_only});
    if (!database) return refuse(Reason::disk, database.error(), "Копия повреждена: " + file.string() + ".");
    const auto kind = database->integer("PRAGMA application_id");
    if (!kind) return refuse(Reason::disk, kind.error(), "Копия повреждена: " + file.string() + ".");
    if (*kind != file_kind) return foreign("a SQLite file of another kind");
    return {};
}

/// Opens a copy as the server would, so that a broken one is told before it takes anything's place.
Checked<void> check_copy(const path& file, const path& named) {
    auto database = sqlite::Database::open(file, {.access = sqlite::Access::existing});
    if (!database) return refuse(Reason::disk, database.error(), "Копия повреждена: " + named.string() + ".");
    if (const auto sound = database->check(); !sound)
        return refuse(Reason::disk, sound.error(), "Копия повреждена: " + named.string() + ".");
    return {};
}

Checked<std::size_t> renew_epochs(Storage& storage) {
    const auto store = storage.connect();
    if (!store) return refuse_database(store.error());
    const auto schools = (*store)->schools();
    if (!schools) return refuse_database(schools.error());
    for (const SchoolId& school : *schools) {
        auto done = (*store)->begin(school).and_then(
            [&](const Head&) { return (*store)->renew_epoch(school, crypto::random_id<EpochId>()); });
        if (done) done = (*store)->commit();
        if (!done) return refuse_database(done.error());
    }
    return schools->size();
}

void remove_with_log(const path& database) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(database.string() + suffix, ignored);
    }
}

/// The database with its write-ahead log, which holds what was written last.
Checked<void> set_aside(const path& database, const path& to) {
    if (!std::filesystem::exists(database)) return {};
    remove_with_log(to);
    for (const char* suffix : {"-shm", "-wal", ""}) {
        std::error_code error;
        if (!std::filesystem::exists(database.string() + suffix)) continue;
        std::filesystem::rename(database.string() + suffix, to.string() + suffix, error);
        if (error) return refuse(Reason::disk, error.message(), "Прежняя база не откладывается: " + to.string());
    }
    return {};
}

Checked<std::size_t> put_back(const DataFolder& folder, const path& file) {
    const path incoming = folder.database().string() + ".incoming";
    if (auto kind = check_kind(file); !kind) return tl::unexpected(kind.error());
    remove_with_log(incoming);
    if (auto copied = copy_database(file, incoming); !copied) return tl::unexpected(copied.error());
    SqliteStorage storage{incoming};
    auto schools = check_copy(incoming, file).and_then([&] { return renew_epochs(storage); });
    if (schools)
        if (auto aside = set_aside(folder.database(), folder.database().string() + ".before"); !aside)
            schools = tl::unexpected(aside.error());
    std::error_code error;
    if (schools) std::filesystem::rename(incoming, folder.database(), error);
    if (error) return refuse(Reason::disk, error.message(), "База не становится на место.");
    if (!schools) remove_with_log(incoming);
    return schools;
}

}  // namespace

Checked<void> run(const Backup& order, const Surroundings& around) {
    const auto address = database_of(order.common);
    if (!address) return tl::unexpected(address.error());
    if (!address->empty())
        return refuse(Reason::bad_config, "backup of PostgreSQL",
                      "Журнал лежит в PostgreSQL, его копирует pg_dump от имени администратора базы:\n"
                      "pg_dump --format=custom --file=" +
                          order.file.string() + " БАЗА");
    const DataFolder folder{order.common.data};
    if (auto copied = copy_database(folder.database(), order.file); !copied) return copied;
    around.out << "Копия журнала: " << order.file.string() << "\n"
               << "Ключи сервера в неё не входят; их копию храните отдельно: signing.key, station-ca.pem, "
                  "station-ca.key.\n";
    return {};
}

Checked<void> run(const Restore& order, const Surroundings& around) {
    const auto address = database_of(order.common);
    if (!address) return tl::unexpected(address.error());
    if (address->empty() == order.file.empty())
        return refuse(Reason::bad_config, "a file goes with SQLite and only with it",
                      address->empty() ? "Назовите файл копии."
                                       : "Базу PostgreSQL возвращает pg_restore; после него эта команда — без файла.");
    const DataFolder folder{order.common.data};
    const auto lock = hold(folder);
    if (!lock) return tl::unexpected(lock.error());
    PostgresStorage postgres{*address};
    const auto schools = address->empty() ? put_back(folder, order.file) : renew_epochs(postgres);
    if (!schools) return tl::unexpected(schools.error());
    around.out << "Журнал возвращён, школ: " << *schools << ". Станции дошлют то, чего в копии не было.\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
