#include "station/domain/registers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace zvonok::domain {

namespace {

using enum Role;
using enum FieldType;

constexpr RoleSet keepers{secretary, head_of_studies, administrator};
constexpr RoleSet leaders{director, deputy, administrator};

// ---- the school ----------------------------------------------------------------------------------------------------

constexpr FieldSpec school_card[] = {
    {"full_name", "полное название", text, true},
    {"short_name", "краткое название", text, true},
    {"founder", "учредитель", text, true},
    {"address", "адрес", text, true},
    {"phone", "телефон", text, true},
    {"email", "электронная почта", text, true},
    {"site", "сайт"},
    {"inn", "ИНН", inn, true},
    {"ogrn", "ОГРН", text, true},
    {"licence", "лицензия", text, true},
    {"accreditation", "аккредитация"},
    {"director", "директор", person, true},
};
constexpr FieldSpec appointment[] = {
    {"duty", "обязанность", choice, true, "ответственный за ЭЖ|администратор ЭЖ|рабочая группа|ответственный за ПДн"},
    {"phone", "телефон"},
    {"email", "электронная почта"},
    {"room", "где найти"},
};
constexpr FieldSpec room[] = {
    {"purpose", "назначение", choice, true,
     "кабинет|лекционный зал|лаборатория|мастерская|спортзал|компьютерный класс|"
     "библиотека|служебное"},
    {"area", "площадь, м²", number},
    {"workplaces", "рабочих мест с компьютером", number},
    {"equipment", "оснащение", text, true},
    {"keeper", "ответственный", person},
};
constexpr FieldSpec works[] = {
    {"task", "что сделать", text, true},
    {"term", "срок", date, true},
    {"result", "что должно получиться", text, true},
    {"responsible", "ответственный", person, true},
    {"status", "состояние", choice, true, "запланировано|в работе|выполнено|отменено"},
    {"plan", "план", choice, false, "введение ЭЖ|работа на год|рабочая группа"},
    {"note", "примечание"},
};
constexpr FieldSpec readiness[] = {
    {"section", "раздел", choice, true,
     "локальные акты|оборудование|защита данных|организация|готовность сотрудников|готовность родителей|хранение"},
    {"ready", "готово", choice, true, "да|частично|нет"},
    {"checked_on", "проверено", date, true},
    {"note", "примечание"},
};
constexpr FieldSpec processors[] = {
    {"powers", "что вправе делать с персональными данными", text, true},
    {"approved_on", "утверждён", date, true},
};

// ---- colleges ------------------------------------------------------------------------------------------------------

constexpr FieldSpec speciality[] = {
    {"code", "код", text, true},
    {"name", "название", text, true},
    {"qualification", "квалификация", text, true},
    {"years", "лет обучения", number},
};
constexpr FieldSpec discipline[] = {
    {"index", "индекс по учебному плану", text, true},
    {"name", "название", text, true},
    {"kind", "вид", choice, true, "дисциплина|профессиональный модуль|МДК|учебная практика|производственная практика"},
    {"module", "профессиональный модуль", record, false, "discipline"},
    {"hours", "часов", number},
    {"assessment_fund", "фонд оценочных средств"},
};
constexpr FieldSpec programme[] = {
    {"name", "название", text, true},
    {"level", "уровень", choice, true,
     "начальное общее|основное общее|среднее общее|среднее профессиональное|"
     "дополнительное"},
    {"speciality", "специальность", record, true, "speciality", "level", "среднее профессиональное"},
    {"years", "лет обучения", number},
};
constexpr FieldSpec programme_of_group[] = {
    {"programme", "образовательная программа", record, true, "programme"},
};

// ---- people --------------------------------------------------------------------------------------------------------

constexpr FieldSpec pupil_card[] = {
    {"born_on", "дата рождения", date, true},
    {"address", "адрес", text, true},
    {"phone", "телефон", text, true},
    {"identity_document", "документ, удостоверяющий личность", text, true},
    {"snils", "СНИЛС"},
    {"medical_policy", "полис ОМС"},
    {"parents_contacts", "как связаться с родителями", text, true},
    {"note", "примечание"},
};
constexpr FieldSpec employee_card[] = {
    {"born_on", "дата рождения", date, true}, {"phone", "телефон", text, true},         {"address", "адрес"},
    {"position", "должность", text, true},    {"education", "образование", text, true},
};
constexpr FieldSpec agreement[] = {
    {"number", "номер", text, true},
    {"signed_on", "подписано", date, true},
};
constexpr FieldSpec military[] = {
    {"state", "воинский учёт", choice, true, "состоит|подлежит постановке|не подлежит"},
    {"office", "военный комиссариат", text, true, {}, "state", "состоит"},
    {"document", "приписное свидетельство или военный билет", text, true, {}, "state", "состоит"},
    {"fitness", "категория годности", choice, true, "А|Б|В|Г|Д", "state", "состоит"},
    {"registered_on", "поставлен на учёт", date},
};
constexpr FieldSpec qualification[] = {
    {"education", "образование", text, true},
    {"speciality", "специальность по диплому", text, true},
    {"category", "категория", choice, true, "высшая|первая|соответствие должности|нет"},
    {"attested_on", "аттестован", date, true, {}, "category", "высшая"},
    {"attested_until", "аттестация действует по", date},
    {"work_since", "работает с", date},
};
constexpr FieldSpec training[] = {
    {"course", "программа", text, true},
    {"hours", "часов", number, true},
    {"finished_on", "окончено", date, true},
    {"document", "документ", text, true},
};
constexpr FieldSpec staff_movement[] = {
    {"kind", "вид", choice, true, "приём|перевод|увольнение"},
    {"position", "должность", text, true},
    {"on", "с какого дня", date, true},
};
constexpr FieldSpec tariff[] = {
    {"as_of", "на дату", date, true},
    {"category", "квалификационная категория", text, true},
    {"experience_years", "стаж, лет", number, true},
    {"hours_a_week", "часов в неделю", number, true},
    {"extra", "доплаты"},
};

constexpr auto rows = std::to_array<RegisterSpec>({
    {.name = "school_card",
     .title = "Карточка школы",
     .single = true,
     .write = {"register.school_card", {administrator, secretary, director}},
     .read = {"register.school_card.read", staff_roles},
     .fields = school_card},
    {.name = "appointment",
     .title = "Назначения по ЭЖ",
     .of = RegisterOf::staff,
     .for_everyone = true,
     .order = OrderKind::appointment,
     .write = {"register.appointment", {director, secretary}},
     .read = {"register.appointment.read", staff_roles | RoleSet{pupil, parent, external_reader}},
     .fields = appointment},
    {.name = "room",
     .title = "Аудиторный фонд",
     .of = RegisterOf::room,
     .single = true,
     .write = {"register.room", {dispatcher, facilities_manager, administrator}},
     .read = {"register.room.read", staff_roles},
     .fields = room},
    {.name = "works",
     .title = "План работ",
     .write = {"register.works", leaders},
     .read = {"register.works.read", staff_roles},
     .fields = works},
    {.name = "readiness",
     .title = "Готовность к безбумажному журналу",
     .write = {"register.readiness", leaders},
     .read = {"register.readiness.read", leaders},
     .fields = readiness},
    {.name = "processors",
     .title = "Допущены к обработке персональных данных",
     .of = RegisterOf::staff,
     .single = true,
     .order = OrderKind::other,
     .write = {"register.processors", {director}},
     .read = {"register.processors.read", leaders | RoleSet{personnel}},
     .fields = processors},
    {.name = "speciality",
     .title = "Специальности",
     .write = {"register.speciality", {deputy, methodologist, administrator}},
     .read = {"register.speciality.read", staff_roles},
     .fields = speciality},
    {.name = "discipline",
     .title = "Дисциплины, МДК и практики",
     .of = RegisterOf::record,
     .of_register = "speciality",
     .write = {"register.discipline", {deputy, methodologist, administrator}},
     .read = {"register.discipline.read", staff_roles},
     .fields = discipline},
    {.name = "programme",
     .title = "Образовательные программы",
     .write = {"register.programme", {deputy, methodologist, administrator}},
     .read = {"register.programme.read", staff_roles},
     .fields = programme},
    {.name = "programme_of_group",
     .title = "Программы классов и групп",
     .of = RegisterOf::group,
     .single = true,
     .write = {"register.programme_of_group", {deputy, methodologist, administrator}},
     .read = {"register.programme_of_group.read", staff_roles},
     .fields = programme_of_group},
    {.name = "pupil_card",
     .title = "Личные карты учеников",
     .of = RegisterOf::pupil,
     .single = true,
     .personal = true,
     .area = Area::pupil_files,
     .write = {"register.pupil_card", keepers | RoleSet{class_teacher}},
     .read = {"register.pupil_card.read", keepers | RoleSet{class_teacher, director, deputy}},
     .fields = pupil_card},
    {.name = "employee_card",
     .title = "Личные карты сотрудников",
     .of = RegisterOf::staff,
     .single = true,
     .personal = true,
     .own = true,
     .area = Area::staff_files,
     .write = {"register.employee_card", {personnel, administrator}},
     .read = {"register.employee_card.read", {personnel, director, administrator}},
     .fields = employee_card},
    {.name = "agreement",
     .title = "Обязательства о неразглашении",
     .of = RegisterOf::staff,
     .single = true,
     .personal = true,
     .area = Area::staff_files,
     .write = {"register.agreement", {personnel, director}},
     .read = {"register.agreement.read", {personnel, director, administrator}},
     .fields = agreement},
    {.name = "military",
     .title = "Воинский учёт",
     .of = RegisterOf::pupil,
     .single = true,
     .personal = true,
     .area = Area::military,
     .write = {"register.military", {deputy, personnel}},
     .read = {"register.military.read", {deputy, personnel, director}},
     .fields = military},
    {.name = "qualification",
     .title = "Квалификация и аттестация",
     .of = RegisterOf::staff,
     .single = true,
     .personal = true,
     .area = Area::staff_files,
     .write = {"register.qualification", {personnel}},
     .read = {"register.qualification.read", {personnel, director, deputy}},
     .fields = qualification},
    {.name = "training",
     .title = "Повышение квалификации",
     .of = RegisterOf::staff,
     .personal = true,
     .area = Area::staff_files,
     .write = {"register.training", {personnel}},
     .read = {"register.training.read", {personnel, director, deputy}},
     .fields = training},
    {.name = "staff_movement",
     .title = "Движение сотрудников",
     .of = RegisterOf::staff,
     .order = OrderKind::other,
     .area = Area::staff_files,
     .write = {"register.staff_movement", {personnel}},
     .read = {"register.staff_movement.read", {personnel, director, deputy, administrator}},
     .fields = staff_movement},
    {.name = "tariff",
     .title = "Тарификация",
     .of = RegisterOf::staff,
     .personal = true,
     .area = Area::staff_files,
     .write = {"register.tariff", {deputy, administrator}},
     .read = {"register.tariff.read", {deputy, administrator, director, personnel}},
     .fields = tariff},
});

bool is_among(std::string_view choices, std::string_view value) {
    for (;;) {
        const auto bar = choices.find('|');
        if (choices.substr(0, bar) == value) return true;
        if (bar == std::string_view::npos) return false;
        choices.remove_prefix(bar + 1);
    }
}

std::optional<LocalDay> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = -1;
        const char* const end = text.data() + at + size;
        return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1900 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional{LocalDay{std::chrono::sys_days{date}.time_since_epoch()}} : std::nullopt;
}

