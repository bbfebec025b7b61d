#pragma once

#include "station/crypto/signing.hpp"

namespace zvonok::crypto {

/// A message for the holder of an Ed25519 signing key alone: libsodium's sealed box (an ephemeral X25519 key agrees
/// with the one that follows from the signing key). Whoever seals keeps nothing that opens it again. Says nothing about
/// who sealed it.
///
/// corrupt  the receiver's key is no point of the curve
Result<Bytes> seal_to_signer(const PublicKey& receiver, ByteView message);
/// refused  sealed to another key, or changed since
Result<Bytes> open_as_signer(const SigningKey& receiver, ByteView sealed);

}  // namespace zvonok::crypto
