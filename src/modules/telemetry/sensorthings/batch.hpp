// Batch requests (18-088, section 11), as JSON or as multipart/mixed: what they ask, in order, and how the
// answers are spelled. Pure; every byte is hostile.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "http/message.hpp"

namespace hatang::telemetry::sta {

struct BatchPart {
    std::string id;  // Content-ID; empty: nobody refers to it
    http::Method method = http::Method::get;
    std::string url;  // below the root of the service: "Things(1)?$expand=…" or "$id/Datastreams"
    std::string content_type = "application/json", body, if_match;
    int group = 0;  // 0: stands for itself; equal numbers: a change set, neighbours
};

// {"requests":[{"id":"1","method":"post","url":"Things","body":{…},"atomicityGroup":"a"}, …]}
// Throws the errors of a bad document, too_many_items, duplicate_field for an id that comes twice.
std::vector<BatchPart> read_json_batch(std::string_view body);
// Parts of type application/http, and of type multipart/mixed for change sets. Throws malformed_request.
std::vector<BatchPart> read_multipart_batch(std::string_view body, std::string_view content_type);

// Paths of the entities that were made by parts with an id: "Things(5)".
using MadePaths = std::map<std::string, std::string, std::less<>>;
// Puts what was made in place of "$id" in the address and of {"@iot.id":"$id"} in the body. Throws
// invalid_value for a reference to nothing that was made.
void resolve_references(BatchPart&, const MadePaths&);

struct BatchAnswer {
    std::string id;
    int group = 0;
    http::Response response;
};
std::string write_json_batch(const std::vector<BatchAnswer>&);
// A change set that failed has one answer. `boundary` occurs in no answer.
std::string write_multipart_batch(const std::vector<BatchAnswer>&, std::string_view boundary);

}  // namespace hatang::telemetry::sta
