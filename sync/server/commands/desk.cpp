#include "sync/server/commands/desk.hpp"

#include <charconv>

namespace zvonok::sync::server::commands {

Checked<SystemClock> clock_of(const Common& common) {
    if (common.clock_offset.count() != 0 && !std::filesystem::exists(DataFolder{common.data}.demo_mark()))
        return refuse(Reason::bad_config, "--clock-offset outside a demo",
                      "--clock-offset разрешён только серверу, заведённому с --demo.");
    return SystemClock{common.clock_offset};
}

tl::unexpected<config::Refusal> refuse_fault(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::busy:
            return refuse(Reason::disk, fault, "Данные заняты или успели измениться. Повторите команду.");
        case FaultKind::full:
            return refuse(Reason::disk, fault, "На диске не осталось места.");
        case FaultKind::missing:
            return refuse(Reason::unreadable, fault, "Такого нет: проверьте имя.");
        case FaultKind::offline:
            return refuse(Reason::disk, fault, "Работающий сервер не отвечает на команды.");
        case FaultKind::corrupt:
            return refuse(Reason::disk, fault, "Данные сервера повреждены. Восстановите их из копии.");
        case FaultKind::refused:
        case FaultKind::bug:
            break;
    }
    return refuse(Reason::disk, fault, "Сервер не выполнил команду: " + fault.what + ".");
}

Checked<Bytes> read(const path& file) {
    constexpr std::size_t limit_bytes = 16 * 1024 * 1024;
    auto content = read_file(file, limit_bytes);
    if (!content) return refuse(Reason::unreadable, content.error(), "Файл не читается: " + file.string());
    return std::move(*content);
}

Checked<LocalDay> parse_day(const std::string& text) {
    int parts[3] = {};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    bool good = text.size() == 10 && text[4] == '-' && text[7] == '-';
    for (int i = 0; good && i < 3; ++i) {
        const auto [stop, error] = std::from_chars(at, i == 2 ? end : text.data() + (i == 0 ? 4 : 7), parts[i]);
        good = error == std::errc{} && parts[i] > 0;
        at = stop + (i == 2 ? 0 : 1);
    }
    const std::chrono::year_month_day day{std::chrono::year{parts[0]},
                                          std::chrono::month{static_cast<unsigned>(parts[1])},
                                          std::chrono::day{static_cast<unsigned>(parts[2])}};
    if (!good || !day.ok())
        return refuse(Reason::bad_config, "not a date: " + text, "Это не дата: " + text + ". Нужно так: 2026-09-01.");
    return LocalDay{day};
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string day_text(LocalDay day) {
    const std::chrono::year_month_day date{day};
    return two_digits(static_cast<unsigned>(date.day())) + "." + two_digits(static_cast<unsigned>(date.month())) + "." +
           std::to_string(static_cast<int>(date.year()));
}

std::string time_text(const Zone& zone, Instant at) {
    const LocalTime local = zone.to_local(at);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minutes = std::chrono::floor<std::chrono::minutes>(local - day).count();
    return day_text(day) + " " + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

Checked<std::unique_ptr<Desk>> Desk::open(const Common& common, Log& log) {
    const auto clock = clock_of(common);
    if (!clock) return tl::unexpected(clock.error());
    const DataFolder folder{common.data};
    if (!is_made(folder))
        return refuse(Reason::unreadable, "no server's data folder",
                      "В папке " + common.data.string() + " нет данных сервера. Их заводит zvonok-server init.");
    std::unique_ptr<Desk> desk{new Desk(*clock)};
    auto lock = take_lock(folder);
    if (lock) {
        auto keys = load_keys(folder);
        if (!keys) return tl::unexpected(keys.error());
        auto core = open_core(common, std::move(*keys), desk->clock_, log);
        if (!core) return tl::unexpected(core.error());
        desk->lock_ = std::move(*lock);
        desk->admin_ = std::make_unique<Admin>(local_channel(std::move(*core)));
    } else if (lock.error().kind == FaultKind::busy) {
        auto channel = socket_channel(folder);
        if (!channel) return refuse_fault(channel.error());
        desk->admin_ = std::make_unique<Admin>(std::move(*channel));
    } else {
        return refuse_fault(lock.error());
    }
    const auto schools = desk->admin_->schools();
    if (!schools) return refuse_fault(schools.error());
    if (common.school.empty()) {
        if (schools->size() != 1)
            return refuse(Reason::bad_config, "no single school",
                          "На сервере не одна школа: укажите --school." + desk->list_of(*schools));
        desk->school_ = schools->front();
    } else {
        const auto id = SchoolId::from_hex_text(common.school);
        if (!id || std::ranges::find(*schools, *id) == schools->end())
            return refuse(Reason::bad_config, "no such school", "Такой школы на сервере нет: " + common.school);
        desk->school_ = *id;
    }
    return desk;
}

std::string Desk::list_of(const std::vector<SchoolId>& schools) {
    std::string text;
    for (const SchoolId& each : schools) {
        school_ = each;
        text += "\n  " + each.hex();
        const auto book = facts();
        if (!book) continue;
        for (const auto& [version, fact] : (*book)->facts())
            if (const auto* known = std::get_if<domain::School>(&fact.value)) text += "  " + known->name;
    }
    return text;
}

Checked<Zone> Desk::zone_of(const domain::FactBook& book) const {
    std::string zone_name = "UTC";
    for (const auto& [version, fact] : book.facts())
        if (const auto* school = std::get_if<domain::School>(&fact.value)) zone_name = school->zone;
    const auto zone = Zone::find(zone_name);
    if (!zone) return refuse_fault(zone.error());
    return *zone;
}

Checked<LocalDay> Desk::day_of(const std::string& text, const domain::FactBook& book) const {
    if (!text.empty()) return parse_day(text);
    const auto zone = zone_of(book);
    if (!zone) return tl::unexpected(zone.error());
    return zone->day_of(now());
}

Checked<std::shared_ptr<const domain::FactBook>> Desk::facts() {
    auto book = admin_->facts(school_);
    if (!book) return refuse_fault(book.error());
    return std::move(*book);
}

Checked<domain::FactVersion> Desk::record(domain::FactVersion expected, const std::vector<domain::Fact>& facts) {
    const auto version = admin_->record(school_, expected, facts);
    if (!version) return refuse_fault(version.error());
    return *version;
}

}  // namespace zvonok::sync::server::commands
