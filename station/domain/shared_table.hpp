#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace zvonok::domain {

/// A hash table whose copies share their pages until one of them changes a page. Copying costs one pointer a page, a
/// change the copy of one page; so a book of facts that differs from another by a fact is made in microseconds.
///
/// A copy may be made and read by any thread while others read the original; changing is for one thread alone.
template <class Key, class Value, class Hash = std::hash<Key>>
class SharedTable {
  public:
    [[nodiscard]] const Value* find(const Key& key) const {
        if (pages_.empty()) return nullptr;
        const auto& page = pages_[page_of(key)];
        if (!page) return nullptr;
        const auto found = page->find(key);
        return found == page->end() ? nullptr : &found->second;
    }
    /// For writing; made when it is not there.
    Value& at(const Key& key) {
        if (pages_.empty()) pages_.resize(page_count);
        auto& page = pages_[page_of(key)];
        if (!page) {
            page = std::make_shared<Page>();
        } else if (page.use_count() > 1) {
            page = std::make_shared<Page>(*page);
        } else {
            // Whoever let go of the page last has finished reading it.
            std::atomic_thread_fence(std::memory_order_acquire);
        }
        return (*page)[key];
    }
    /// Calls visit(key, value) for each, in no order that means anything.
    template <class Visit>
    void each(Visit&& visit) const {
        for (const auto& page : pages_)
            if (page)
                for (const auto& [key, value] : *page) visit(key, value);
    }

  private:
    using Page = std::unordered_map<Key, Value, Hash>;
    // More: copies cost more; fewer: changes cost more. With 10,000 rows a page is some 150.
    static constexpr std::size_t page_count = 64;
    static std::size_t page_of(const Key& key) {
        const std::size_t hash = Hash{}(key);
        return (hash ^ (hash >> 17) ^ (hash >> 41)) % page_count;
    }

    std::vector<std::shared_ptr<Page>> pages_;
};

}  // namespace zvonok::domain
