#include "security/watch/surroundings.hpp"

#include <utility>

namespace hatang::security {
namespace {

Surroundings& told() {
    static Surroundings facts;
    return facts;
}

}  // namespace

void tell_surroundings(Surroundings facts) { told() = std::move(facts); }
const Surroundings& surroundings() { return told(); }

}  // namespace hatang::security
