// Brings the tables of the catalogue to the state of the data files.
#pragma once

#include <span>

#include "base/embedded.hpp"
#include "catalogue/data.hpp"
#include "db/pool.hpp"
#include "security/api.hpp"

namespace hatang::catalogue {

// One transaction with its audit row; does nothing when the tables hold these files already.
task<void> load_tables(db::Pool&, security::Security&, std::span<const EmbeddedFile>, const Data&);

}  // namespace hatang::catalogue
