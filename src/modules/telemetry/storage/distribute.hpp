// Chunks and roll-ups on the nodes of Citus: docs/decisions/0017-citus.md.
#pragma once

#include "db/pool.hpp"

namespace hatang::telemetry {

// Where the operator has made the extension citus in the database, the tables that have a key by datastream
// are distributed by it, those that are not yet. True when they are. Throws when one of them cannot be: in
// part they must not be.
task<bool> distribute(db::Pool&);

}  // namespace hatang::telemetry