/// Check digits of the tax service: sums weighted from the right, modulo 11, modulo 10.
bool is_inn(std::string_view value) {
    if (value.size() != 10 && value.size() != 12) return false;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::ranges::all_of(value, is_digit)) return false;
    constexpr std::array weights{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    const auto is_check = [&](std::size_t at) {
        int sum = 0;
        for (std::size_t n = 0; n < at; ++n) sum += weights.at(weights.size() - at + n) * (value[n] - '0');
        return sum % 11 % 10 == value[at] - '0';
    };
    return value.size() == 10 ? is_check(9) : is_check(10) && is_check(11);
}

bool fits_type(const FieldSpec& spec, std::string_view value) {
    switch (spec.type) {
        case text:
            return value.size() <= 1000;
        case number: {
            unsigned parsed = 0;
            const auto end = value.data() + value.size();
            const auto [at, error] = std::from_chars(value.data(), end, parsed);
            return error == std::errc{} && at == end && parsed <= 1'000'000;
        }
        case date:
            return parse_day(value).has_value();
        case yes_no:
            return value == "да" || value == "нет";
        case choice:
            return is_among(spec.of, value);
        case person:
        case record:
            return EntityId::from_hex_text(value).has_value();
        case inn:
            return is_inn(value);
    }
    return false;
}

}  // namespace

