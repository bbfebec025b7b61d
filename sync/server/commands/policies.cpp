#include "station/crypto/digest.hpp"
#include "sync/server/commands/desk.hpp"

namespace zvonok::sync::server::commands {

namespace {
/// As the facts hold it: numbers in digits, absence codes in their order with spaces between.
std::string text_of(const config::PolicyValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    std::string codes;
    for (const config::AbsenceCode& code : std::get<std::vector<config::AbsenceCode>>(value))
        codes += (codes.empty() ? "" : " ") + code.code;
    return codes;
}
}  // namespace

std::vector<domain::Fact> policy_facts(SchoolId school, const domain::FactBook* book, const config::Policies& policies,
                                       LocalDay from) {
    std::vector<domain::Fact> facts;
    for (const config::Policy& policy : policies.values) {
        const std::string value = text_of(policy.value);
        if (book != nullptr && book->policy(policy.name, from) == value) continue;
        const auto entity = crypto::derived_id<EntityId>("zvonok policy", {school.view(), as_bytes(policy.name)});
        facts.push_back(
            {entity, from, std::nullopt, false, "policy:" + policy.name, domain::PolicyValue{policy.name, value}});
    }
    return facts;
}

Checked<void> run(const SeedPolicies& order, const Surroundings& around) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto content = read(order.file);
    if (!content) return tl::unexpected(content.error());
    const auto policies = config::parse_policies(as_text(*content), order.file.string());
    if (!policies) return tl::unexpected(policies.error());
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    const auto from = (*desk)->day_of(order.from, **book);
    if (!from) return tl::unexpected(from.error());
    const auto facts = policy_facts((*desk)->school(), book->get(), *policies, *from);
    if (const auto version = (*desk)->record((*book)->version(), facts); !version)
        return tl::unexpected(version.error());
    around.out << "Параметров правил: " << policies->values.size() << ", изменено: " << facts.size() << ".\n";
    return {};
}

}  // namespace zvonok::sync::server::commands
