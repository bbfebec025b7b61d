#include "station/crypto/digest.hpp"
#include "station/domain/control.hpp"
#include "station/domain/register_book.hpp"
#include "station/entry/sealed_fields.hpp"
#include "sync/server/commands/desk.hpp"

#include <algorithm>

/// The school's registers on the terminal: what there is, what is missing, one record put in.
namespace zvonok::sync::server::commands {

namespace {

using namespace domain;

Checked<const RegisterSpec*> register_named(const std::string& name) {
    if (const RegisterSpec* spec = find_register(name)) return spec;
    std::string known;
    for (const RegisterSpec& spec : registers()) known += (known.empty() ? "" : ", ") + std::string(spec.name);
    return refuse(Reason::bad_config, "no such register: " + name, "Такого реестра нет. Есть: " + known + ".");
}

/// The school's facts as of a day.
struct Cabinet {
    std::unique_ptr<Desk> desk;
    std::shared_ptr<const FactBook> book;
    LocalDay day;

    static Checked<Cabinet> open(const Common& common, const std::string& from, Log& log) {
        auto desk = Desk::open(common, log);
        if (!desk) return tl::unexpected(desk.error());
        auto book = (*desk)->facts();
        if (!book) return tl::unexpected(book.error());
        const auto day = (*desk)->day_of(from, **book);
        if (!day) return tl::unexpected(day.error());
        return Cabinet{std::move(*desk), std::move(*book), *day};
    }

    /// Whom or what a record is about, in words.
    [[nodiscard]] std::string name_of(EntityId subject) const {
        if (subject.empty()) return "школа";
        if (const Person* person = book->person(id_as<PersonId>(subject), day))
            return person->family + (person->given.empty() ? "" : " " + person->given);
        if (const Group* group = book->group(id_as<GroupId>(subject), day)) return group->name;
        if (const Room* room = book->room(id_as<RoomId>(subject), day))
            return room->name.find("каб") == std::string::npos ? "каб. " + room->name : room->name;
        if (const RegisterRecord* record = book->register_record(subject, day))
            for (const char* field : {"name", "code", "index"})
                if (const auto value = value_of(record->fields, field); !value.empty()) return std::string(value);
        return subject.hex();
    }

    /// By login or name of a person, by name of a class or room, or by the 32 digits of any id.
    [[nodiscard]] Checked<EntityId> subject(const RegisterSpec& spec, const std::string& text) const {
        if (spec.of == RegisterOf::school && text.empty()) return EntityId{};
        if (const auto id = EntityId::from_hex_text(text)) return *id;
        std::vector<EntityId> found;
        if (spec.of == RegisterOf::staff)
            if (const auto person = book->staff_by_login(text, day)) return entity_of(*person);
        for (const auto& [version, fact] : book->facts()) {
            const EntityId id = fact.entity;
            const bool is_person = std::holds_alternative<Person>(fact.value) &&
                                   (spec.of == RegisterOf::staff || spec.of == RegisterOf::pupil);
            const bool is_group = std::holds_alternative<Group>(fact.value) && spec.of == RegisterOf::group;
            const bool is_room = std::holds_alternative<Room>(fact.value) && spec.of == RegisterOf::room;
            if (!is_person && !is_group && !is_room) continue;
            if (is_person && !is_of_kind(spec, id)) continue;
            const Room* room = is_room ? book->room(id_as<RoomId>(id), day) : nullptr;
            const bool fits = room != nullptr ? room->name == text : name_of(id) == text;
            if (fits && std::ranges::find(found, id) == found.end()) found.push_back(id);
        }
        if (found.size() == 1) return found.front();
        return refuse(Reason::bad_config, "no or several subjects",
                      (found.empty() ? "Не найдено: «" : "Подходит несколько: «") + text +
                          "». Укажите номер, 32 шестнадцатеричные цифры.");
    }

