#pragma once

#include "station/domain/lesson.hpp"
#include "station/entry/entry.hpp"
#include "station/entry/log.pb.h"

/// The small turns between ids and protobuf's strings that the codecs share. Only for the .cpp files of this folder.
namespace zvonok::entry {

template <class AnyId>
std::string pack(const AnyId& id) {
    return id.empty() ? std::string{} : std::string(as_text(id.view()));
}
template <std::size_t N>
std::string pack(const std::array<std::uint8_t, N>& bytes) {
    return std::string(as_text(bytes));
}
inline std::string pack(ByteView bytes) {
    return std::string(as_text(bytes));
}

inline Bytes unpack_bytes(const std::string& text) {
    return copy(as_bytes(text));
}

/// Reads ids one after another and remembers whether any was of a wrong size.
class Unpacker {
  public:
    template <class AnyId>
    void operator()(const std::string& text, AnyId& id) {
        if (text.empty()) {
            id = {};
        } else if (auto read = AnyId::from(as_bytes(text))) {
            id = *read;
        } else {
            ok_ = false;
        }
    }
    void operator()(const std::string& text, crypto::Digest& digest) {
        if (auto read = crypto::digest_from(as_bytes(text)))
            digest = *read;
        else
            ok_ = false;
    }
    /// The id that the text is.
    template <class AnyId>
    AnyId as(const std::string& text) {
        AnyId id;
        (*this)(text, id);
        return id;
    }
    [[nodiscard]] bool ok() const { return ok_; }

  private:
    bool ok_ = true;
};

inline std::int32_t pack_day(LocalDay day) {
    return static_cast<std::int32_t>(day.time_since_epoch().count());
}
inline LocalDay unpack_day(std::int32_t days) {
    return LocalDay{std::chrono::days{days}};
}
inline Instant unpack_instant(std::int64_t ms) {
    return Instant{std::chrono::milliseconds{ms}};
}
inline std::uint32_t count(int value) {
    return static_cast<std::uint32_t>(value);
}
inline int count(std::uint32_t value) {
    return static_cast<int>(value);
}

void pack_id(const EntryId& id, pb::EntryId* to);
EntryId unpack_id(const pb::EntryId& from, Unpacker& unpack);
void pack_lesson(const domain::LessonKey& key, pb::LessonKey* to);
domain::LessonKey unpack_lesson(const pb::LessonKey& from, Unpacker& unpack);

void pack_writing(const domain::Writing& writing, pb::Body* to);
/// An act of a newer program is unknown, and its cell has no kind.
domain::Writing unpack_writing(const pb::Body& from, Unpacker& unpack);

void pack_fact(const RecordedFact& recorded, pb::Fact* to);
RecordedFact unpack_fact(const pb::Fact& from, Unpacker& unpack);

template <class AnyId>
void pack_all(const std::vector<AnyId>& ids, google::protobuf::RepeatedPtrField<std::string>* to) {
    for (const AnyId& id : ids) to->Add(pack(id));
}
template <class AnyId>
std::vector<AnyId> unpack_all(const google::protobuf::RepeatedPtrField<std::string>& from, Unpacker& unpack) {
    std::vector<AnyId> ids(static_cast<std::size_t>(from.size()));
    for (std::size_t i = 0; i < ids.size(); ++i) unpack(from.Get(static_cast<int>(i)), ids[i]);
    return ids;
}

template <class Message>
Bytes serialized(const Message& message) {
    Bytes bytes(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(bytes.data());
    return bytes;
}
template <class Message>
bool parse(Message& message, ByteView bytes) {
    return bytes.size() <= 64u << 20 && message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace zvonok::entry
