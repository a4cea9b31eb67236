// Figures of data quality as the interface gives them.
#pragma once

#include "json/describe.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

struct FindingCount {
    std::string kind;
    std::int64_t assets = 0;
};
// Works of a domain, a ward or an owner; of all of them together.
struct QualityGroup {
    std::optional<std::string> key, name;  // null: works without one
    std::int64_t assets = 0;
    std::int64_t judged = 0, wanted = 0,
                 missing = 0;  // works, and attributes, that the law wants something of
    std::vector<FindingCount> findings;
};
struct Coverage {
    std::string domain;
    std::int64_t assets = 0;
    std::vector<std::string> wards_without;  // codes
};
struct QualityView {
    std::optional<Instant> judged_at;
    std::optional<double> seconds;
    std::optional<double> running_percent;
    QualityGroup all;
    std::vector<QualityGroup> domains, wards, owners;
    std::vector<Coverage> coverage;
    json::Raw networks;
    std::int64_t wards_known = 0;
};
struct QualityStarted {
    std::int64_t job_id = 0;
};
struct FindingView {
    std::string kind;
    json::Raw detail;
};
struct FindingList {
    std::vector<FindingView> items;
};

void add_quality_routes(http::Router&, Context&);
void register_quality_jobs(Context&);
// Puts a judgement into the queue, where none waits; gives the job.
task<std::int64_t> begin_judgement(db::Session&, Context&, std::int64_t user_id);
// Begins one when the last is older than limits::judge_every_hours; before the first, somebody has to ask.
task<void> judge_when_due(Context&, std::int64_t user_id);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::FindingCount> {
    using T = registry::FindingCount;
    static constexpr std::string_view name = "FindingCount";
    static constexpr auto fields = std::tuple{
        field("kind", &T::kind,
              "missing, no_geometry, geometry, outside, duplicate, disconnected, no_owner or no_code"),
        field("assets", &T::assets, "Assets: GET /api/v1/assets?finding= lists them")};
};
template <>
struct Describe<registry::QualityGroup> {
    using T = registry::QualityGroup;
    static constexpr std::string_view name = "QualityGroup";
    static constexpr auto fields = std::tuple{
        field("key", &T::key, "Domain, ward code or owner; null: assets without one"),
        field("name", &T::name, "Name of the ward or owner"),
        field("assets", &T::assets, "Assets in use that the caller may read"),
        field("judged", &T::judged, "Of these, assets of classes that the law wants attributes of"),
        field("wanted", &T::wanted, "Values that the law wants of them"),
        field("missing", &T::missing, "Values that are not there"),
        field("findings", &T::findings, "Assets by what is wrong with them")};
};
template <>
struct Describe<registry::Coverage> {
    using T = registry::Coverage;
    static constexpr std::string_view name = "DomainCoverage";
    static constexpr auto fields =
        std::tuple{field("domain", &T::domain, "Domain"), field("assets", &T::assets, "Assets in use"),
                   field("wards_without", &T::wards_without, "Codes of wards without an asset of it")};
};
template <>
struct Describe<registry::QualityView> {
    using T = registry::QualityView;
    static constexpr std::string_view name = "DataQuality";
    static constexpr auto fields =
        std::tuple{field("judged_at", &T::judged_at, "When the findings were made; null: never yet"),
                   field("seconds", &T::seconds, "How long that took"),
                   field("running_percent", &T::running_percent, "Of a judgement under way; null: none"),
                   field("all", &T::all, "Everything together"),
                   field("domains", &T::domains, "By domain"),
                   field("wards", &T::wards, "By ward"),
                   field("owners", &T::owners, "By owner"),
                   field("coverage", &T::coverage, "Where a domain has no data at all"),
                   field("networks", &T::networks,
                         "Lines, pieces and loose pieces of each network, for callers without limits"),
                   field("wards_known", &T::wards_known, "Wards of the city")};
};
template <>
struct Describe<registry::QualityStarted> {
    static constexpr std::string_view name = "QualityStarted";
    static constexpr auto fields =
        std::tuple{field("job_id", &registry::QualityStarted::job_id, "The job, or the one under way")};
};
template <>
struct Describe<registry::FindingView> {
    using T = registry::FindingView;
    static constexpr std::string_view name = "Finding";
    static constexpr auto fields =
        std::tuple{field("kind", &T::kind, "What is wrong"),
                   field("detail", &T::detail, "Which attributes, which fault, which other asset")};
};
template <>
struct Describe<registry::FindingList> {
    static constexpr std::string_view name = "FindingList";
    static constexpr auto fields =
        std::tuple{field("items", &registry::FindingList::items, "Of the present version of the asset")};
};

}  // namespace hatang::json
