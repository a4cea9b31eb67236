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

}  // namespace hatang::security
