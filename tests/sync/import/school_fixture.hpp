#pragma once

#include "sync/server/import/import.hpp"

#include <cstring>
#include <fstream>
#include <map>
#include <string>

/// A small school that takes what imports plan, as the server does.
namespace zvonok::server::imports::test {

inline LocalDay day(int year, unsigned month, unsigned day_of_month) {
    return LocalDay{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day_of_month)};
}

class School {
  public:
    Options options() {
        Options options;
        options.from = from;
        options.max_deletions_percent = max_deletions_percent;
        options.new_id = [this] {
            EntityId id;
            ++made_;
            std::memcpy(id.bytes.data(), &made_, sizeof made_);  // the front half is what tables hash
            return id;
        };
        return options;
    }
    void commit(const Import& import) {
        for (const domain::Fact& fact : import.facts) facts_.push_back(fact);
    }
    [[nodiscard]] domain::FactBook book() const {
        domain::FactBook book{SchoolId{}};
        for (std::size_t index = 0; index < facts_.size(); ++index) book.record(index + 1, facts_[index]);
        book.seal();
        return book;
    }
    /// One of the staff, as another import would have made it.
    PersonId add_staff(const std::string& login, const std::string& family) {
        const PersonId id = id_as<PersonId>(options().new_id());
        facts_.push_back({entity_of(id),
                          from,
                          {},
                          false,
                          "",
                          domain::Person{domain::PersonKind::staff, family, "Анна", "Ивановна", login}});
        return id;
    }
    EntityId put(domain::FactValue value) {
        const EntityId id = options().new_id();
        facts_.push_back({id, from, {}, false, "", std::move(value)});
        return id;
    }

    LocalDay from = day(2026, 9, 1);
    double max_deletions_percent = 5;

  private:
    std::vector<domain::Fact> facts_;
    unsigned made_ = 0;
};

inline void write_files(const std::filesystem::path& folder, const std::map<std::string, std::string>& files) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, content] : files) std::ofstream{folder / name, std::ios::binary} << content;
}

/// Repeatable damage to files.
class Damage {
  public:
    explicit Damage(std::uint32_t seed) : state_(seed) {}

    std::size_t roll(std::size_t sides) {
        state_ = state_ * 1664525U + 1013904223U;
        return static_cast<std::size_t>(state_ >> 8U) % sides;
    }
    /// A byte changed, a stretch lost, the end cut off, or a stretch doubled somewhere.
    void spoil(std::string& text) {
        const std::size_t at = roll(text.size());
        switch (roll(4)) {
            case 0:
                text[at] = static_cast<char>(roll(256));
                break;
            case 1:
                text.erase(at, 1 + roll(40));
                break;
            case 2:
                text.resize(at);
                break;
            default:
                text.insert(at, text.substr(roll(text.size()), roll(60)));
        }
    }

  private:
    std::uint32_t state_;
};

/// The text with its first `what` replaced.
inline std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::invalid_argument("no " + what);
    return text.replace(at, what.size(), with);
}

/// "file:line text" of every error, for messages and comparisons.
inline std::vector<std::string> errors_of(const Report& report) {
    std::vector<std::string> errors;
    for (const Finding& finding : report.findings.all())
        if (finding.severity == Severity::error)
            errors.push_back(finding.at.file + ":" + std::to_string(finding.at.line) + " " + finding.text);
    return errors;
}
inline std::size_t count_of(const Report& report, Severity severity) {
    std::size_t count = 0;
    for (const Finding& finding : report.findings.all()) count += finding.severity == severity ? 1U : 0U;
    return count;
}

}  // namespace zvonok::server::imports::test
