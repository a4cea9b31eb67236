#include "telemetry/mappings/store.hpp"

#include "json/value.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/mappings/queries.hpp"
#include "telemetry/record_change.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::chrono::milliseconds mapping_reload_pause{50};
constexpr std::int64_t mappings_at_a_time = 10'000;

Target target_of(const MappingView& m) { return {m.datastream_id, m.scale, m.shift}; }

}  // namespace

MappingView mapping_of(const db::Row& row) {
    return {.id = row.integer("id"),
            .version = row.integer("version"),
            .source = json::from_text<Source>(row.text("source")).value_or(Source::line_protocol),
            .series = std::string(row.text("series")),
            .datastream_id = row.maybe_integer("datastream_id"),
            .scale = row.number("scale"),
            .shift = row.number("shift"),
            .created_at = row.instant("created_at")};
}

MappingStore::MappingStore(Loop& loop, db::Pool& pool, events::Bus& events) : loop_(loop), pool_(pool) {
    events.subscribe("mapping.", [this](const events::Event& event) { on_event(event); });
}

task<void> MappingStore::load() {
    for (std::int64_t after = 0;;) {
        const db::Rows rows = co_await pool_.run(sql::mappings_after, after, mappings_at_a_time);
        for (const db::Row row : rows) {
            const MappingView m = mapping_of(row);
            book.put(m.source, m.series, target_of(m));
            after = m.id;
        }
        if (rows.size() < mappings_at_a_time) co_return;
    }
}

void MappingStore::changed(const MappingView& m) { book.put(m.source, m.series, target_of(m)); }
void MappingStore::deleted(const MappingView& m) { book.erase(m.source, m.series); }

void MappingStore::on_event(const events::Event& event) {
    const json::Document document = json::parse(event.payload);
    const auto source = document.root().find("source"), series = document.root().find("series");
    if (!source || !series) return;
    changed_sources_.emplace_back(source->text());
    changed_series_.emplace_back(series->text());
    if (std::exchange(reload_waiting_, true)) return;
    loop_.spawn(reload(), "telemetry.reload_mappings");
}

task<void> MappingStore::reload() {
    co_await loop_.sleep(mapping_reload_pause);
    reload_waiting_ = false;
    const std::vector<std::string> sources = std::exchange(changed_sources_, {}),
                                   series = std::exchange(changed_series_, {});
    const db::Rows rows = co_await pool_.run(sql::mappings_named, sources, series);
    // What is not there any more was deleted.
    for (std::size_t i = 0; i < series.size(); ++i)
        if (const auto source = json::from_text<Source>(sources[i])) book.erase(*source, series[i]);
    for (const db::Row row : rows) changed(mapping_of(row));
}

task<void> end_mappings(Telemetry::State& state, db::Session& tx, std::int64_t datastream_id,
                        const security::Actor& actor) {
    const db::Rows rows = co_await tx.run(sql::delete_mappings_to, datastream_id);
    for (const db::Row row : rows) {
        const MappingView gone = mapping_of(row);
        co_await record_change<MappingView>(state, tx, "mapping.delete", "mapping", &gone, nullptr, actor);
    }
}

}  // namespace hatang::telemetry
