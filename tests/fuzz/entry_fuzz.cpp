#include "station/crypto/signer_box.hpp"
#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"
#include "station/entry/visit_note.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/known_school.hpp"

using namespace zvonok;
using fuzz::promise;

namespace {

/// What decodes must be the same after another way through bytes; acts and facts of newer programs lose what is
/// unknown.
void header_holds(ByteView bytes) {
    const auto header = entry::decode_header(bytes);
    if (!header) return;
    const auto again = entry::decode_header(entry::encode(*header));
    promise(again && *again == *header, "a header survives encoding");
}

void body_holds(ByteView bytes) {
    const auto body = entry::decode_body(bytes);
    if (!body) return;
    const Bytes once = entry::encode(*body);
    const auto again = entry::decode_body(once);
    promise(again.has_value(), "an encoded body decodes");
    promise(entry::encode(*again) == once, "a body survives encoding");
    entry::Header header;
    static_cast<void>(entry::check_record(header, {{}, copy(bytes), Bytes(16)}, *body));
}

void seal_holds(ByteView bytes) {
    const auto seal = entry::decode_seal(bytes);
    if (!seal) return;
    const Bytes once = entry::encode(*seal);
    const auto again = entry::decode_seal(once);
    promise(again && entry::encode(*again) == once, "a seal survives encoding");
}

void statement_holds(ByteView bytes) {
    const auto statement = entry::decode_statement(bytes);
    if (!statement) return;
    const Bytes once = entry::encode(*statement);
    const auto again = entry::decode_statement(once);
    promise(again && entry::encode(*again) == once, "a statement survives encoding");
}

void proof_holds(ByteView bytes) {
    const auto proof = entry::decode_proof(bytes);
    if (!proof) return;
    const auto again = entry::decode_proof(entry::encode(*proof));
    promise(again && *again == *proof, "a proof survives encoding");
    static_cast<void>(entry::open_proof(*proof));
}

/// A path of any length through a tree of any shape.
void path_is_bounded(fuzz::Input input) {
    crypto::Digest leaf{};
    const std::size_t index = input.word();
    const std::size_t count = input.word();
    entry::MerklePath path(input.byte() % 40);
    static_cast<void>(entry::merkle_root_of_path(leaf, index, count, path));
}

/// Anybody can seal anything to the server.
void visit(ByteView content) {
    const auto sealed = crypto::seal_to_signer(fuzz::known_key().public_key(), content);
    promise(sealed.has_value(), "what is to be sealed is sealed");
    const auto note = entry::open_visit(*sealed, fuzz::known_key());
    if (!note) return;
    const auto again = entry::seal_visit(*note, fuzz::known_key().public_key());
    promise(again.has_value(), "a visit is sealed");
    const auto opened = entry::open_visit(*again, fuzz::known_key());
    promise(opened && *opened == *note, "a visit survives its seal");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.byte() % 8) {
        case 0:
            header_holds(input.rest());
            break;
        case 1:
            body_holds(input.rest());
            break;
        case 2:
            seal_holds(input.rest());
            break;
        case 3:
            statement_holds(input.rest());
            break;
        case 4:
            proof_holds(input.rest());
            break;
        case 5:
            path_is_bounded(input);
            break;
        case 6:
            // What is not signed is not opened; the signature itself is a decoder's input, too.
            static_cast<void>(entry::open_time({copy(input.rest()), Bytes(64)}, {}));
            break;
        default:
            visit(input.rest());
    }
    return 0;
}
