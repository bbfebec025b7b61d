#pragma once

#include <memory>
#include <utility>

namespace zvonok {

/// A value on the heap that never changes: lets a type hold one of its own kind, is cheap to copy, and compares by
/// what it holds. Never empty but after being moved from.
template <class T>
class Boxed {
  public:
    Boxed(T value) : value_(std::make_shared<const T>(std::move(value))) {}  // NOLINT(google-explicit-constructor)

    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }

    friend bool operator==(const Boxed& left, const Boxed& right) {
        return left.value_ == right.value_ || *left.value_ == *right.value_;
    }

  private:
    std::shared_ptr<const T> value_;
};

}  // namespace zvonok
