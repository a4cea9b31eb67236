// How the process stands in the world: what only `serve` knows, for the watch page.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "http/tls.hpp"

namespace hatang::security {

struct Surroundings {
    std::string version;     // of the program
    std::string web_folder;  // of the web application; empty: none
    bool beyond_loopback = false, encrypted = false;
    std::function<std::optional<http::CertificateFacts>()> certificate = {};  // empty: not yet, or no TLS
};

// Facts of the process: told by `serve` before the modules start, so that they watch the files from the
// beginning, and again when the server listens. Commands and tests tell nothing, and nothing is watched.
// Loop thread only.
void tell_surroundings(Surroundings);
const Surroundings& surroundings();

}  // namespace hatang::security
