#include "demo/load.hpp"

#include <array>
#include <unordered_map>

#include "demo/city.hpp"
#include "demo/networks.hpp"
#include "demo/signals.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_demo();
}

namespace hatang::demo {
namespace {

constexpr std::string_view identifier_kind = "demo";
// Works in one transaction: few enough that a failure loses little, enough that commits do not dominate.
constexpr std::size_t works_per_transaction = 50;

constexpr std::array accounts{
    DemoAccount{"quan_tri", "Quản trị hệ thống", "admin"},
    DemoAccount{"truc_ban", "Trần Thị Trực Ban", "duty_officer"},
    DemoAccount{"ky_su", "Nguyễn Văn Kỹ Sư", "asset_engineer"},
    DemoAccount{"bao_tri", "Lê Thị Bảo Trì", "maintenance_engineer"},
    DemoAccount{"doi_xe", "Đội sửa chữa số 1", "crew"},
    DemoAccount{"xem", "Người xem", "viewer"},
};

constexpr db::Query version_there{"demo.version_there",
                                  "select 1 as there from demo.loaded where version = $1"};
constexpr db::Query mark_version{"demo.mark_version",
                                 "insert into demo.loaded (version) values ($1) on conflict do nothing"};
constexpr db::Query add_stream{"demo.add_stream",
                               "insert into demo.stream (datastream_id, asset_class, asset_name, property, "
                               "lon, lat, interval_s, base, day, noise, least, most, "
                               "decimals, place) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)"};

// One work to be written, wherever it comes from.
struct Task {
    registry::AssetInput asset;
    Position at;
    std::string kit, key, parent_key;
};

class Loader {
  public:
    Loader(LoadTarget target, City city)
        : to_(target), city_(std::move(city)), actor_(security::system_actor("demo")) {}

    task<LoadReport> run(const std::function<void(double, std::string_view)>& progress) {
        co_await add_accounts();
        co_await open_doors();
        co_await add_organisations();
        std::vector<Task> tasks = real_works();
        const std::size_t real = tasks.size();
        for (Task& made : generated_works()) tasks.push_back(std::move(made));
        for (std::size_t first = 0; first < tasks.size(); first += works_per_transaction) {
            const std::size_t last = std::min(first + works_per_transaction, tasks.size());
            co_await add_batch(std::span(tasks).subspan(first, last - first));
            progress(100.0 * static_cast<double>(last) / static_cast<double>(tasks.size()),
                     first < real ? "công trình" : "mạng lưới mô phỏng");
        }
        report_.works = static_cast<int>(real);
        report_.generated = static_cast<int>(tasks.size() - real);
        co_await to_.telemetry.refresh();
        co_await add_rules_and_finish();
        co_await to_.alarms.refresh();
        co_return report_;
    }

  private:
    LoadTarget to_;
    City city_;
    security::Actor actor_;
    LoadReport report_;
    std::unordered_map<std::string, std::int64_t> organisations_, assets_;

    task<void> add_accounts() {
        for (const DemoAccount& account : accounts) {
            try {
                co_await to_.security.add_user(std::string(account.name), std::string(account.full_name),
                                               std::string(account.role), std::string(demo_password), actor_);
                ++report_.accounts;
            } catch (const Error& e) {
                if (e.code != Code::duplicate_user) throw;
            }
        }
    }

    // Newcomers look without a phone for a second factor; the security page shows it as an open finding. A
    // city that has set the policy by itself keeps it.
    task<void> open_doors() {
        if (report_.accounts == 0) co_return;
        const std::string key = "second_factor", value = "nobody";
        co_await to_.security.set_policy(key, value, actor_);
    }

    task<void> add_organisations() {
        co_await to_.platform.db.transaction([this](db::Session& tx) -> task<void> {
            for (const auto& [name, kind] : city_.organisations) {
                const std::int64_t id = co_await to_.security.ensure_organisation(tx, name, kind);
                organisations_[name] = id;
            }
        });
    }

    std::vector<Task> real_works() const {
        std::vector<Task> out;
        for (const CityWork& work : city_.works) {
            Task t;
            t.asset.class_key = work.class_key;
            t.asset.name = work.name;
            t.asset.status = work.status;
            t.asset.geometry_json = work.geometry_json;
            t.asset.source = "Vị trí gần đúng theo tài liệu công khai";
            if (const auto found = organisations_.find(work.operator_name); found != organisations_.end())
                t.asset.operator_id = found->second;
            t.at = work.outline[work.outline.size() / 2];
            if (work.geometry_json.find("Polygon") != std::string::npos) t.at = middle_of(work.outline);
            t.kit = work.kit;
            t.key = work.class_key + ":" + work.name;
            if (!work.parent.empty()) t.parent_key = "metro_line:" + work.parent;
            out.push_back(std::move(t));
        }
        return out;
    }

