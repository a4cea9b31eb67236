#include "registry/features/places.hpp"

#include <map>
#include <set>
#include <unordered_map>

#include "base/log.hpp"
#include "events/unseen.hpp"
#include "geo/packed_tree.hpp"
#include "json/value.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

#define HATANG_PLACE                                                                                \
    "select a.id, a.xmin as state, a.class_key, a.domain, a.owner_id, a.operator_id, a.ward_code, " \
    "a.sensitivity, st_xmin(a.geom) as west, st_ymin(a.geom) as south, st_xmax(a.geom) as east, "   \
    "st_ymax(a.geom) as north, st_x(a.point) as lon, st_y(a.point) as lat from registry.asset a "   \
    "where a.class_key = $1 and a.status <> 'retired' and not st_isempty(a.geom) "
constexpr db::Query places_of_class{"registry.ogc.places",
                                    HATANG_PLACE "and a.id > $2 order by a.id limit $3"};
constexpr db::Query places_by_id{"registry.ogc.places_by_id", HATANG_PLACE "and a.id = any($2)"};
#undef HATANG_PLACE

// $1, $2: what the bus has handed out; $3: works whose box crosses that of the question, $4…$7. OFFSET 0:
// they are fetched by id, not looked for in the box once more.
constexpr db::Query border{
    "registry.ogc.border",
    "select " HATANG_UNSEEN_EVENTS(
        "$1", "$2",
        "asset.%") " as behind, array(select a.id from (select id, geom from registry.asset where id = "
                   "any($3) offset 0) a where public.st_intersects(a.geom, public.st_makeenvelope($4, $5, "
                   "$6, $7, 4326))) as met"};

struct Place {
    std::int64_t id = 0, state = 0;
    geo::DegreeBox box;
    double lon = 0, lat = 0;                      // a point of the work
    const security::AssetGroup* group = nullptr;  // null: it has changed since, or is gone
};

std::uint32_t curve_of(const geo::DegreeBox& b) {
    const auto cell = [](double part) {
        return static_cast<std::uint16_t>(std::clamp(part, 0.0, 1.0) * 65'535);
    };
    return geo::hilbert(cell((b.west + b.east + 360) / 720), cell((180 - b.south - b.north) / 360));
}

// The works of one class: packed when they were read, and those that have changed since.
class ClassPlaces {
  public:
    void read(const db::Rows& rows) {
        for (const db::Row row : rows) packed_.push_back(place_of(row));
    }
    void pack() {
        std::ranges::sort(packed_, {}, [](const Place& p) { return curve_of(p.box); });
        std::vector<geo::DegreeBox> boxes;
        boxes.reserve(packed_.size() + packed_.size() / 15 + 16);
        for (std::size_t i = 0; i < packed_.size(); ++i) {
            boxes.push_back(packed_[i].box);
            at_[packed_[i].id] = i;
        }
        tree_ = geo::PackedTree<geo::DegreeBox>(std::move(boxes));
    }
    // `rows`: what there is now of the works that have changed.
    void renew(const std::vector<std::int64_t>& ids, const db::Rows& rows) {
        for (const std::int64_t id : ids) {
            changed_.erase(id);
            if (const auto found = at_.find(id); found != at_.end()) packed_[found->second].group = nullptr;
        }
        for (const db::Row row : rows) {
            const Place place = place_of(row);
            changed_[place.id] = place;
        }
    }
    std::size_t size() const { return packed_.size() + changed_.size(); }
    std::size_t changes() const { return changed_.size(); }
    std::size_t groups() const { return groups_.size(); }

    template <class Each>
    void search(const geo::DegreeBox& box, Each each) const {
        tree_.search(box, [&](std::size_t i) {
            if (packed_[i].group) each(packed_[i]);
        });
        for (const auto& [id, place] : changed_)
            if (place.box.meets(box)) each(place);
    }

  private:
    Place place_of(const db::Row& row) {
        return {row.integer("id"),
                row.integer("state"),
                {row.number("west"), row.number("south"), row.number("east"), row.number("north")},
                row.number("lon"),
                row.number("lat"),
                groups_.intern(security::asset_key(row))};
    }

    security::AssetGroups groups_;
    std::vector<Place> packed_;
    std::unordered_map<std::int64_t, std::size_t> at_;
    geo::PackedTree<geo::DegreeBox> tree_;
    std::unordered_map<std::int64_t, Place> changed_;
};

}  // namespace

struct Places::State {
    State(Platform& p, std::size_t most) : platform(p), works_max(most) {}
    Platform& platform;
    std::size_t works_max;

    struct Entry {
        ClassPlaces places;
        std::set<std::int64_t> stale;  // ids to read again
        bool whole = false;            // all of it has been read once
        bool reading = false;          // a task is at it
    };
    // Shared with the task that reads: one that was dropped meanwhile reads for nobody.
    std::map<std::string, std::shared_ptr<Entry>, std::less<>> classes;
    std::set<std::string, std::less<>> too_large;  // until the next start: they would be read for nothing

    std::size_t works() const {
        std::size_t sum = 0;
        for (const auto& [key, entry] : classes) sum += entry->places.size();
        return sum;
    }
    bool holds(const std::string& key, const std::shared_ptr<Entry>& entry) const {
        const auto found = classes.find(key);
        return found != classes.end() && found->second == entry;
    }
    // What cannot be followed is forgotten, and read anew at the next question.
    void forget(const std::string& key, const std::shared_ptr<Entry>& entry) {
        if (holds(key, entry)) classes.erase(key);
    }
    static void take_up(const std::shared_ptr<State>&, const events::Event&);
    static void work_on(const std::shared_ptr<State>&, std::string key, std::shared_ptr<Entry>);
    static task<void> read(std::shared_ptr<State>, std::string key, std::shared_ptr<Entry>);
};

