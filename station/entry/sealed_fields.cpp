#include "station/entry/sealed_fields.hpp"

#include "station/crypto/signer_box.hpp"
#include "station/domain/registers.hpp"
#include "station/entry/pb.hpp"

namespace zvonok::entry {

using domain::RegisterField;
using domain::RegisterRecord;

Result<RegisterRecord> seal_fields(RegisterRecord record, EntityId entity, const crypto::PublicKey& server) {
    const domain::RegisterSpec* spec = domain::find_register(record.name);
    if (spec == nullptr || !spec->personal || !record.sealed.empty()) return record;
    pb::SealedFields to;
    to.set_entity(pack(entity));
    for (const RegisterField& each : record.fields) {
        auto* field = to.add_fields();
        field->set_name(each.name);
        field->set_value(each.value);
    }
    auto sealed = crypto::seal_to_signer(server, serialized(to));
    if (!sealed) return tl::unexpected(sealed.error());
    record.lacking = domain::lacking_fields(*spec, record.fields);
    record.sealed = std::move(*sealed);
    record.fields.clear();
    return record;
}

Result<RegisterRecord> open_fields(RegisterRecord record, EntityId entity, const crypto::SigningKey& server) {
    if (record.sealed.empty()) return record;
    const auto bytes = crypto::open_as_signer(server, record.sealed);
    if (!bytes) return tl::unexpected(bytes.error());
    pb::SealedFields from;
    if (!parse(from, *bytes)) return fail(FaultKind::corrupt, "no fields of a register");
    Unpacker unpack;
    if (unpack.as<EntityId>(from.entity()) != entity || !unpack.ok() || from.fields().empty())
        return fail(FaultKind::corrupt, "fields of another record");
    // Whatever stood in the clear beside the box is not what was sealed.
    record.fields.clear();
    for (const auto& field : from.fields()) record.fields.push_back({field.name(), field.value()});
    return record;
}

}  // namespace zvonok::entry
