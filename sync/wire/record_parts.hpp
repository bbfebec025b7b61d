#pragma once

#include "station/entry/seal.hpp"

/// Sealed records taken apart into what differs and what follows, by bytes and not by meaning: put together again they
/// are what they were, whatever a newer program has added to them.
namespace zvonok::sync::wire {

/// A header without school, log, number, kind, cell and body hash, which follow from seal and body.
struct HeaderParts {
    std::uint64_t order = 0;
    ByteView middle;  ///< the fields from the saved time up to the kind
    ByteView tail;    ///< those behind the cell but the last, which is the body's hash
};

/// A body as lesson, addressee and rest; of a verdict the rest lacks the number of the entry that it judges.
struct BodyParts {
    ByteView lesson;                      ///< the whole field; empty: none
    ByteView addressee;                   ///< 16 bytes; empty: none, or in the rest
    std::optional<std::uint64_t> judged;  ///< seq
    ByteView rest;
};

/// Nothing: the header is not written as ours are, or its cell need not follow from the body. The views are into
/// `bytes`.
std::optional<HeaderParts> split_header(ByteView bytes, const entry::SealContent& seal, std::uint64_t seq);
/// Nothing: an act that the first program that wrote dense batches did not know; others could not name its cell.
std::optional<BodyParts> split_body(ByteView bytes);

Bytes joined_body(const BodyParts& parts);
/// record  with body and salt. A body that names no cell gets a cell of zeros, which no check believes.
Bytes joined_header(const HeaderParts& parts, const entry::SealContent& seal, std::uint64_t seq,
                    const entry::Record& record);

}  // namespace zvonok::sync::wire
