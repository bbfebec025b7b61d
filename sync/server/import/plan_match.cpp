#include "sync/server/import/plan_match.hpp"

#include "station/domain/letters.hpp"

#include <algorithm>
#include <map>

namespace zvonok::server::imports {
namespace {

/// Topics by the words in them: equal numbers, equal words.
class Vocabulary {
  public:
    std::vector<std::size_t> indexes_of(const std::vector<MatchItem>& items) {
        std::vector<std::size_t> indexes;
        indexes.reserve(items.size());
        for (const MatchItem& item : items)
            indexes.push_back(known_.emplace(domain::folded_words(item.topic), known_.size()).first->second);
        return indexes;
    }

  private:
    std::map<std::vector<std::u32string>, std::size_t> known_;
};

class Matching {
  public:
    Matching(const std::vector<MatchItem>& before, const std::vector<MatchItem>& now)
        : before_(before), now_(now), match_(now.size()) {}

    std::vector<std::optional<std::size_t>> run() {
        match_same_words();
        std::size_t old_begin = 0;
        std::size_t new_begin = 0;
        for (std::size_t at = 0; at <= now_.size(); ++at) {
            const bool anchor = at < now_.size() && match_[at].has_value();
            if (!anchor && at < now_.size()) continue;
            const std::size_t old_end = anchor ? *match_[at] : before_.size();
            match_gap(old_begin, old_end, new_begin, at);
            old_begin = old_end + 1;
            new_begin = at + 1;
        }
        return std::move(match_);
    }

  private:
    /// The longest common run of topics, gaps allowed.
    void match_same_words() {
        Vocabulary vocabulary;
        const auto old_words = vocabulary.indexes_of(before_);
        const auto new_words = vocabulary.indexes_of(now_);
        const std::size_t width = now_.size() + 1;
        std::vector<std::uint16_t> longest((before_.size() + 1) * width, 0);  // of what follows both indexes
        for (std::size_t i = before_.size(); i-- > 0;)
            for (std::size_t j = now_.size(); j-- > 0;)
                longest[i * width + j] = old_words[i] == new_words[j] && !before_[i].topic.empty()
                                             ? static_cast<std::uint16_t>(longest[(i + 1) * width + j + 1] + 1)
                                             : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
        for (std::size_t i = 0, j = 0; i < before_.size() && j < now_.size();) {
            if (old_words[i] == new_words[j] && !before_[i].topic.empty())
                match_[j++] = i++;
            else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1])
                ++i;
            else
                ++j;
        }
    }
    /// Between two topics that stayed: one for one where there are as many, else by number.
    void match_gap(std::size_t old_begin, std::size_t old_end, std::size_t new_begin, std::size_t new_end) {
        const bool as_many = old_end - old_begin == new_end - new_begin;
        for (std::size_t at = new_begin; at < new_end; ++at) {
            if (as_many) {
                match_[at] = old_begin + (at - new_begin);
                continue;
            }
            for (std::size_t old = old_begin; old < old_end; ++old)
                if (now_[at].number > 0 && before_[old].number == now_[at].number) match_[at] = old;
        }
    }

    const std::vector<MatchItem>& before_;
    const std::vector<MatchItem>& now_;
    std::vector<std::optional<std::size_t>> match_;
};

}  // namespace

std::vector<std::optional<std::size_t>> match_topics(const std::vector<MatchItem>& before,
                                                     const std::vector<MatchItem>& now) {
    return Matching{before, now}.run();
}

}  // namespace zvonok::server::imports