  private:
    [[nodiscard]] bool is_of_kind(const RegisterSpec& spec, EntityId id) const {
        const Person* person = book->person(id_as<PersonId>(id), day);
        return person != nullptr &&
               person->kind == (spec.of == RegisterOf::staff ? PersonKind::staff : PersonKind::pupil);
    }
};

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string titles(const RegisterSpec& spec, const std::vector<std::string>& names) {
    std::vector<std::string> words;
    for (const std::string& name : names) {
        const FieldSpec* field = spec.field(name);
        words.push_back(field == nullptr ? name : std::string(field->title));
    }
    return joined(words);
}

/// How a value of the field is written.
std::string form_of(const FieldSpec& field) {
    switch (field.type) {
        case FieldType::text:
            return "текст не длиннее 500 русских букв";
        case FieldType::number:
            return "целое число";
        case FieldType::date:
            return "дата, 2026-09-01";
        case FieldType::yes_no:
            return "да или нет";
        case FieldType::choice: {
            std::string choices{field.of};
            for (std::size_t bar = 0; (bar = choices.find('|', bar)) != std::string::npos;)
                choices.replace(bar, 1, ", ");
            return "одно из: " + choices;
        }
        case FieldType::person:
        case FieldType::record:
            return "номер, 32 шестнадцатеричные цифры";
        case FieldType::inn:
            return "10 цифр у организации, 12 у человека; последние — контрольные, при опечатке они не сходятся";
    }
    return {};
}

/// "name=value" pairs.
Checked<std::vector<RegisterField>> fields_of(const RegisterSpec& spec, const std::vector<std::string>& words) {
    std::vector<RegisterField> fields;
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos)
            return refuse(Reason::bad_config, "a field without a value",
                          "Поля пишутся как ИМЯ=ЗНАЧЕНИЕ, а здесь «" + word + "».");
        fields.push_back({word.substr(0, equals), word.substr(equals + 1)});
    }
    std::vector<RegisterField> written = fields;
    std::erase_if(written, [&](const RegisterField& field) { return field.value.empty() && spec.field(field.name); });
    const auto faulty = faulty_field(spec, written);
    if (!faulty) return fields;
    const FieldSpec* known = spec.field(faulty->name);
    std::string help;
    if (known == nullptr) {
        for (const FieldSpec& field : spec.fields)
            help += "\n  " + std::string(field.name) + ": " + std::string(field.title) +
                    (field.type == FieldType::text ? "" : " (" + form_of(field) + ")");
        return refuse(Reason::bad_config, "no such field: " + faulty->name,
                      "Поля «" + faulty->name + "» в этом реестре нет. Есть:" + help);
    }
    const auto is_it = [&](const RegisterField& field) { return field.name == faulty->name; };
    if (std::ranges::count_if(written, is_it) > 1)
        return refuse(Reason::bad_config, "a field twice: " + faulty->name,
                      "Поле «" + faulty->name + "» (" + std::string(known->title) + ") названо дважды.");
    return refuse(Reason::bad_config, "a value that does not fit: " + faulty->name,
                  "Значение поля «" + faulty->name + "» (" + std::string(known->title) + ") записано не по форме: «" +
                      faulty->value + "». Нужно: " + form_of(*known) + ".");
}

/// What the record said before, with the fields of now in their places; an empty value takes one out.
std::vector<RegisterField> over(std::vector<RegisterField> before, std::vector<RegisterField> now) {
    for (RegisterField& field : now) {
        std::erase_if(before, [&](const RegisterField& old) { return old.name == field.name; });
        if (!field.value.empty()) before.push_back(std::move(field));
    }
    return before;
}

OrderId order_by_number(const FactBook& book, const std::string& number) {
    OrderId found;
    for (const auto& [version, fact] : book.facts())
        if (const auto* order = std::get_if<Order>(&fact.value);
            order != nullptr && order->number == number && !fact.withdrawn)
            found = id_as<OrderId>(fact.entity);
    return found;
}

}  // namespace

Checked<void> run(const RegisterList& order, const Surroundings& around) {
    const auto office = Cabinet::open(order.common, order.from, around.log);
    if (!office) return tl::unexpected(office.error());
    for (const RegisterSpec& spec : registers()) {
        const auto gaps = register_gaps(*office->book, spec, office->day);
        around.out << spec.name << ": " << spec.title
                   << ". Записей: " << office->book->records(spec.name, office->day).size()
                   << ", пробелов: " << gaps.size() << "\n";
    }
    return {};
}

