// What the route of files gives.
#pragma once

#include "json/describe.hpp"

namespace hatang::telemetry {

struct FileView {
    std::int64_t job_id = 0;
    std::string name;
    std::int64_t bytes = 0;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::FileView> {
    using F = telemetry::FileView;
    static constexpr std::string_view name = "IngestFile";
    static constexpr auto fields =
        std::tuple{field("job_id", &F::job_id, "The job that stores it: GET /api/v1/jobs/{id}"),
                   field("name", &F::name, "As it was called"), field("bytes", &F::bytes, "Its size")};
};

}  // namespace hatang::json
