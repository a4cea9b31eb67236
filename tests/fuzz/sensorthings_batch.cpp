// Any bytes may be given as a batch request, of either kind; what is taken comes back as an answer that names
// every part once, and an answer is a batch body again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.hpp"
#include "json/value.hpp"
#include "telemetry/sensorthings/batch.hpp"

namespace {

using namespace hatang;
using namespace hatang::telemetry::sta;

void check_parts(std::vector<BatchPart> parts) {
    const MadePaths made{{"1", "Things(5)"}, {"a", "Sensors(6)"}};
    std::vector<BatchAnswer> answers;
    int last_group = 0;
    for (BatchPart& part : parts) {
        if (part.group < 0 || (part.group != 0 && part.group < last_group)) std::abort();
        last_group = std::max(last_group, part.group);
        try {
            resolve_references(part, made);
        } catch (const Error&) {
        }
        answers.push_back({part.id, part.group, http::Response::json("{}", 201)});
    }
    (void)json::parse(write_json_batch(answers));
    const std::string text = write_multipart_batch(answers, "boundary_of_answers");
    std::size_t named = 0;
    for (std::size_t at = text.find("HTTP/1.1 201"); at != text.npos; at = text.find("HTTP/1.1 201", at + 1))
        ++named;
    if (named < answers.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    try {
        check_parts(read_json_batch(bytes));
    } catch (const Error&) {
    }
    try {
        check_parts(read_multipart_batch(bytes, "multipart/mixed; boundary=b"));
    } catch (const Error&) {
    }
    // The first line as the type.
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    try {
        check_parts(read_multipart_batch(std::string_view(bytes).substr(line), bytes.substr(0, line)));
    } catch (const Error&) {
    }
    return 0;
}