const FieldSpec* RegisterSpec::field(std::string_view wanted) const {
    const auto found = std::ranges::find(fields, wanted, &FieldSpec::name);
    return found == fields.end() ? nullptr : &*found;
}

std::span<const RegisterSpec> registers() {
    return rows;
}

const RegisterSpec* find_register(std::string_view name) {
    const auto found = std::ranges::find(rows, name, &RegisterSpec::name);
    return found == rows.end() ? nullptr : &*found;
}

std::optional<RegisterField> faulty_field(const RegisterSpec& spec, std::span<const RegisterField> fields) {
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        const FieldSpec* known = spec.field(field->name);
        if (known == nullptr || field->value.empty() || !fits_type(*known, field->value)) return *field;
        const auto is_again = [&](const RegisterField& other) { return other.name == field->name; };
        if (std::any_of(std::next(field), fields.end(), is_again)) return *field;
    }
    return std::nullopt;
}

std::vector<std::string> lacking_fields(const RegisterSpec& spec, std::span<const RegisterField> fields) {
    std::vector<std::string> names;
    for (const FieldSpec& field : spec.fields) {
        const bool asked = field.needed && (field.only_if.empty() || value_of(fields, field.only_if) == field.is);
        if (asked && value_of(fields, field.name).empty()) names.emplace_back(field.name);
    }
    return names;
}

std::string_view value_of(std::span<const RegisterField> fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &RegisterField::name);
    return found == fields.end() ? std::string_view{} : std::string_view{found->value};
}

std::optional<LocalDay> day_of(std::span<const RegisterField> fields, std::string_view name) {
    return parse_day(value_of(fields, name));
}

std::optional<PersonId> person_of(std::span<const RegisterField> fields, std::string_view name) {
    const auto id = PersonId::from_hex_text(value_of(fields, name));
    return id ? std::optional{*id} : std::nullopt;
}

std::optional<EntityId> record_of(std::span<const RegisterField> fields, std::string_view name) {
    const auto id = EntityId::from_hex_text(value_of(fields, name));
    return id ? std::optional{*id} : std::nullopt;
}

bool sees_to(Direction direction, Area area) {
    switch (direction) {
        case Direction::all:
            return true;
        case Direction::study:
        case Direction::teaching:
        case Direction::methodical:
        case Direction::production:
            return area == Area::journals || area == Area::staff_files || area == Area::office;
        case Direction::upbringing:
            return area == Area::pupil_files || area == Area::health || area == Area::military || area == Area::office;
    }
    return false;
}

}  // namespace zvonok::domain
