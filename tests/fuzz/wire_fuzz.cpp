#include "sync/wire/compression.hpp"
#include "sync/wire/messages.hpp"
#include "tests/fuzz/input.hpp"

using namespace zvonok;
using namespace zvonok::sync;
using fuzz::promise;

namespace {

/// A message that was understood is understood again, alike, and never grows over its limit by being passed on.
template <class Decode>
void holds(ByteView bytes, Decode decode) {
    const auto message = decode(bytes);
    if (!message) return;
    const Bytes once = wire::encode(*message);
    const auto again = decode(once);
    promise(again.has_value(), "an encoded message decodes");
    promise(wire::encode(*again) == once, "a message survives encoding");
}

/// As the server looks at an upload before it believes anything.
void look_at(const wire::SyncRequest& request) {
    for (const entry::SealedBatch& batch : request.batches) {
        const auto seal = entry::decode_seal(batch.seal.content);
        if (seal) static_cast<void>(entry::check_batch(batch, seal->server_key.value_or(crypto::PublicKey{})));
    }
    for (const entry::SessionProof& proof : request.sessions) static_cast<void>(entry::open_proof(proof));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (const auto kind = input.byte() % 8; kind) {
        case 0: {
            const ByteView bytes = input.rest();
            holds(bytes, wire::decode_sync_request);
            if (const auto request = wire::decode_sync_request(bytes)) look_at(*request);
            break;
        }
        case 1:
            holds(input.rest(), wire::decode_sync_answer);
            break;
        case 2:
            holds(input.rest(), wire::decode_access_list);
            break;
        case 3:
            holds(input.rest(), wire::decode_enrol_request);
            break;
        case 4:
            holds(input.rest(), wire::decode_enrol_answer);
            break;
        case 5:
            holds(input.rest(), wire::decode_time);
            break;
        case 6:
            holds(input.rest(), wire::decode_problem);
            break;
        default: {
            constexpr std::size_t limit = 1u << 20;
            if (const auto bytes = wire::decompress(input.rest(), limit)) {
                promise(bytes->size() <= limit, "nothing unpacks to more than was allowed");
                promise(wire::decompress(wire::compress(*bytes), limit) == *bytes, "compression loses nothing");
            }
        }
    }
    return 0;
}
