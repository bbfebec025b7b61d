#include "hal/card/gunzip.hpp"
#include "hal/card/piv.hpp"
#include "hal/card/tlv.hpp"
#include "station/crypto/authority.hpp"
#include "station/crypto/trust.hpp"
#include "tests/fuzz/input.hpp"

using namespace zvonok;
using fuzz::promise;

namespace {

/// A card that says what the input says: a length, so many bytes, a status; in pieces where the status says so.
class TalkingCard final : public card::CardChannel {
  public:
    explicit TalkingCard(fuzz::Input input) : input_(input) {}
    Result<card::Answer> exchange(ByteView) override {
        if (input_.empty()) return fail(FaultKind::missing, "the card is out");
        card::Answer answer;
        answer.status = input_.word();
        answer.data = copy(input_.bytes(input_.byte()));
        return answer;
    }
    Result<void> begin_transaction() override { return {}; }
    void end_with_reset() override {}

  private:
    fuzz::Input input_;
};

void talk(fuzz::Input input) {
    TalkingCard card{input};
    const auto selected = card::piv::select(card);
    if (!selected) return;
    const auto state = card::piv::ask_pin_state(card);
    if (state && state->tries_left) promise(*state->tries_left >= 0, "tries are counted from none");
    static_cast<void>(card::piv::read_certificate(card));
    static_cast<void>(card::piv::verify_pin(card, crypto::Secret::from(as_bytes("123456"))));
    static_cast<void>(card::piv::sign(card, crypto::KeyKind::rsa2048, Bytes(256, 1)));
}

void objects(ByteView bytes) {
    const auto all = card::parse_tlv(bytes);
    if (!all) return;
    std::size_t inside = 0;
    for (const card::Tlv& each : *all) {
        inside += each.value.size();
        const Bytes made = card::make_tlv(each.tag, each.value);
        const auto again = card::only_tlv(each.tag, made);
        promise(again && equal(*again, each.value), "an object survives encoding");
    }
    promise(inside <= bytes.size(), "objects lie inside what was parsed");
}

void certificate(ByteView der) {
    const auto read = crypto::Certificate::from_der(der);
    if (!read) return;
    static_cast<void>(read->serial());
    static_cast<void>(read->common_name());
    static_cast<void>(read->upn());
    static_cast<void>(read->key_kind());
    static_cast<void>(read->verifies(der, Bytes(64, 2)));
    for (const auto profile : {crypto::Profile::authority, crypto::Profile::station, crypto::Profile::staff})
        static_cast<void>(crypto::check(*read, profile, {*read, std::nullopt}, read->not_before()));
}

void revocation_list(ByteView der) {
    const auto read = crypto::RevocationList::from_der(der);
    if (!read) return;
    for (const crypto::Revoked& revoked : read->entries()) promise(!revoked.serial.empty(), "a serial has digits");
    static_cast<void>(read->number());
}

/// Of a machine that has a token to be enrolled with, and nothing else.
void request(ByteView der) {
    static const auto authority = crypto::Authority::create("Fuzz CA", Instant{}, Instant{std::chrono::hours{24}});
    promise(authority.has_value(), "an authority is made");
    crypto::CertificateOrder order;
    order.common_name = "57";
    order.not_after = Instant{std::chrono::hours{1}};
    const auto issued = authority->issue_for_request(order, der);
    if (issued) promise(issued->common_name() == "57", "no name is taken from a request");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.byte() % 7) {
        case 0:
            talk(input);
            break;
        case 1:
            objects(input.rest());
            break;
        case 2:
            certificate(input.rest());
            break;
        case 3:
            revocation_list(input.rest());
            break;
        case 4: {
            constexpr std::size_t limit = 1u << 16;
            if (const auto unpacked = card::gunzip(input.rest(), limit))
                promise(unpacked->size() <= limit, "nothing unpacks to more than was allowed");
            break;
        }
        case 5:
            static_cast<void>(crypto::Certificate::from_pem(as_text(input.rest())));
            break;
        default:
            request(input.rest());
    }
    return 0;
}
