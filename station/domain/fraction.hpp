#pragma once

#include <compare>
#include <cstdint>
#include <numeric>

namespace zvonok::domain {

/// A rational number in lowest terms, exact: no mean of marks is ever rounded before it is compared. Numerators and
/// denominators of school marks stay far below 2^63 (see grading.cpp on what it sums).
class Fraction {
  public:
    constexpr Fraction() = default;
    /// below > 0
    constexpr Fraction(std::int64_t above, std::int64_t below = 1) {  // NOLINT(google-explicit-constructor)
        const std::int64_t common = std::gcd(above, below);
        above_ = above / common;
        below_ = below / common;
    }

    [[nodiscard]] constexpr std::int64_t above() const { return above_; }
    [[nodiscard]] constexpr std::int64_t below() const { return below_; }
    /// Hundredths, half up: for showing, 4.666.. is 467.
    [[nodiscard]] constexpr std::int64_t hundredths() const { return half_up(above_ * 100, below_); }
    /// To a whole number, half up.
    [[nodiscard]] constexpr std::int64_t rounded() const { return half_up(above_, below_); }

    constexpr Fraction operator+(Fraction that) const {
        const std::int64_t common = std::lcm(below_, that.below_);
        return {above_ * (common / below_) + that.above_ * (common / that.below_), common};
    }
    constexpr Fraction operator-(Fraction that) const { return *this + Fraction{-that.above_, that.below_}; }
    constexpr Fraction operator*(std::int64_t factor) const { return {above_ * factor, below_}; }
    /// divisor > 0
    constexpr Fraction operator/(std::int64_t divisor) const { return {above_, below_ * divisor}; }
    [[nodiscard]] constexpr Fraction magnitude() const { return {above_ < 0 ? -above_ : above_, below_}; }

    constexpr bool operator==(const Fraction&) const = default;
    constexpr std::strong_ordering operator<=>(Fraction that) const {
        return above_ * that.below_ <=> that.above_ * below_;
    }

  private:
    static constexpr std::int64_t half_up(std::int64_t above, std::int64_t below) {
        const std::int64_t twice = 2 * above + below;
        const std::int64_t whole = twice / (2 * below);
        return twice < 0 && twice % (2 * below) != 0 ? whole - 1 : whole;
    }

    std::int64_t above_ = 0, below_ = 1;
};

}  // namespace zvonok::domain