Checked<void> run(const RegisterShow& order, const Surroundings& around) {
    const auto office = Cabinet::open(order.common, order.from, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto spec = register_named(order.name);
    if (!spec) return tl::unexpected(spec.error());
    // Whoever commands here holds the server's folder, and its key.
    const auto keys = load_keys(DataFolder{order.common.data});
    if (!keys) return tl::unexpected(keys.error());
    const auto records = office->book->records((*spec)->name, office->day);
    for (const auto& record : records) {
        const auto open = entry::open_fields(*record.is, record.id, keys->signing);
        if (!open) return refuse_fault(open.error());
        around.out << record.id.hex() << " " << office->name_of(record->subject) << "\n";
        for (const RegisterField& field : open->fields) {
            const FieldSpec* known = (*spec)->field(field.name);
            const auto id = EntityId::from_hex_text(field.value);
            const bool refers =
                known != nullptr && id && (known->type == FieldType::person || known->type == FieldType::record);
            around.out << "  " << (known == nullptr ? std::string_view{field.name} : known->title) << ": "
                       << (refers ? office->name_of(*id) : field.value) << "\n";
        }
    }
    around.out << "Всего: " << records.size() << "\n";
    return {};
}

Checked<void> run(const RegisterGaps& order, const Surroundings& around) {
    const auto office = Cabinet::open(order.common, order.from, around.log);
    if (!office) return tl::unexpected(office.error());
    if (!order.name.empty())
        if (const auto spec = register_named(order.name); !spec) return tl::unexpected(spec.error());
    std::size_t count = 0;
    for (const RegisterSpec& spec : registers()) {
        if (!order.name.empty() && spec.name != order.name) continue;
        for (const RegisterGap& gap : register_gaps(*office->book, spec, office->day)) {
            around.out << spec.title << ": " << office->name_of(gap.subject) << ": "
                       << (gap.record.empty() ? "нет записи" : "не заполнено: " + titles(spec, gap.lacking)) << "\n";
            ++count;
        }
    }
    around.out << "Всего: " << count << "\n";
    return {};
}

Checked<void> run(const RegisterPut& order, const Surroundings& around) {
    const auto office = Cabinet::open(order.common, order.from, around.log);
    if (!office) return tl::unexpected(office.error());
    const auto found = register_named(order.name);
    if (!found) return tl::unexpected(found.error());
    const RegisterSpec& spec = **found;
    const auto subject = office->subject(spec, order.about);
    if (!subject) return tl::unexpected(subject.error());
    auto fields = fields_of(spec, order.fields);
    if (!fields) return tl::unexpected(fields.error());
    RegisterRecord record{std::string(spec.name), *subject, order_by_number(*office->book, order.order),
                          std::move(*fields)};
    if ((spec.order || !order.order.empty()) && record.order.empty())
        return refuse(Reason::bad_config, "no such order",
                      "Этой записи нужен приказ: --order НОМЕР, внесённый раньше.");

    EntityId entity;
    const auto there = office->book->records_about(spec.name, *subject, office->day);
    if (!order.record.empty()) {
        const auto id = EntityId::from_hex_text(order.record);
        if (!id || office->book->register_record(*id, office->day) == nullptr)
            return refuse(Reason::bad_config, "no such record", "Записи с номером " + order.record + " нет.");
        entity = *id;
    } else if (const auto all = subject->empty() ? office->book->records(spec.name, office->day) : there;
               spec.single && !all.empty()) {
        entity = all.front().id;
    } else {
        const std::string number = std::to_string(office->book->version());
        entity = crypto::derived_id<EntityId>(
            "zvonok register record",
            {office->desk->school().view(), as_bytes(spec.name), subject->view(), as_bytes(number)});
    }
    if (const RegisterRecord* before = office->book->register_record(entity, office->day)) {
        const auto keys = load_keys(DataFolder{order.common.data});
        if (!keys) return tl::unexpected(keys.error());
        auto open = entry::open_fields(*before, entity, keys->signing);
        if (!open) return refuse_fault(open.error());
        record.fields = over(std::move(open->fields), std::move(record.fields));
        if (record.order.empty()) record.order = before->order;
    }
    const auto lacking = lacking_fields(spec, record.fields);
    const auto version = office->desk->record(office->book->version(),
                                              {{entity, office->day, std::nullopt, false, "", std::move(record)}});
    if (!version) return tl::unexpected(version.error());
    around.out << "Записано: " << entity.hex() << "\n";
    if (!lacking.empty()) around.out << "Ещё не заполнено: " << titles(spec, lacking) << "\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
