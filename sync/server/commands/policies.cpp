#include "station/crypto/digest.hpp"
#include "station/domain/policy_parameters.hpp"
#include "sync/server/commands/desk.hpp"

namespace zvonok::sync::server::commands {

Checked<domain::Policies> policies_of(const std::string& preset) {
    if (const config::ShippedPreset* shipped = config::shipped_preset(preset))
        return config::parse_policies(shipped->text, preset);
    const auto content = read(preset);
    if (!content) {
        std::string names;
        for (const config::ShippedPreset& known : config::shipped_presets())
            names.append(names.empty() ? "" : ", ").append(known.name);
        return refuse(Reason::unreadable, "no preset and no file " + preset,
                      "Нет ни файла, ни набора правил " + preset + ". Есть наборы: " + names + ".");
    }
    return config::parse_policies(as_text(*content), preset);
}

std::vector<domain::Fact> policy_facts(SchoolId school, const domain::FactBook* book, const domain::Policies& policies,
                                       LocalDay from) {
    std::vector<domain::Fact> facts;
    // Values that are the program's defaults too are stated: another version's defaults must not change old verdicts.
    for (const auto& [key, text] : domain::policy_texts(policies)) {
        if (book != nullptr && book->policy(key, from) == text) continue;
        const auto entity = crypto::derived_id<EntityId>("zvonok policy", {school.view(), as_bytes(key)});
        facts.push_back({entity, from, std::nullopt, false, "policy:" + key, domain::PolicyValue{key, text}});
    }
    return facts;
}

Checked<void> run(const SeedPolicies& order, const Surroundings& around) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto policies = policies_of(order.preset);
    if (!policies) return tl::unexpected(policies.error());
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    const auto from = (*desk)->day_of(order.from, **book);
    if (!from) return tl::unexpected(from.error());
    const auto facts = policy_facts((*desk)->school(), book->get(), *policies, *from);
    if (const auto version = (*desk)->record((*book)->version(), facts); !version)
        return tl::unexpected(version.error());
    around.out << "Параметров правил: " << domain::policy_texts(*policies).size() << ", изменено: " << facts.size()
               << ".\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