void Places::State::work_on(const std::shared_ptr<State>& state, std::string key,
                            std::shared_ptr<Entry> entry) {
    if (std::exchange(entry->reading, true)) return;
    state->platform.loop.spawn(read(state, std::move(key), std::move(entry)), "registry.places");
}

task<void> Places::State::read(std::shared_ptr<State> state, std::string key, std::shared_ptr<Entry> entry) {
    db::Pool& db = state->platform.db;
    std::string failed;
    try {
        std::int64_t last = 0;
        while (!entry->whole && state->holds(key, entry)) {
            const db::Rows rows = co_await db.run(places_of_class, key, last, limits::places_rows);
            if (!rows.empty()) last = rows[rows.size() - 1].integer("id");
            const bool last_rows = std::cmp_less(rows.size(), limits::places_rows);
            const auto take = [&] {
                entry->places.read(rows);
                if (last_rows) entry->places.pack();
            };
            co_await state->platform.loop.blocking(take);
            entry->whole = last_rows;
            if (state->works() > state->works_max) {
                log::warn("registry.places_full",
                          {{"class", key}, {"works_max", static_cast<std::int64_t>(state->works_max)}});
                state->too_large.insert(key);
                state->forget(key, entry);
                co_return;
            }
        }
        while (!entry->stale.empty() && state->holds(key, entry)) {
            const std::vector<std::int64_t> ids(entry->stale.begin(), entry->stale.end());
            // Let go before they are read: a change after this is heard of again.
            entry->stale.clear();
            const db::Rows rows = co_await db.run(places_by_id, key, ids);
            entry->places.renew(ids, rows);
        }
        entry->reading = false;
        if (entry->places.changes() > limits::places_changes_max) state->forget(key, entry);
    } catch (const std::exception& e) {
        failed = e.what();
    }
    if (failed.empty()) co_return;
    log::warn("registry.places_failed", {{"class", key}, {"error", failed}});
    state->forget(key, entry);
}

Places::Places(Platform& platform, std::size_t works_max)
    : state_(std::make_shared<State>(platform, works_max)) {
    platform.metrics.describe("hatang_registry_places", "Works whose place is known in memory");
    platform.metrics.gauge("hatang_registry_places",
                           [state = state_] { return static_cast<double>(state->works()); });
}
Places::~Places() = default;

void Places::hear(const events::Event& event) {
    try {
        State::take_up(state_, event);
    } catch (...) {  // what nobody can read may be of any class
        state_->classes.clear();
        throw;
    }
}

// "asset.changed" has an id, "asset.imported" has ids; both name the class.
void Places::State::take_up(const std::shared_ptr<State>& state, const events::Event& event) {
    const json::Document document = json::parse(event.payload);
    const auto name = document.root().find("class"), domain = document.root().find("domain");
    // Changed wards move works of every class into other wards, and with that out of some scopes.
    if (!name || !domain || domain->text("/domain") == "administrative") {
        state->classes.clear();
        return;
    }
    const std::string key(name->text("/class"));
    const auto found = state->classes.find(key);
    if (found == state->classes.end()) return;
    const std::shared_ptr<Entry> entry = found->second;
    if (const auto id = document.root().find("id"))
        entry->stale.insert(id->integer("/id"));
    else if (const auto ids = document.root().find("ids"))
        for (const json::Value one : ids->items("/ids")) entry->stale.insert(one.integer("/ids"));
    if (entry->stale.empty() || entry->stale.size() > limits::places_changes_max)
        state->forget(key, entry);
    else
        work_on(state, key, entry);
}

task<std::optional<std::vector<RowState>>> Places::meeting(std::string class_key, geo::DegreeBox box,
                                                           const security::Scope& scope) {
    const std::shared_ptr<State> state = state_;
    const auto seen = state->platform.events.seen();
    if (!seen || state->too_large.contains(class_key)) co_return std::nullopt;
    std::shared_ptr<State::Entry>& entry = state->classes[class_key];
    if (!entry) {
        entry = std::make_shared<State::Entry>();
        State::work_on(state, class_key, entry);
    }
    if (entry->reading) co_return std::nullopt;

    std::vector<RowState> hits;
    std::unordered_map<std::int64_t, RowState> crossing;
    std::vector<std::int64_t> crossing_ids;
    std::vector<signed char> allowed(entry->places.groups(), -1);
    entry->places.search(box, [&](const Place& place) {
        signed char& verdict = allowed[place.group->index];
        if (verdict < 0) verdict = scope.allows(place.group->key()) ? 1 : 0;
        if (verdict == 0) return;
        const RowState row{place.id, place.state,
                           place.group->sensitivity == security::Sensitivity::restricted};
        if (box.holds(place.box) || box.holds(place.lon, place.lat)) {
            hits.push_back(row);
        } else {
            crossing.emplace(place.id, row);
            crossing_ids.push_back(place.id);
        }
    });
    if (std::cmp_greater(hits.size() + crossing.size(), limits::box_hits_max)) co_return std::nullopt;
    const db::Rows rows = co_await state->platform.db.run(border, seen->top, seen->gaps, crossing_ids,
                                                          box.west, box.south, box.east, box.north);
    const db::Row row = rows.front();
    if (row.boolean("behind")) co_return std::nullopt;
    for (const std::int64_t id : row.integers("met")) hits.push_back(crossing.at(id));
    co_return hits;
}

}  // namespace hatang::registry
