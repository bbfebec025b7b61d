#pragma once

#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"
#include "sync/server/storage.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

/// Makes sealed batches for one log, one behind the other. Who signs them and what they say means nothing to a store.
class LogWriter {
  public:
    using Audience = domain::Audience;
    LogWriter(SchoolId school, LogId log, entry::Signer signer = entry::Signer::server)
        : school_(school), signer_(signer), tip_{log, 0, std::nullopt} {}

    struct Made {
        entry::SealedBatch batch;
        entry::CheckedBatch checked;
    };
    Made verdicts(int count, Audience audience = Audience::staff) {
        std::vector<entry::Draft> drafts;
        for (int i = 0; i < count; ++i) drafts.push_back(verdict(audience));
        return seal(std::move(drafts));
    }
    Made fact(domain::FactVersion version) {
        const domain::Fact fact{
            id<EntityId>(7), date(2026, 9, 1), std::nullopt, false, "x", domain::PolicyValue{"key", "value"}};
        std::vector<entry::Draft> drafts;
        drafts.push_back({header(domain::CellKind::fact, entry::fact_cell(school_, fact.entity), Audience::staff),
                          entry::RecordedFact{version, fact}});
        return seal(std::move(drafts));
    }
    /// One batch with an entry for everyone and one for the staff.
    Made mixed() {
        std::vector<entry::Draft> drafts;
        for (const auto audience : {Audience::everyone, Audience::staff}) drafts.push_back(verdict(audience));
        return seal(std::move(drafts));
    }

    [[nodiscard]] const entry::LogTip& tip() const { return tip_; }
    SessionId session = id<SessionId>(77);

  private:
    entry::Header header(domain::CellKind kind, CellId cell, Audience audience) {
        entry::Header header;
        header.order = ++order_;
        header.kind = kind;
        header.cell = cell;
        header.audience = audience;
        return header;
    }
    entry::Draft verdict(Audience audience) {
        const entry::EntryId judged{tip_.log, order_ + 1};
        return {header(domain::CellKind::verdict, entry::verdict_cell(school_, judged), audience),
                entry::Verdict{judged, domain::Outcome::accepted, "because"}};
    }
    Made seal(std::vector<entry::Draft> drafts) {
        const SessionId under = signer_ == entry::Signer::session ? session : SessionId{};
        auto batch = entry::seal_entries(school_, tip_, std::move(drafts), key_, signer_, under);
        auto checked = entry::check_batch(batch, key_.public_key());
        INFO((checked ? std::string{} : describe(checked.error())));
        REQUIRE(checked);
        tip_.last = checked->seal.last;
        tip_.previous = entry::seal_hash(batch.seal.content);
        return {std::move(batch), std::move(*checked)};
    }

    SchoolId school_;
    entry::Signer signer_;
    entry::LogTip tip_;
    crypto::SigningKey key_ = crypto::SigningKey::generate();
    std::uint64_t order_ = 0;
};

}  // namespace zvonok::test
