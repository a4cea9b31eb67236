// /api/v1/organisations
#include "security/organisations/organisations.hpp"
#include "security/organisations/queries.hpp"
#include "security/paging.hpp"

namespace hatang::security {
namespace {

task<OrganisationPage> list_organisations(Context& context, const OrganisationQuery& in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const db::Rows rows =
        co_await context.platform.db.run(sql::organisations_page, page.after.value_or(0), page.limit + 1);
    OrganisationPage out;
    for (const db::Row row : rows) out.items.push_back(organisation_of(row));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

task<OrganisationView> post_organisation(Context& context, http::Call& call, const OrganisationInput& in) {
    const auto body = [&](db::Session& tx) -> task<OrganisationView> {
        co_return co_await create_organisation(context, tx, in, actor_of(call));
    };
    const OrganisationView made = co_await context.platform.db.transaction(body);
    call.etag(made.version);
    co_return made;
}

task<OrganisationView> patch_organisation(Context& context, http::Call& call, const OrganisationPatch& in) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const auto body = [&](db::Session& tx) -> task<OrganisationView> {
        const auto expect = [&call](std::int64_t version) { call.check_version(version); };
        co_return co_await change_organisation(context, tx, id, in, expect, actor_of(call));
    };
    const OrganisationView changed = co_await context.platform.db.transaction(body);
    call.etag(changed.version);
    co_return changed;
}

}  // namespace

void add_organisation_routes(http::Router& router, Context& context) {
    router.get<OrganisationQuery, OrganisationPage>(
        "/api/v1/organisations", {"security.organisations.list", http::signed_in(), "Lists organisations"},
        [&context](http::Call&, const OrganisationQuery& in) -> task<OrganisationPage> {
            return list_organisations(context, in);
        });
    router.post<OrganisationInput, OrganisationView>(
        "/api/v1/organisations",
        {"security.organisations.create", http::may("user.write"), "Creates an organisation"},
        [&context](http::Call& call, const OrganisationInput& in) -> task<OrganisationView> {
            return post_organisation(context, call, in);
        });
    router.patch<OrganisationPatch, OrganisationView>(
        "/api/v1/organisations/{id}",
        {"security.organisations.change", http::may("user.write"), "Changes an organisation"},
        [&context](http::Call& call, const OrganisationPatch& in) -> task<OrganisationView> {
            return patch_organisation(context, call, in);
        });
}

}  // namespace hatang::security
