#pragma once

#include "station/base/bytes.hpp"

#include <compare>
#include <cstring>
#include <functional>

namespace zvonok {

/// A 128-bit name of one thing. Ids of different things are different types.
template <class Tag>
struct Id {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Id&) const = default;
    [[nodiscard]] bool empty() const { return *this == Id{}; }
    [[nodiscard]] ByteView view() const { return bytes; }
    [[nodiscard]] std::string hex() const { return to_hex(bytes); }

    /// corrupt: anything but exactly 16 bytes.
    static Result<Id> from(ByteView raw) {
        if (raw.size() != 16) return fail(FaultKind::corrupt, "an id of " + std::to_string(raw.size()) + " bytes");
        Id id;
        std::memcpy(id.bytes.data(), raw.data(), 16);
        return id;
    }
    static Result<Id> from_hex_text(std::string_view text) {
        const auto raw = from_hex(text);
        if (!raw) return tl::unexpected(raw.error());
        return from(*raw);
    }
};

using SchoolId = Id<struct SchoolTag>;
using StationId = Id<struct StationTag>;
using PersonId = Id<struct PersonTag>;  ///< staff, pupil or parent
using GroupId = Id<struct GroupTag>;    ///< class, subgroup, stream
using SubjectId = Id<struct SubjectTag>;
using RoomId = Id<struct RoomTag>;
using LoadId = Id<struct LoadTag>;  ///< who teaches what to whom (педагогическая нагрузка)
using PlanItemId = Id<struct PlanItemTag>;
using LessonId = Id<struct LessonTag>;
using PeriodId = Id<struct PeriodTag>;      ///< reporting period: a quarter, a half-year
using CalendarId = Id<struct CalendarTag>;  ///< annual calendar (календарный учебный график)
using BellsId = Id<struct BellsTag>;        ///< bell schedule
using OrderId = Id<struct OrderTag>;        ///< приказ
using DocumentId = Id<struct DocumentTag>;  ///< certificate that a pupil brought
using RequestId = Id<struct RequestTag>;    ///< request for a late change
using EntityId = Id<struct EntityTag>;      ///< what a fact speaks of, whatever its kind
using LogId = Id<struct LogTag>;            ///< made at random with each new database file
using SessionId = Id<struct SessionTag>;
using CellId = Id<struct CellTag>;  ///< digest of the question, entry/cell.hpp
using BootId = Id<struct BootTag>;
using TokenId = Id<struct TokenTag>;  ///< a server-signed time token
using EpochId = Id<struct EpochTag>;  ///< a server's life; changes when its database is restored

/// Views an id as the id of a fact's entity, and back.
template <class Tag>
EntityId entity_of(const Id<Tag>& id) {
    return EntityId{id.bytes};
}
template <class To>
To id_as(const EntityId& id) {
    return To{id.bytes};
}

}  // namespace zvonok

template <class Tag>
struct std::hash<zvonok::Id<Tag>> {
    std::size_t operator()(const zvonok::Id<Tag>& id) const noexcept {
        std::size_t value = 0;
        std::memcpy(&value, id.bytes.data(), sizeof value);
        return value;
    }
};
