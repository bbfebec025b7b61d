#include "station/crypto/digest.hpp"
#include "station/domain/policy_words.hpp"
#include "sync/server/commands/desk.hpp"

#include <charconv>

/// Orders, closed accounts and roles: what IT and the office do where no desk of theirs is at hand.
namespace zvonok::sync::server::commands {

namespace {

using domain::BlockReason;
using domain::Fact;
using domain::OrderKind;
using domain::Role;

/// A word of the command line, and what it stands for in Russian.
template <class Value>
struct Word {
    std::string_view word;
    Value value;
    std::string_view means;
};

constexpr Word<OrderKind> order_kinds[] = {{"other", OrderKind::other, "любой другой"},
                                           {"movement", OrderKind::movement, "движение учеников"},
                                           {"period_end", OrderKind::period_end, "окончание учебного периода"},
                                           {"paper_record", OrderKind::paper_record, "ведение журнала на бумаге"},
                                           {"appointment", OrderKind::appointment, "назначение ответственных"},
                                           {"dismissal", OrderKind::dismissal, "увольнение"},
                                           {"hiring", OrderKind::hiring, "приём на работу"}};

constexpr Word<BlockReason> block_reasons[] = {
    {"compromised", BlockReason::compromised, "пароль или карта могли попасть к чужим"},
    {"consent_withdrawn", BlockReason::consent_withdrawn, "отозвано согласие на обработку данных"},
    {"other", BlockReason::other, "другое"}};

template <class Value, std::size_t count>
std::string listed(const Word<Value> (&words)[count]) {
    std::string text;
    for (const Word<Value>& each : words) text += "\n  " + std::string(each.word) + " — " + std::string(each.means);
    return text;
}

template <class Value, std::size_t count>
Checked<Value> parse_word(const Word<Value> (&words)[count], const std::string& text, const char* option) {
    for (const Word<Value>& each : words)
        if (each.word == text) return each.value;
    return refuse(Reason::bad_config, "unknown word: " + text,
                  std::string(option) + ": слова «" + text + "» нет. Есть:" + listed(words));
}

/// A school's facts with a calendar to read them by.
struct Office {
    std::unique_ptr<Desk> desk;
    std::shared_ptr<const domain::FactBook> book;
    Zone zone;

    static Checked<Office> open(const Common& common, Log& log) {
        auto desk = Desk::open(common, log);
        if (!desk) return tl::unexpected(desk.error());
        auto book = (*desk)->facts();
        if (!book) return tl::unexpected(book.error());
        const auto zone = (*desk)->zone_of(**book);
        if (!zone) return tl::unexpected(zone.error());
        return Office{std::move(*desk), std::move(*book), *zone};
    }
    [[nodiscard]] LocalDay today() const { return zone.day_of(desk->now()); }

    /// "2026-10-14T12:00" by the school's clock, or now.   bad_config
    [[nodiscard]] Checked<Instant> instant_of(const std::string& text) const {
        if (text.empty()) return desk->now();
        int hours = -1, minutes = -1;
        const bool shaped = text.size() == 16 && text[10] == 'T' && text[13] == ':';
        if (shaped) {
            const auto read = [&](std::size_t at, int& to) {
                const char* const end = text.data() + at + 2;
                return std::from_chars(text.data() + at, end, to).ptr == end;
            };
            if (!read(11, hours) || !read(14, minutes)) hours = -1;
        }
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
            return refuse(Reason::bad_config, "not a time: " + text,
                          "Это не время: " + text + ". Нужно так: 2026-10-14T12:00.");
        const auto day = parse_day(text.substr(0, 10));
        if (!day) return tl::unexpected(day.error());
        return zone.to_instant(LocalTime{*day} + std::chrono::hours{hours} + std::chrono::minutes{minutes});
    }

    /// By login, or by the 32 digits of the id.   bad_config: nobody
    [[nodiscard]] Checked<PersonId> person(const std::string& text) const {
        if (const auto found = book->staff_by_login(text, today())) return *found;
        if (const auto id = PersonId::from_hex_text(text); id && book->person(*id, today()) != nullptr) return *id;
        return refuse(Reason::bad_config, "no such person",
                      "Такого человека в школе нет: " + text + ". Нужно учётное имя сотрудника или номер.");
    }

