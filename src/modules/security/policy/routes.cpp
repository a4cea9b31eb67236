// /api/v1/security/policy
#include "security/policy/store.hpp"

namespace hatang::security {

struct PolicyList {
    std::vector<PolicyView> items;
};

}  // namespace hatang::security

template <>
struct hatang::json::Describe<hatang::security::PolicyView> {
    using T = security::PolicyView;
    static constexpr std::string_view name = "PolicyItem";
    static constexpr auto fields =
        std::tuple{field("key", &T::key, "Stable key"),
                   field("value", &T::value, "Value in force"),
                   field("default", &T::standard, "Standard value"),
                   field("title_vi", &T::title_vi, "What it sets, in Vietnamese"),
                   field("title_en", &T::title_en, "What it sets, in English"),
                   field("legal_basis", &T::legal_basis, "Where the standard value comes from"),
                   field("changed_at", &T::changed_at, "When it was set"),
                   field("changed_by", &T::changed_by, "Who set it")};
};
template <>
struct hatang::json::Describe<hatang::security::PolicyList> {
    static constexpr std::string_view name = "PolicyList";
    static constexpr auto fields = std::tuple{field("items", &security::PolicyList::items, "All rules")};
};

namespace hatang::security {
namespace {

task<PolicyList> list_policy(Context& context) {
    PolicyList out;
    out.items = co_await policy_views(context);
    co_return out;
}

task<PolicyList> patch_policy(Context& context, http::Call& call, const http::RawBody& body) {
    if (body.content_type != "application/json" && body.content_type != "application/merge-patch+json")
        throw Error(Code::unsupported_media_type, "Content-Type", {body.content_type, "application/json"});
    std::map<std::string, std::string> wanted;
    {
        const json::Document document = json::parse(body.bytes);
        for (const auto [key, value] : document.root().members())
            if (!wanted.emplace(key, value.dump()).second)
                throw Error(Code::duplicate_field, json::pointer("", key), {std::string(key)});
    }
    const Actor actor = actor_of(call);
    if (!wanted.empty()) co_await change_policy(context, wanted, actor);
    co_return co_await list_policy(context);
}

}  // namespace

void add_policy_routes(http::Router& router, Context& context) {
    router.get<http::Nothing, PolicyList>(
        "/api/v1/security/policy",
        {"security.policy.list", http::may("security.read"), "The rules of signing in and their legal basis"},
        [&context](http::Call&, const http::Nothing&) -> task<PolicyList> { return list_policy(context); });
    router.patch<http::RawBody, PolicyList>(
        "/api/v1/security/policy",
        {"security.policy.change", http::may("policy.write"),
         "Sets rules by key: an object of key and value"},
        [&context](http::Call& call, const http::RawBody& body) -> task<PolicyList> {
            return patch_policy(context, call, body);
        });
}

}  // namespace hatang::security
