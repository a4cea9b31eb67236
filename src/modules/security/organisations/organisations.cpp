#include "security/organisations/organisations.hpp"

#include "security/organisations/queries.hpp"

namespace hatang::security {
namespace {

[[noreturn]] void throw_for_organisation(const db::SqlError& e, const std::string& name,
                                         std::optional<std::int64_t> parent) {
    if (e.unique_violation("organisation_name_unique"))
        throw Error(Code::duplicate_organisation, "/name", {name});
    if (e.foreign_key_violation("organisation_parent"))
        throw Error(Code::unknown_organisation, "/parent_id", {std::to_string(parent.value_or(0))});
    throw e;
}

task<OrganisationView> read_organisation(db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::organisation_by_id, id);
    co_return organisation_of(rows.front());
}

task<void> refuse_cycle(db::Session& tx, std::int64_t id, std::int64_t parent) {
    co_await tx.run(sql::lock_organisations);
    const db::Rows above =
        co_await tx.run(sql::organisations_above, parent, std::int64_t{limits::organisation_depth_max});
    if (above.size() >= limits::organisation_depth_max)
        throw Error(Code::out_of_range, "/parent_id",
                    {std::to_string(parent), "≤ " + std::to_string(limits::organisation_depth_max)});
    for (const db::Row row : above)
        if (row.integer("id") == id)
            throw Error(Code::organisation_cycle, "/parent_id", {std::to_string(id)});
}

task<void> record(Context& context, db::Session& tx, std::string_view action,
                  const std::optional<OrganisationView>& before, const OrganisationView& after,
                  const Actor& actor) {
    Change change;
    change.action = action;
    change.entity = "organisation";
    change.entity_id = after.id;
    if (before) change.before = json::to_json(*before);
    change.after = json::to_json(after);
    co_await context.security.audit(tx, actor, change);
    const std::string key = std::to_string(after.id);
    co_await context.platform.events.emit(tx, "organisation.changed", key, change.after);
}

}  // namespace

OrganisationView organisation_of(const db::Row& row) {
    OrganisationView o;
    o.id = row.integer("id");
    o.version = row.integer("version");
    o.name = row.text("name");
    o.short_name = row.maybe_text("short_name");
    o.kind = json::from_text<OrganisationKind>(row.text("kind")).value();
    o.parent_id = row.maybe_integer("parent_id");
    o.created_at = row.instant("created_at");
    return o;
}

task<OrganisationView> create_organisation(Context& context, db::Session& tx, OrganisationInput in,
                                           Actor actor) {
    std::int64_t id = 0;
    try {
        const db::Rows made =
            co_await tx.run(sql::insert_organisation, in.name, in.short_name, json::to_text(in.kind),
                            in.parent_id, context.platform.clock.now());
        id = made.front().integer("id");
    } catch (const db::SqlError& e) {
        throw_for_organisation(e, in.name, in.parent_id);
    }
    if (in.parent_id) co_await refuse_cycle(tx, id, *in.parent_id);
    const OrganisationView after = co_await read_organisation(tx, id);
    co_await record(context, tx, "organisation.create", std::nullopt, after, actor);
    co_return after;
}

task<OrganisationView> change_organisation(Context& context, db::Session& tx, std::int64_t id,
                                           OrganisationPatch patch, std::function<void(std::int64_t)> expect,
                                           Actor actor) {
    const db::Rows found = co_await tx.run(sql::organisation_for_change, id);
    if (found.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    const OrganisationView before = organisation_of(found.front());
    expect(before.version);

    const std::string name = patch.name.value_or(before.name);
    const auto short_name = patch.short_name.given ? patch.short_name.value : before.short_name;
    const OrganisationKind kind = patch.kind.value_or(before.kind);
    const auto parent = patch.parent_id.given ? patch.parent_id.value : before.parent_id;
    if (parent && parent != before.parent_id) co_await refuse_cycle(tx, id, *parent);
    try {
        co_await tx.run(sql::update_organisation, id, name, short_name, json::to_text(kind), parent);
    } catch (const db::SqlError& e) {
        throw_for_organisation(e, name, parent);
    }
    const OrganisationView after = co_await read_organisation(tx, id);
    co_await record(context, tx, "organisation.change", before, after, actor);
    co_return after;
}

}  // namespace hatang::security
