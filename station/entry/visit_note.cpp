#include "station/entry/visit_note.hpp"

#include "station/crypto/signer_box.hpp"
#include "station/entry/pb.hpp"

namespace zvonok::entry {

Result<Bytes> seal_visit(const VisitNote& note, const crypto::PublicKey& server) {
    pb::VisitNote to;
    to.set_id(pack(note.id));
    to.set_visitor(pack(note.visitor));
    to.set_pupil(pack(note.pupil));
    to.set_at_ms(note.at.time_since_epoch().count());
    to.set_refused(note.refused);
    return crypto::seal_to_signer(server, serialized(to));
}

Result<VisitNote> open_visit(ByteView sealed, const crypto::SigningKey& server) {
    const auto bytes = crypto::open_as_signer(server, sealed);
    if (!bytes) return tl::unexpected(bytes.error());
    pb::VisitNote from;
    if (!parse(from, *bytes)) return fail(FaultKind::corrupt, "not a visit");
    Unpacker unpack;
    VisitNote note;
    unpack(from.id(), note.id);
    unpack(from.visitor(), note.visitor);
    unpack(from.pupil(), note.pupil);
    note.at = Instant{std::chrono::milliseconds{from.at_ms()}};
    note.refused = from.refused();
    if (!unpack.ok() || note.id.empty() || note.visitor.empty() || note.pupil.empty())
        return fail(FaultKind::corrupt, "a visit with impossible values");
    return note;
}

}  // namespace zvonok::entry
