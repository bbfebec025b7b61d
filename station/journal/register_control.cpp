#include "station/journal/register_control.hpp"

#include "station/domain/diary_view.hpp"

#include <algorithm>
#include <map>

namespace zvonok::journal {

using namespace zvonok::domain;

namespace {

/// The fact that a registration states; null: another act, or one of a newer program.
const Fact* fact_of(const RegisterItem& item) {
    const auto* registration = item.as<Registration>();
    return registration == nullptr ? nullptr : &*registration->fact;
}
const Fact* fact_of(const HistoryItem& item) {
    if (!item.writing) return nullptr;
    const auto* registration = std::get_if<Registration>(&item.writing->act);
    return registration == nullptr ? nullptr : &*registration->fact;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

/// What a fact about a person says, field by field; nothing: it is about something else.
struct Told {
    std::string kind;
    EntityId subject;
    Fields fields;
    Bytes sealed{};
};
std::optional<Told> told_by(const Fact& fact) {
    if (const auto* person = std::get_if<Person>(&fact.value))
        return Told{"person",
                    fact.entity,
                    {{"family", person->family},
                     {"given", person->given},
                     {"patronymic", person->patronymic},
                     {"login", person->login}}};
    if (const auto* link = std::get_if<ParentLink>(&fact.value))
        return Told{"parent_link", entity_of(link->child), {{"parent", link->parent.hex()}}};
    if (const auto* card = std::get_if<CardState>(&fact.value)) {
        const auto day = [](const std::optional<LocalDay>& at) {
            return at ? std::to_string(at->time_since_epoch().count()) : std::string{};
        };
        return Told{
            "card", card->owner, {{"complete", card->complete ? "да" : "нет"}, {"confirmed", day(card->confirmed)}}};
    }
    const auto* record = std::get_if<RegisterRecord>(&fact.value);
    if (record == nullptr) return std::nullopt;
    Told told{record->name, record->subject, {}, record->sealed};
    for (const RegisterField& field : record->fields) told.fields.emplace_back(field.name, field.value);
    return told;
}

std::string value_in(const Fields& fields, const std::string& name) {
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    return found == fields.end() ? std::string{} : found->second;
}

std::vector<RegisterChange::Field> differences(const std::optional<Told>& before, const Told& after) {
    std::vector<RegisterChange::Field> fields;
    const auto add = [&](const std::string& name) {
        const std::string was = before ? value_in(before->fields, name) : std::string{};
        RegisterChange::Field field{name, was, value_in(after.fields, name)};
        if (field.before != field.after && std::ranges::find(fields, field) == fields.end())
            fields.push_back(std::move(field));
    };
    for (const auto& [name, value] : after.fields) add(name);
    if (before)
        for (const auto& [name, value] : before->fields) add(name);
    // What lies in the box only the server can compare.
    if (!after.sealed.empty() && (!before || before->sealed != after.sealed)) fields.push_back({"sealed", {}, {}});
    return fields;
}

/// The class to which a notice about the person goes.
GroupId class_of(const FactBook& book, PersonId about, LocalDay day) {
    if (const GroupId own = book.class_of(about, day); !own.empty()) return own;
    for (const PersonId child : book.children_of(about, day))
        if (const GroupId group = book.class_of(child, day); !group.empty()) return group;
    return {};
}

/// Whether a statement handles what a notice about the person told: its card checked, its name or its file corrected.
bool handles(const Fact& fact, PersonId about, const std::vector<PersonId>& children) {
    const auto told = told_by(fact);
    if (!told) return false;
    return told->subject == entity_of(about) ||
           std::ranges::any_of(children, [&](PersonId child) { return told->subject == entity_of(child); });
}

std::vector<RegisterItem> accepted_only(std::vector<RegisterItem> items) {
    std::erase_if(items, [](const RegisterItem& item) {
        return item.view.shown() == nullptr || item.view.shown()->outcome == Outcome::refused;
    });
    return items;
}

}  // namespace

Result<std::vector<DataNotice>> data_notices(Reader& reader, const Asked& asked, GroupId school_class, Instant from,
                                             Instant to) {
    const LocalDay today = asked.today();
    auto messages = reader.registers(CellKind::message, from, Instant::max());
    if (!messages) return tl::unexpected(messages.error());
    auto stated = reader.registers(CellKind::registration, from, Instant::max());
    if (!stated) return tl::unexpected(stated.error());
    const auto all = accepted_only(std::move(*messages));
    const auto statements = accepted_only(std::move(*stated));
    std::vector<DataNotice> notices;
    for (const RegisterItem& item : all) {
        const auto* message = item.as<Message>();
        if (message == nullptr || message->about.empty() || item.view.shown()->saved >= to) continue;
        DataNotice notice{item.cell.addressee, message->from.empty() ? item.view.shown()->author : message->from,
                          message->about,      class_of(asked.book, message->about, today),
                          message->text,       item.view.shown()->saved};
        if (!school_class.empty() && notice.school_class != school_class) continue;
        const auto handle = [&](NoticeState state, const auto& shown) {
            if (notice.handled && notice.state >= state) return;
            notice.state = state;
            notice.by = shown.author;
            notice.handled = shown.saved;
        };
        for (const RegisterItem& answer : all)
            if (const auto* reply = answer.as<Message>();
                reply != nullptr && reply->from.empty() && reply->answers == notice.message)
                handle(NoticeState::answered, *answer.view.shown());
        const auto children = asked.book.children_of(notice.about, today);
        for (const RegisterItem& statement : statements)
            if (const Fact* fact = fact_of(statement); fact != nullptr &&
                                                       statement.view.shown()->saved >= notice.sent &&
                                                       handles(*fact, notice.about, children))
                handle(NoticeState::settled, *statement.view.shown());
        notices.push_back(std::move(notice));
    }
    return notices;
}

Result<std::vector<RegisterChange>> register_changes(Reader& reader, Instant from, Instant to, EntityId entity) {
    const auto items = entity.empty() ? reader.registers(CellKind::registration, Instant{}, Instant::max())
                                      : reader.registers_for(CellKind::registration, entity);
    if (!items) return tl::unexpected(items.error());
    std::vector<RegisterChange> changes;
    for (const RegisterItem& item : *items) {
        const Fact* stated = fact_of(item);
        // The cell shows its newest statement: what came before lies in its history.
        if (stated == nullptr || !told_by(*stated) || item.view.shown()->saved < from) continue;
        const auto history = reader.history(item.id);
        if (!history) return tl::unexpected(history.error());
        std::optional<Told> before;
        bool there = false;
        for (const HistoryItem& entry : *history) {
            const Fact* fact = fact_of(entry);
            if (fact == nullptr || entry.outcome != Outcome::accepted) continue;
            const auto told = told_by(*fact);
            if (!told) continue;
            if (from <= entry.header.saved.at && entry.header.saved.at < to)
                changes.push_back({fact->entity, entry.header.id, entry.header.author, entry.header.role,
                                   entry.header.saved.at, told->kind, told->subject, differences(before, *told), !there,
                                   fact->withdrawn});
            before = told;
            there = true;
        }
    }
    std::ranges::stable_sort(changes, {}, &RegisterChange::saved);
    return changes;
}

Result<std::vector<RegisterStanding>> register_standing(Reader& reader, const Asked& asked, Instant since) {
    const auto changes = register_changes(reader, since, Instant::max());
    if (!changes) return tl::unexpected(changes.error());
    std::vector<RegisterStanding> all;
    for (const RegisterSpec& spec : registers()) {
        RegisterStanding standing{spec.name, spec.title};
        standing.records = static_cast<int>(asked.book.records(spec.name, asked.today()).size());
        standing.gaps = static_cast<int>(register_gaps(asked.book, spec, asked.today()).size());
        for (const RegisterChange& change : *changes) {
            if (change.kind != spec.name) continue;
            ++standing.changes;
            standing.changed = change.saved;
            standing.by = change.author;
        }
        all.push_back(standing);
    }
    return all;
}

Result<std::vector<PupilAdvice>> recommendations(Reader& reader, PersonId pupil) {
    auto items = reader.registers_for(CellKind::recommendation, entity_of(pupil));
    if (!items) return tl::unexpected(items.error());
    std::vector<PupilAdvice> advice;
    for (const RegisterItem& item : accepted_only(std::move(*items))) {
        const auto* recommendation = item.as<Recommendation>();
        if (recommendation == nullptr || recommendation->text.empty()) continue;
        const auto& shown = *item.view.shown();
        advice.push_back({shown.author, id_as<SubjectId>(item.cell.subject), recommendation->text, shown.saved});
    }
    std::ranges::reverse(advice);
    return advice;
}

Result<std::optional<Forecast>> last_forecast(Reader& reader, PersonId pupil) {
    const auto items = reader.registers_for(CellKind::forecast, entity_of(pupil));
    if (!items) return tl::unexpected(items.error());
    std::optional<Forecast> last;
    for (const RegisterItem& item : *items)
        if (const auto* forecast = item.as<Forecast>(); forecast != nullptr && (!last || last->day <= forecast->day))
            last = *forecast;
    return last;
}

Result<std::vector<Writing>> forecasts_to_tell(Control& control, Reader& reader, const Asked& asked) {
    const LocalDay today = asked.today();
    std::vector<Writing> writings;
    for (const GroupId school_class : asked.book.classes(today)) {
        const auto pupils = asked.book.members(school_class, today);
        std::optional<LocalDay> told;
        // Somebody new may never have heard one: it is the class's turn that counts.
        for (const PersonId pupil : pupils) {
            const auto last = last_forecast(reader, pupil);
            if (!last) return tl::unexpected(last.error());
            if (*last) told = std::max(told.value_or((*last)->day), (*last)->day);
            if (told) break;
        }
        const auto period = forecast_due(asked.book, asked.zone, school_class, told, asked.now);
        if (!period) continue;
        const auto results = control.results(asked, school_class, entity_of(*period));
        if (!results) return tl::unexpected(results.error());
        std::map<PersonId, Forecast> forecasts;
        for (const SubjectResult& result : *results) {
            // Before the first mark there is nothing to foretell.
            if (result.mean.works == 0 && result.given.empty()) continue;
            Forecast& forecast = forecasts[result.pupil];
            forecast.day = today;
            const auto mean = result.mean.value();
            forecast.lines.push_back({result.subject, result.suggestion.value,
                                      mean ? static_cast<int>(mean->hundredths()) : 0, result.given});
        }
        for (auto& [pupil, forecast] : forecasts) {
            Cell cell{CellKind::forecast, {}, entity_of(pupil)};
            cell.period = entity_of(*period);
            cell.ordinal = static_cast<int>(today.time_since_epoch().count());
            writings.push_back({std::move(cell), std::move(forecast), {}});
        }
    }
    return writings;
}

}  // namespace zvonok::journal
