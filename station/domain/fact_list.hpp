#pragma once

#include "station/domain/facts.hpp"

#include <memory>

namespace zvonok::domain {

/// Facts by version, in chunks that copies share and that never change: pointers into a fact stay good as long as one
/// copy lives.
class FactList {
  public:
    using Recorded = std::pair<FactVersion, Fact>;

    class Iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = Recorded;
        using reference = const Recorded&;
        using pointer = const Recorded*;

        Iterator() = default;
        Iterator(const FactList& list, std::size_t chunk) : list_(&list), chunk_(chunk) {}
        reference operator*() const { return (*list_->chunks_[chunk_])[place_]; }
        pointer operator->() const { return &**this; }
        Iterator& operator++() {
            if (++place_ == list_->chunks_[chunk_]->size()) {
                ++chunk_;
                place_ = 0;
            }
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const FactList* list_ = nullptr;
        std::size_t chunk_ = 0, place_ = 0;
    };

    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, chunks_.size()}; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] FactVersion last_version() const { return empty() ? 0 : chunks_.back()->back().first; }
    [[nodiscard]] bool contains(FactVersion version) const;

    /// `newer` is not empty, by version, and all of it newer than what is here.
    const std::vector<Recorded>& append(std::vector<Recorded> newer);

  private:
    std::vector<std::shared_ptr<const std::vector<Recorded>>> chunks_;
    std::size_t size_ = 0;
};

}  // namespace zvonok::domain
