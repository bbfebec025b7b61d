#pragma once

#include "station/domain/topic_text.hpp"
#include "sync/server/import/plan_table.hpp"

namespace zvonok::server::imports {

/// The school's rules about topics, as a plan meets them before its lessons do.
class PlanRules {
  public:
    explicit PlanRules(const domain::Policies& policies);

    /// What a lesson would say to the topic, in Russian; nothing where all is well.
    [[nodiscard]] std::vector<std::string> sentences_about(const std::string& topic) const;
    /// The kind of work that the row names, in its column or in the topic, and its number there.
    void read_work(const PlanRow& row, domain::PlanItem& item) const;

  private:
    domain::Policies policies_;
    domain::TopicRules rules_;
    std::vector<std::string> works_;  ///< titles of the policies' kinds of work
};

}  // namespace zvonok::server::imports
