// One write, whatever it is addressed to: single requests and the parts of a batch come in here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telemetry/sensorthings/writing.hpp"

namespace hatang::telemetry::sta {

struct Operation {
    http::Method method = http::Method::post;
    std::string path;  // below /sta/v1.1: "/Things(1)/Datastreams"
    std::string content_type, body;
};

// The permission without which nobody may do it at all.
std::string_view permission_for(const Operation&);
// The route under which security/data/four_eyes.json knows it: an act that a second person must agree to.
// Empty: none.
std::string_view guarded_act(const Operation&);
// What has to hold still while they are done, in one Writing.
Reach reach_of(const std::vector<Operation>&);
// Observations to be made, and nothing else: they need no transaction of their own.
bool only_observations(const std::vector<Operation>&);

struct Done {
    int status = 200;
    std::optional<Entity> made;
};
// Throws forbidden, not_found, method_not_allowed, unsupported_media_type and what is wrong with the body.
task<Done> perform(Writing&, const Operation&);

// A JSON Patch of an entity as the PUT, of a Thing as the PATCH, that it comes to; any other operation as it
// is. `entity`: what the entity is now, as it is answered. Throws the errors of apply_json_patch.
bool is_json_patch(const Operation&);
Operation without_json_patch(const Operation&, std::string_view entity);

// Readings of operations that are only_observations, checked; `at` is the one that is looked at.
struct Observed {
    PostedReadings taken;
    std::vector<Entity> made;  // by operation
};
task<Observed> observations_of(Telemetry::State&, const http::Call&, const std::vector<Operation>&,
                               std::size_t& at);

}  // namespace hatang::telemetry::sta
