#pragma once

#include "tests/scenarios/scenario_school.hpp"
#include "tests/sync/live_server.hpp"

/// The stage on which the worked acceptance scenarios run: the scenario school under the policies of one of the five
/// schools, a real server over TLS, real stations with journals on disk. Times are school time, "2026-09-15 09:42:00".
namespace zvonok::test {

/// What became of an entry: by the station when it was written, by the server when it came.
struct Said {
    domain::Judgement here;    ///< the station's own judgement, with what it knew
    domain::Judgement server;  ///< the verdict in force
    entry::EntryId entry;

    /// "accepted", "accepted late.homework.entry_deadline", "refused attendance.edit_window_days", "held clock.doubt":
    /// of the server.
    [[nodiscard]] std::string word() const;
    /// Likewise, of the station.
    [[nodiscard]] std::string here_word() const;
};

/// A person with a card, in a role.
struct Actor {
    std::string_view family;
    domain::Role role = domain::Role::teacher;
};
inline constexpr Actor kuznetsova{"Кузнецова"}, gromov{"Громов"}, li{"Ли"};
inline constexpr Actor class_teacher{"Соколова", domain::Role::class_teacher};
inline constexpr Actor director{"Директоров", domain::Role::director};
inline constexpr Actor deputy{"Завучева", domain::Role::deputy};
inline constexpr Actor administrator{"Админов", domain::Role::administrator};
inline constexpr Actor system_administrator{"Сисадминов", domain::Role::system_administrator};
inline constexpr Actor secretary{"Секретарёва", domain::Role::secretary};
inline constexpr Actor dispatcher{"Диспетчерова", domain::Role::dispatcher};
inline constexpr Actor methodologist{"Методистова", domain::Role::methodologist};
inline constexpr Actor head_of_studies{"Учёбина", domain::Role::head_of_studies};
inline constexpr Actor personnel{"Кадрова", domain::Role::personnel};

class Scene;

/// One station of the scene.
class Desk {
  public:
    Desk(Scene& scene, std::uint8_t number, std::string_view room, domain::StationMode mode);

    /// Writes, without asking the rules first: what the program would not let through goes to the server too, as from
    /// a tampered station. Nothing leaves the station.
    entry::EntryId put(Actor by, domain::Writing writing);
    /// What the station itself says to it now: its facts, its own unjudged changes, its clock.
    [[nodiscard]] domain::Judgement judged(Actor by, const domain::Writing& writing);
    void sync();  ///< sends everything and hears everything
    [[nodiscard]] Instant last_sync() const { return last_sync_; }
    /// The verdict in force, as this station knows it.
    [[nodiscard]] domain::Judgement verdict(const entry::EntryId& id, const domain::Cell& cell);
    /// put(), sync(), verdict(), with the station's own judgement taken before.
    Said says(Actor by, const domain::Writing& writing);
    /// The facts with the station's own changes that wait for their verdict.
    [[nodiscard]] std::shared_ptr<const domain::FactBook> book();
    [[nodiscard]] journal::Journal& journal() { return *station_.journal; }
    [[nodiscard]] LiveStation& live() { return station_; }

  private:
    Scene& scene_;
    LiveStation station_;
    Instant last_sync_{};
};

class Scene {
  public:
    /// preset  file name in config/policies without ending, "001-city-school"
    /// start   when the scene opens: the server and all stations added later begin there
    Scene(std::string_view preset, Backend backend, std::string_view start,
          const std::function<void(ScenarioSchool&)>& also = {});

    /// Time passes everywhere, also at stations that are off the network.
    void at(std::string_view local);
    /// As at(), to the millisecond before or after: "2026-09-15 23:59:59" + 999 ms is the last moment of the day.
    [[nodiscard]] static Instant instant(std::string_view local);
    Desk& desk(std::string_view room = "12", domain::StationMode mode = domain::StationMode::classroom);
    /// The office records a fact at once, as an import does.
    void record(EntityId entity, domain::FactValue value, std::string_view from,
                std::optional<std::string_view> until = std::nullopt);
    [[nodiscard]] std::shared_ptr<const domain::FactBook> book() const;
    /// Whether the server holds the person's account for closed at that moment.
    [[nodiscard]] bool blocked(std::string_view family, std::string_view local) const;
    [[nodiscard]] const Card& card(std::string_view family);
    [[nodiscard]] LiveServer& server() { return *server_; }

  private:
    ScenarioSchool school_;
    std::unique_ptr<LiveServer> server_;
    std::map<std::string, Card, std::less<>> cards_;
    std::vector<std::unique_ptr<Desk>> desks_;
};

/// The backends that the scenarios run on, for GENERATE_COPY.
std::vector<Backend> backends();

// ---- what people write -------------------------------------------------------------------------------------------

domain::Writing absence(const domain::LessonKey& lesson, std::string_view pupil, std::string code);
domain::Writing reason(const domain::LessonKey& lesson, std::string_view pupil, std::string code);
domain::Writing topic(const domain::LessonKey& lesson, std::string text);
domain::Writing homework(const domain::LessonKey& lesson, std::string_view addressee, std::string text,
                         const domain::LessonKey& due);
domain::Writing work(const domain::LessonKey& lesson, std::string kind, std::string theme, int number = 0);
domain::Writing mark(const domain::LessonKey& lesson, std::string_view pupil, std::string value,
                     std::string kind = "ответ");
domain::Writing period_mark(std::string_view pupil, std::string_view subject, EntityId period, std::string value);
domain::Writing substitution(const domain::LessonKey& lesson, std::string_view teacher, std::string reason);
domain::Writing cancelled(const domain::LessonKey& lesson);
domain::Writing moved(const domain::LessonKey& lesson, std::string_view to, int period);
domain::Writing registration(EntityId entity, domain::FactValue value, std::string_view from,
                             std::optional<std::string_view> until = std::nullopt);
/// A request that `wanted` be done though its window has closed.
domain::Writing request(RequestId id, domain::Writing wanted, std::string ground, std::string document);
domain::Writing decision(RequestId id, bool approved);
domain::Writing upon(EntityId basis, domain::Writing writing);

}  // namespace zvonok::test
