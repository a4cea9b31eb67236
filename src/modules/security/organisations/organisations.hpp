// Making and changing organisations, inside the caller's transaction.
#pragma once

#include <functional>

#include "security/context.hpp"
#include "security/organisations/views.hpp"

namespace hatang::security {

OrganisationView organisation_of(const db::Row&);
// Both throw duplicate_organisation, unknown_organisation (the parent), organisation_cycle; change also
// not_found and what `expect` throws for the current version.
task<OrganisationView> create_organisation(Context&, db::Session&, OrganisationInput, Actor);
task<OrganisationView> change_organisation(Context&, db::Session&, std::int64_t id, OrganisationPatch,
                                           std::function<void(std::int64_t)> expect, Actor);

}  // namespace hatang::security
