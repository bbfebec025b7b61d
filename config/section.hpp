#pragma once

#include "config/toml.hpp"

#include <optional>
#include <set>

namespace zvonok::config {

/// What is wrong in one file; collected, so that IT sees all of it at once.
class Problems {
  public:
    explicit Problems(std::string file) : file_(std::move(file)) {}
    void add(int line, const std::string& english, const std::string& russian);
    [[nodiscard]] bool any() const { return count_ > 0; }
    [[nodiscard]] const std::string& file() const { return file_; }
    /// All of it as one refusal, a line each.
    [[nodiscard]] Refusal refusal(Where at = {}) const;

  private:
    std::string file_;
    std::string english_{};
    std::string russian_{};
    std::size_t count_ = 0;
};

struct TextLimits {
    std::size_t shortest = 1;   ///< bytes
    std::size_t longest = 200;  ///< bytes
};

/// Reads one TOML table strictly. Every getter notes the key as known; a missing or ill-typed value is a problem and
/// reads as empty; finish() makes every key that nobody asked for a problem.
class Section {
  public:
    /// name  as people write it, "school" or "station"; empty for the file's top
    Section(const TomlValue& table, std::string name, Problems& problems);

    std::string text(const std::string& key, TextLimits limits = {});
    std::optional<std::string> optional_text(const std::string& key, TextLimits limits = {});
    std::vector<std::string> texts(const std::string& key, std::size_t fewest, std::size_t most);
    std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most);
    std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most, std::int64_t otherwise);
    bool flag(const std::string& key, bool otherwise);
    Instant instant(const std::string& key);
    /// The index in `choices`; 0 after a problem.
    std::size_t choice(const std::string& key, const std::vector<std::string_view>& choices);

    /// A table inside; an empty one, with a problem, where it is missing.
    Section inner(const std::string& key);
    [[nodiscard]] bool has(const std::string& key) const;
    /// The tables of [[key]].
    std::vector<Section> list(const std::string& key);

    [[nodiscard]] int line() const { return table_->line; }
    [[nodiscard]] int line_of(const std::string& key) const;
    /// A problem of this table's `key`, found by the caller.
    void wrong(const std::string& key, const std::string& english, const std::string& russian);
    void finish();

  private:
    const TomlValue* find(const std::string& key);
    const TomlValue* need(const std::string& key, TomlValue::Kind kind);
    void wrong_kind(const std::string& key, TomlValue::Kind wanted);
    bool fits(const std::string& key, const std::string& text, TextLimits limits);
    [[nodiscard]] std::string full(const std::string& key) const;

    const TomlValue* table_;
    std::string name_;
    Problems* problems_;
    std::set<std::string> known_{};
};

}  // namespace zvonok::config
