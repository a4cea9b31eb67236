#include "registry/features/totals.hpp"

#include "json/value.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

std::string key_of(const std::string& source, const db::Where& where, std::int64_t most) {
    std::string key = source + '\n' + where.text() + '\n' + std::to_string(most);
    for (const db::Param& p : where.params()) {
        const auto& wire = p.wire();
        key.append("\n").append(std::to_string(wire.oid)).append(wire.value ? ":" : "-");
        if (wire.value) key.append(std::to_string(wire.value->size())).append(":").append(*wire.value);
    }
    return key;
}

// A cache that is full begins anew: simpler than keeping an order, and it is full only when questions never
// repeat.
template <class Map>
void make_room(Map& map) {
    if (map.size() >= limits::totals_kept) map.clear();
}

}  // namespace

task<std::optional<std::int64_t>> Totals::count(std::string source, db::Where where, std::int64_t most) {
    const std::string key = key_of(source, where, most);
    const auto answer = [most](std::int64_t rows) {
        return rows > most ? std::nullopt : std::optional<std::int64_t>(rows);
    };
    if (const auto found = counts_.find(key); found != counts_.end() && found->second.state == state_)
        co_return answer(found->second.rows);
    const std::uint64_t state = state_;
    // most + 1 does not overflow: the largest is asked for with max - 1.
    const std::string sql = "select count(*) as n from (select from " + source + " where " + where.text() +
                            " limit " + std::to_string(most + 1) + ") counted";
    const db::Query query{"registry.ogc.count", sql};
    const db::Rows rows = co_await pool_.run_params(query, where.params());
    const std::int64_t n = rows.front().integer("n");
    make_room(counts_);
    counts_[key] = {state, n};
    co_return answer(n);
}

task<std::int64_t> Totals::estimate(std::string source, db::Where where) {
    const std::string sql = "explain (format json) select from " + source + " where " + where.text();
    const db::Query query{"registry.ogc.estimate", sql};
    const db::Rows rows = co_await pool_.run_params(query, where.params());
    const json::Document document = json::parse(rows.front().text("QUERY PLAN"));
    for (const json::Value plan : document.root().items())
        if (const auto top = plan.find("Plan"))
            if (const auto n = top->find("Plan Rows")) co_return static_cast<std::int64_t>(n->number());
    throw Error(Code::internal, "explain");
}

task<std::shared_ptr<const Extents>> Totals::extents(security::Scope scope) {
    const std::string key = scope.key();
    if (const auto found = places_.find(key); found != places_.end() && found->second.state == state_)
        co_return found->second.extents;
    const std::uint64_t state = state_;
    db::Where where;
    where.add("a.status <> 'retired'");
    scope.add_to(where, "a");
    const std::string sql =
        "select class_key, n, since, public.st_xmin(area) as west, public.st_ymin(area) as south, "
        "public.st_xmax(area) as east, public.st_ymax(area) as north from (select a.class_key, count(*) as "
        "n, "
        "min(a.valid_from) as since, public.st_extent(a.geom)::public.box3d as area from registry.asset a "
        "where " +
        where.text() + " group by a.class_key) found";
    const db::Query query{"registry.ogc.extents", sql};
    const db::Rows rows = co_await pool_.run_params(query, where.params());
    auto extents = std::make_shared<Extents>();
    for (const db::Row row : rows) {
        Extent& e = (*extents)[std::string(row.text("class_key"))];
        e.features = row.integer("n");
        e.begin = row.maybe_instant("since");
        e.west = row.maybe_number("west");
        e.south = row.maybe_number("south");
        e.east = row.maybe_number("east");
        e.north = row.maybe_number("north");
    }
    make_room(places_);
    places_[key] = {state, extents};
    co_return extents;
}

}  // namespace hatang::registry
