#include "sync/relay/admission.hpp"
#include "sync/relay/discovery.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/known_school.hpp"

using namespace zvonok;
using namespace zvonok::sync;
using fuzz::promise;

namespace {

const std::shared_ptr<const belief::KeyRing>& staff_keys() {
    static const auto keys = std::make_shared<const belief::KeyRing>(
        std::vector{belief::envelope_key(fuzz::known_key(), fuzz::known_school, 1)});
    return keys;
}

/// A station that knows the school and nobody in it; a kiosk holds no key.
relay::Grounds grounds(bool staff) {
    static const auto book = [] {
        auto empty = std::make_shared<domain::FactBook>(fuzz::known_school);
        empty->seal();
        return std::shared_ptr<const domain::FactBook>{std::move(empty)};
    }();
    static const auto none = std::make_shared<const belief::KeyRing>();
    static const Zone zone = Zone::find("Europe/Moscow").value();
    return {fuzz::known_station, book, zone, {}, {fuzz::known_key().public_key()}, staff ? staff_keys() : none};
}

/// Nobody's card is believed here, so a parcel is thrown away for a reason, or carried unread.
void look_at(const wire::Parcel& parcel) {
    for (const bool staff : {true, false}) {
        const auto carriage = relay::look_at(parcel, grounds(staff));
        if (!carriage) {
            promise(!carriage.error().empty(), "what is thrown away is told why");
            continue;
        }
        promise(!carriage->content, "nothing is believed without a card");
        promise(carriage->parcel.name == parcel.name, "a parcel keeps its name");
        const auto again = wire::decode_parcel(carriage->parcel.bytes);
        promise(again && again->name == parcel.name, "what is carried can be passed on");
    }
}

template <class Message, class Decode>
std::optional<Message> holds(ByteView bytes, Decode decode) {
    auto message = decode(bytes);
    if (!message) return std::nullopt;
    const Bytes once = wire::encode(*message);
    const auto again = decode(once);
    promise(again.has_value(), "an encoded message decodes");
    promise(wire::encode(*again) == once, "a message survives encoding");
    return std::move(*message);
}

/// What a staff station of the school, turned bad, could put into an envelope.
void sealed(ByteView bytes) {
    const auto content = holds<wire::ParcelContent>(bytes, wire::decode_parcel_content);
    if (!content) return;
    const auto parcel = belief::make_parcel(*content, *staff_keys());
    if (!parcel) return;
    const auto opened = belief::open_parcel(*parcel, *staff_keys());
    promise(opened && wire::encode(*opened) == wire::encode(*content), "an envelope loses nothing");
    look_at(*parcel);
}

/// Pieces of a TXT record, each behind its length, as DNS has them.
void advert(fuzz::Input input) {
    std::vector<std::string> text;
    while (!input.empty()) text.emplace_back(as_text(input.bytes(input.byte())));
    const std::string mark = relay::school_mark(fuzz::known_school);
    if (!relay::names_school(text, mark)) return;
    bool there = false;
    for (const std::string& each : text) there = there || each.find(mark) != std::string::npos;
    promise(there, "only who knows the school's mark names it");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.byte() % 5) {
        case 0:
            if (const auto parcel = holds<wire::Parcel>(input.rest(), wire::decode_parcel)) look_at(*parcel);
            break;
        case 1:
            sealed(input.rest());
            break;
        case 2:
            holds<wire::RelayAsk>(input.rest(), wire::decode_relay_ask);
            break;
        case 3:
            if (const auto answer = holds<wire::RelayAnswer>(input.rest(), wire::decode_relay_answer))
                for (const wire::Parcel& parcel : answer->parcels) look_at(parcel);
            break;
        default:
            advert(input);
    }
    return 0;
}