    std::vector<Task> generated_works() const {
        std::vector<Task> out;
        int road_number = 0;
        for (const CityWork& work : city_.works) {
            if (work.class_key != "road") continue;
            for (const GeneratedWork& made :
                 networks_along(work.name, "road" + std::to_string(++road_number), work.outline)) {
                Task t;
                t.asset.class_key = made.class_key;
                t.asset.name = made.name;
                t.asset.generated = true;
                t.asset.geometry_json =
                    made.geometry.size() == 1 ? point_json(made.geometry[0]) : line_json(made.geometry);
                t.asset.source = "Sinh tự động cho bản trình diễn";
                t.at = made.geometry[made.geometry.size() / 2];
                t.kit = made.kit;
                t.key = made.key;
                out.push_back(std::move(t));
            }
        }
        return out;
    }

    static Position middle_of(const Line& ring) {
        Position sum;
        for (const Position p : ring) sum.lon += p.lon, sum.lat += p.lat;
        const auto n = static_cast<double>(ring.size());
        return {sum.lon / n, sum.lat / n};
    }

    task<void> add_batch(std::span<Task> tasks) {
        std::vector<Task*> missing;
        for (Task& t : tasks) {
            const auto known = co_await to_.registry.find_by_identifier(std::string(identifier_kind), t.key);
            if (known)
                assets_[t.key] = *known;
            else
                missing.push_back(&t);
        }
        if (missing.empty()) co_return;
        co_await to_.platform.db.transaction([this, &missing](db::Session& tx) -> task<void> {
            for (Task* t : missing) co_await add_work(tx, *t);
        });
    }

    task<void> add_work(db::Session& tx, Task& t) {
        if (const auto parent = assets_.find(t.parent_key); parent != assets_.end())
            t.asset.parent_id = parent->second;
        registry::Identifier identifier;
        identifier.kind = identifier_kind;
        identifier.value = t.key;
        t.asset.identifiers.push_back(identifier);
        const std::int64_t asset_id = co_await to_.registry.create(tx, t.asset, actor_);
        assets_[t.key] = asset_id;
        for (const KitSensor& kind : city_.kit(t.kit))
            for (int place = 1; place <= kind.count; ++place)
                co_await add_sensor(tx, t, asset_id, kind, place);
    }

    task<void> add_sensor(db::Session& tx, const Task& t, std::int64_t asset_id, const KitSensor& kind,
                          int place) {
        const std::string name = kind.count == 1 ? kind.name : kind.name + " " + std::to_string(place);
        telemetry::SensorInput sensor;
        sensor.asset_id = asset_id;
        sensor.serial =
            "DEMO-" + std::to_string(asset_id) + "-" + kind.property + "-" + std::to_string(place);
        sensor.name = name;
        sensor.model = "mô phỏng";
        sensor.lon = t.at.lon;
        sensor.lat = t.at.lat;
        const std::int64_t sensor_id = co_await to_.telemetry.add_sensor(tx, sensor, actor_);

        telemetry::DatastreamInput stream;
        stream.sensor_id = sensor_id;
        stream.name = name;
        stream.property = kind.property;
        stream.unit = kind.unit;
        stream.interval_s = kind.interval_s;
        stream.least = kind.least;
        stream.most = kind.most;
        stream.decimals = kind.decimals;
        const std::int64_t id = co_await to_.telemetry.add_datastream(tx, stream, actor_);

        std::vector<db::Param> values{id,         t.asset.class_key, t.asset.name,  kind.property, t.at.lon,
                                      t.at.lat,   kind.interval_s,   kind.base,     kind.day,      kind.noise,
                                      kind.least, kind.most,         kind.decimals, place};
        co_await tx.run(add_stream, std::move(values));
        ++report_.datastreams;
    }

    task<void> add_rules_and_finish() {
        co_await to_.platform.db.transaction([this](db::Session& tx) -> task<void> {
            for (const CityRule& rule : city_.rules) {
                alarms::RuleInput input;
                input.asset_class = rule.asset_class;
                input.property = rule.property;
                input.name = rule.name;
                input.kind = rule.kind;
                input.limit = rule.limit;
                input.dead_band = rule.dead_band;
                input.on_delay_s = rule.on_delay_s;
                input.off_delay_s = rule.off_delay_s;
                input.priority = rule.priority;
                input.advice = rule.advice;
                co_await to_.alarms.add_rule(tx, input, actor_);
                ++report_.rules;
            }
            co_await tx.run(mark_version, city_.version);
        });
    }
};

}  // namespace

std::span<const DemoAccount> demo_accounts() { return accounts; }

db::ModuleSchema schema() { return {"demo", embedded_demo()}; }

task<LoadReport> load_city(LoadTarget target, std::function<void(double, std::string_view)> progress) {
    std::vector<db::ModuleSchema> schemas{schema()};
    co_await db::migrate(target.platform.db, std::move(schemas));
    City city = read_city();
    const db::Rows there = co_await target.platform.db.run(version_there, city.version);
    if (!there.empty()) {
        LoadReport report;
        report.already = true;
        co_return report;
    }
    Loader loader(target, std::move(city));
    const LoadReport report = co_await loader.run(progress);
    co_return report;
}

}  // namespace hatang::demo
