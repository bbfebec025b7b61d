#include "config/policy.hpp"

#include "config/policy_fault.hpp"
#include "config/policy_value.hpp"
#include "config/section.hpp"
#include "station/domain/permissions.hpp"
#include "station/domain/policy_parameters.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {

using domain::PolicyParameter;

/// All that a preset may name.
std::vector<std::string> known_keys() {
    std::vector<std::string> keys;
    const auto parameters = domain::policy_parameters();
    const auto permissions = domain::permissions();
    keys.reserve(parameters.size() + permissions.size());
    for (const PolicyParameter& parameter : parameters) keys.emplace_back(parameter.key);
    for (const domain::Permission& permission : permissions)
        keys.push_back(std::string(domain::permission_prefix) + std::string(permission.name));
    return keys;
}

class Reader {
  public:
    Reader(domain::Policies base, Problems& problems) : policies_(std::move(base)), problems_(problems) {}

    void table(const TomlValue& table, const std::string& prefix) {
        for (const TomlValue& item : table.items) {
            const std::string key = prefix + item.key;
            if (prefix.empty() && item.key == "extends") continue;
            if (std::ranges::find(known_, key) != known_.end()) {
                value(key, item);
            } else if (item.kind == TomlValue::Kind::table && leads_to_known(key)) {
                this->table(item, key + ".");
            } else {
                const std::string meant = nearest(key);
                problems_.add(item.line, "unknown key " + key + (meant.empty() ? "" : "; is it " + meant + "?"),
                              "неизвестный ключ " + key + (meant.empty() ? "" : "; может быть, " + meant + "?"));
            }
        }
    }

    /// What can be said when all is read. `complete`: every parameter must stand here.
    void finish(bool complete) {
        for (const PolicyParameter& parameter : domain::policy_parameters())
            if (complete && !lines_.contains(std::string(parameter.key)))
                problems_.add(1, std::string(parameter.key) + " is left out, and nothing is extended",
                              "нет параметра " + std::string(parameter.key) + ", а строки extends в файле нет");
        if (problems_.any()) return;
        for (const auto& [key, fault] : domain::misfits(policies_)) {
            // Where the key is the base's own, what does not fit it is the list of scales.
            const auto line = lines_.contains(key) ? lines_.find(key) : lines_.find("mark.scales");
            problems_.add(line == lines_.end() ? 1 : line->second, english(key, fault), russian(key, fault));
        }
    }

    [[nodiscard]] const domain::Policies& policies() const { return policies_; }

  private:
    /// What was probably meant: the key of the same table that begins most alike.
    [[nodiscard]] std::string nearest(const std::string& key) const {
        std::size_t most = key.rfind('.') == std::string::npos ? 0 : key.rfind('.') + 1;
        std::string best;
        for (const std::string& other : known_) {
            const auto alike = static_cast<std::size_t>(std::ranges::mismatch(key, other).in1 - key.begin());
            if (alike <= most) continue;
            most = alike;
            best = other;
        }
        return best;
    }
    [[nodiscard]] bool leads_to_known(const std::string& key) const {
        return std::ranges::any_of(known_, [&](const std::string& other) { return other.starts_with(key + "."); });
    }
    void value(const std::string& key, const TomlValue& value) {
        lines_[key] = value.line;
        const PolicyParameter* parameter = domain::policy_parameter(key);
        const auto shape = parameter == nullptr ? domain::PolicyShape::words : parameter->shape;
        const PolicyText text = policy_text(value, shape);
        if (text.trouble) {
            const std::string unit = parameter == nullptr ? "" : std::string(parameter->unit);
            problems_.add(text.trouble->line, english(key, *text.trouble, unit), russian(key, *text.trouble, unit));
        } else if (const auto fault = domain::apply_policy(key, text.text, policies_)) {
            problems_.add(text.line_of(fault->item, fault->option), english(key, *fault), russian(key, *fault));
        }
    }

    const std::vector<std::string> known_ = known_keys();
    domain::Policies policies_;
    Problems& problems_;
    std::map<std::string, int> lines_;
};

}  // namespace

const ShippedPreset* shipped_preset(std::string_view name) {
    const auto presets = shipped_presets();
    const auto found = std::ranges::find(presets, name, &ShippedPreset::name);
    return found == presets.end() ? nullptr : &*found;
}

Checked<domain::Policies> parse_policies(std::string_view text, const std::string& file) {
    const auto top = parse_toml(text, file);
    if (!top) return tl::unexpected(top.error());
    Problems problems{file};
    domain::Policies base;
    const auto extends = std::ranges::find(top->items, "extends", &TomlValue::key);
    if (extends != top->items.end()) {
        const ShippedPreset* preset = extends->kind == TomlValue::Kind::text ? shipped_preset(extends->text) : nullptr;
        if (preset == nullptr) {
            std::string names;
            for (const ShippedPreset& known : shipped_presets())
                names.append(names.empty() ? "" : ", ").append(known.name);
            problems.add(extends->line, "extends must be one of " + names, "extends: возможны " + names);
        } else {
            const auto rules = parse_policies(preset->text, std::string(preset->name));
            if (!rules) return tl::unexpected(rules.error());
            base = *rules;
        }
    }
    Reader reader{std::move(base), problems};
    reader.table(*top, "");
    reader.finish(extends == top->items.end());
    if (problems.any()) return tl::unexpected(problems.refusal());
    return reader.policies();
}

}  // namespace zvonok::config
