// Lists of integers in few bits each: blocks of 64, every block with its least value and the width of what
// lies above it. Lists are packed as they are, as differences, as differences of differences, or as a
// dictionary and places in it, whichever is smallest. The format is described in
// docs/internals/observation-storage.md, section 3.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "telemetry/storage/bytes.hpp"

namespace hatang::telemetry {

void put_packed(ByteWriter&, std::span<const std::int64_t>);
// The bytes that put_packed would take, nearly: without trying a dictionary.
std::size_t packed_size(std::span<const std::int64_t>);

// Fills `out`; false when the bytes are not what put_packed makes.
bool get_packed(ByteReader&, std::span<std::int64_t> out);

}  // namespace hatang::telemetry
