// The checks that stand before every handler, and the headers that go with every answer. Pure.
#pragma once

#include "http/router.hpp"

namespace hatang::http {

// Cross-site request forgery: a browser sends the session cookie with requests that other sites cause, but it
// also says in Origin (or Referer) which site caused them. Throws cross_site_request when a state-changing
// request
//  - names an origin other than its Host, or
//  - names none and was signed in by cookie alone.
// A request with an Authorization header cannot come from a foreign page and is exempt.
void check_same_site(const Request&, const Principal&);
// For WebSocket upgrades, which browsers always send with Origin: a named origin must be the Host.
void check_same_origin(const Request&);

// A request that may change something.
bool changes_state(Method);

// Throws unauthenticated or forbidden{permission}.
void check_access(const Access&, const Principal&);

// The content security policy of a page; its own style elements carry the nonce, fresh for every answer.
std::string page_policy(std::string_view nonce);
// The policy (unless the handler set one) and its companions. API answers are not stored by caches unless the
// handler said otherwise. `secure`: the browser speaks HTTPS, and is told to do so for a year (HSTS, RFC
// 6797).
void add_security_headers(Response&, bool secure);

const std::string* find_header(const Response&, std::string_view name);

}  // namespace hatang::http
