// What is held on one person: shown whole, handed out, taken back.
#pragma once

#include "security/context.hpp"
#include "security/privacy/views.hpp"

namespace hatang::security {

// The address that lists mask, with an audit row that names the purpose. Throws not_found.
task<Revealed> reveal_person(Context&, http::Call&, RevealInput);
// Everything held on the person, of themselves or for those with privacy.read. Throws not_found.
task<http::Response> export_person(Context&, http::Call&);
// Puts a pseudonym in the person's place: account disabled, means of signing in deleted, rights ended. The
// audit log stays. A second time changes nothing. Throws not_found, last_admin.
task<Erased> erase_person(Context&, http::Call&, EraseInput);

}  // namespace hatang::security