    /// The order with that number registered last.
    [[nodiscard]] OrderId order(const std::string& number) const {
        OrderId found;
        for (const auto& [version, fact] : book->facts())
            if (const auto* order = std::get_if<domain::Order>(&fact.value);
                order != nullptr && order->number == number && !fact.withdrawn)
                found = id_as<OrderId>(fact.entity);
        return found;
    }
    [[nodiscard]] Fact order_fact(const domain::Order& order) const {
        const std::uint8_t kind[] = {static_cast<std::uint8_t>(order.kind)};
        const std::string date = std::to_string(order.date.time_since_epoch().count());
        const auto entity = crypto::derived_id<EntityId>(
            "zvonok order", {desk->school().view(), kind, as_bytes(date), as_bytes(order.number)});
        return {entity, order.date, std::nullopt, false, "order:" + order.number, order};
    }
    [[nodiscard]] Fact block_fact(PersonId person, Instant since, BlockReason reason, OrderId order) const {
        const std::string at = std::to_string(since.time_since_epoch().count());
        const auto entity =
            crypto::derived_id<EntityId>("zvonok account block", {desk->school().view(), person.view(), as_bytes(at)});
        return {
            entity, zone.day_of(since), std::nullopt, false, {}, domain::AccountBlock{person, since, reason, order}};
    }
    Checked<void> record(const std::vector<Fact>& facts) {
        const auto version = desk->record(book->version(), facts);
        if (!version) return tl::unexpected(version.error());
        return {};
    }
};

Checked<GroupId> class_by_name(const Office& office, const std::string& name, LocalDay day) {
    if (name.empty()) return GroupId{};
    for (const GroupId id : office.book->classes(day))
        if (office.book->group(id, day)->name == name) return id;
    return refuse(Reason::bad_config, "no such class", "Класса «" + name + "» в школе нет.");
}

Checked<Role> parse_role(const std::string& text) {
    for (const auto& [word, role] : domain::words<Role>)
        if (word == text && role != Role::server && role != Role::pupil && role != Role::parent) return role;
    return refuse(Reason::bad_config, "unknown role: " + text,
                  "Такой роли нет: " + text +
                      ". Роли: director, deputy, class_teacher, teacher, secretary, "
                      "head_of_studies, dispatcher, personnel, methodologist, facilities_manager, administrator, "
                      "system_administrator, external_reader.");
}

struct Grant {
    domain::RoleGrant value;
    LocalDay from;
    EntityId entity;
};
Checked<Grant> grant_of(const Office& office, const RoleOrder& order) {
    const auto person = office.person(order.person);
    if (!person) return tl::unexpected(person.error());
    const auto role = parse_role(order.role);
    if (!role) return tl::unexpected(role.error());
    const auto from = office.desk->day_of(order.from, *office.book);
    if (!from) return tl::unexpected(from.error());
    const auto scope = class_by_name(office, order.school_class, *from);
    if (!scope) return tl::unexpected(scope.error());
    if ((*role == Role::class_teacher) == scope->empty())
        return refuse(Reason::bad_config, "a scope that does not fit the role",
                      "Класс указывают у классного руководителя, и только у него: --class 7Б.");
    const std::uint8_t number[] = {static_cast<std::uint8_t>(*role)};
    return Grant{{*person, *role, *scope},
                 *from,
                 crypto::derived_id<EntityId>("zvonok role",
                                              {office.desk->school().view(), person->view(), number, scope->view()})};
}

}  // namespace

std::string order_kinds_text() {
    return listed(order_kinds);
}

std::string block_reasons_text() {
    return listed(block_reasons);
}

Checked<void> run(const OrderAdd& order, const Surroundings& around) {
    const auto kind = parse_word(order_kinds, order.kind, "--kind");
    if (!kind) return tl::unexpected(kind.error());
    auto office = Office::open(order.common, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto date = office->desk->day_of(order.date, *office->book);
    if (!date) return tl::unexpected(date.error());
    domain::Order registered{*kind, order.number, *date, order.subject, {}, {}, {}};
    for (const auto& [text, day] : {std::pair{&order.first, &registered.first}, {&order.last, &registered.last}}) {
        if (text->empty()) continue;
        const auto parsed = parse_day(*text);
        if (!parsed) return tl::unexpected(parsed.error());
        *day = *parsed;
    }
    const Fact fact = office->order_fact(registered);
    if (auto done = office->record({fact}); !done) return done;
    around.out << "order = " << fact.entity.hex() << "\n";
    return {};
}

Checked<void> run(const Dismiss& order, const Surroundings& around) {
    auto office = Office::open(order.common, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto person = office->person(order.person);
    if (!person) return tl::unexpected(person.error());
    const auto since = office->instant_of(order.at);
    if (!since) return tl::unexpected(since.error());
    std::vector<Fact> facts;
    OrderId upon = office->order(order.order);
    if (upon.empty()) {
        facts.push_back(office->order_fact(
            {OrderKind::dismissal, order.order, office->zone.day_of(*since), "об увольнении", {}, {}, {}}));
        upon = id_as<OrderId>(facts.back().entity);
    }
    facts.push_back(office->block_fact(*person, *since, BlockReason::dismissed, upon));
    if (auto done = office->record(facts); !done) return done;
    around.out << "Учётная запись закрыта приказом " << order.order << ".\n";
    return {};
}

Checked<void> run(const Block& order, const Surroundings& around) {
    const auto reason = parse_word(block_reasons, order.reason, "--reason");
    if (!reason) return tl::unexpected(reason.error());
    auto office = Office::open(order.common, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto person = office->person(order.person);
    if (!person) return tl::unexpected(person.error());
    const auto since = office->instant_of(order.at);
    if (!since) return tl::unexpected(since.error());
    if (auto done = office->record({office->block_fact(*person, *since, *reason, {})}); !done) return done;
    around.out << "Учётная запись закрыта.\n";
    return {};
}

Checked<void> run(const Unblock& order, const Surroundings& around) {
    auto office = Office::open(order.common, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto person = office->person(order.person);
    if (!person) return tl::unexpected(person.error());
    const LocalDay today = office->today();
    // Withdrawn from today: what was closed on earlier days stays so for what was written then.
    std::map<EntityId, Fact> closed;
    for (const auto& [version, fact] : office->book->facts())
        if (const auto* block = std::get_if<domain::AccountBlock>(&fact.value);
            block != nullptr && block->person == *person) {
            if (fact.withdrawn)
                closed.erase(fact.entity);
            else
                closed.insert_or_assign(fact.entity, fact);
        }
    std::vector<Fact> facts;
    for (auto& [entity, fact] : closed) {
        fact.withdrawn = true;
        fact.from = std::max(fact.from, today);
        facts.push_back(std::move(fact));
    }
    if (auto done = office->record(facts); !done) return done;
    around.out << (facts.empty() ? "Учётная запись и не была закрыта.\n" : "Учётная запись снова открыта.\n");
    return {};
}

Checked<void> run(const RoleGrant& order, const Surroundings& around) {
    auto office = Office::open(order.common, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto grant = grant_of(*office, order);
    if (!grant) return tl::unexpected(grant.error());
    std::optional<LocalDay> until;
    if (!order.until.empty()) {
        const auto last = parse_day(order.until);
        if (!last) return tl::unexpected(last.error());
        until = *last + std::chrono::days{1};
    }
    if (auto done = office->record({{grant->entity, grant->from, until, false, {}, grant->value}}); !done) return done;
    around.out << "Роль дана.\n";
    return {};
}

Checked<void> run(const RoleRevoke& order, const Surroundings& around) {
    auto office = Office::open(order.common, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto grant = grant_of(*office, order);
    if (!grant) return tl::unexpected(grant.error());
    // An import may have given the same role under a name of its own.
    std::vector<Fact> facts;
    std::set<EntityId> seen;
    for (const auto& [version, fact] : office->book->facts())
        if (const auto* value = std::get_if<domain::RoleGrant>(&fact.value);
            value != nullptr && *value == grant->value && seen.insert(fact.entity).second)
            facts.push_back({fact.entity, grant->from, std::nullopt, true, fact.source, *value});
    if (!office->book->has_role(grant->value.person, grant->value.role, grant->from, grant->value.scope))
        return refuse(Reason::bad_config, "no such grant", "Такой роли у этого человека нет.");
    if (auto done = office->record(facts); !done) return done;
    around.out << "Роль снята.\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
