// For the simulation: the tables of the storage in memory, and what each of its statements does to them.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/pool.hpp"
#include "db/rows.hpp"
#include "db/wire.hpp"
#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/rollup.hpp"

namespace hatang::telemetry::simulated {

using Id = std::int64_t;
using Payload = std::shared_ptr<const std::string>;

// -- the values of parameters
inline const std::string& bytes_of(const db::Param& p) { return *p.wire().value; }
inline bool is_null(const db::Param& p) { return !p.wire().value; }
inline std::int64_t integer_of(const db::Param& p) { return db::wire::get<std::int64_t>(bytes_of(p).data()); }
inline double number_of(const db::Param& p) { return db::wire::get_double(bytes_of(p).data()); }
inline std::int64_t time_of(const db::Param& p) { return db::wire::to_instant(integer_of(p)).us; }
// Elements of eight bytes.
template <class T, class Decode>
std::vector<T> array_of(const db::Param& p, Decode decode) {
    std::vector<T> out;
    const std::string& bytes = bytes_of(p);
    for (std::size_t at = 20; at < bytes.size(); at += 12) out.push_back(decode(bytes.data() + at + 4));
    return out;
}
inline std::vector<std::int64_t> integers_of(const db::Param& p) {
    return array_of<std::int64_t>(p, [](const char* at) { return db::wire::get<std::int64_t>(at); });
}
inline std::vector<std::int64_t> times_of(const db::Param& p) {
    return array_of<std::int64_t>(
        p, [](const char* at) { return db::wire::to_instant(db::wire::get<std::int64_t>(at)).us; });
}
inline std::vector<double> numbers_of(const db::Param& p) {
    return array_of<double>(p, [](const char* at) { return db::wire::get_double(at); });
}

struct Statement {
    std::string_view name;
    std::vector<db::Param> params;
    bool is(const db::Query& query) const { return name == query.name; }
};

struct ChunkRow {
    std::int64_t n = 0;
    Payload payload;
};
struct ChunkKey {
    Id id = 0;
    std::int64_t t1 = 0, t0 = 0;
    auto operator<=>(const ChunkKey&) const = default;
};
struct SealedRow {
    std::int64_t through = 0, tail_n = 0;
    struct Last {
        std::int64_t t = 0;
        double value = 0;
        std::int64_t quality = 0, tail_t0 = 0, first_t = 0;
    };
    std::optional<Last> last;
    std::optional<Instant> removed_before;
};

struct Change {
    std::vector<Id> datastreams;
    bool amended = false;
};

struct Tables {
    std::int64_t epoch = 1, lease_until_us = 0, change = 0, amended = 0;
    std::int64_t now_us = 0;  // what the server's clock says
    std::map<std::int64_t, Change> changes;
    std::map<std::int64_t, Payload> batches{{0, std::make_shared<std::string>(encode_batch({}))}};
    std::map<ChunkKey, ChunkRow> chunks;
    std::map<Id, SealedRow> sealed;
    std::array<std::map<std::pair<Id, std::int64_t>, Rollup>, 4> rollups;
    std::vector<Id> datastreams;
    std::optional<std::int64_t> readings_days, rollup_days;  // of all of them

    db::Rows execute(const Statement&);

  private:
    std::optional<db::Rows> about_writer(const Statement&);
    std::optional<db::Rows> about_batches(const Statement&);
    std::optional<db::Rows> about_chunks(const Statement&);
    std::optional<db::Rows> about_sealed(const Statement&);
    std::optional<db::Rows> about_rollups(const Statement&);
    db::Rows sealed_rows(const std::vector<Id>& of) const;
    db::Rows stream_rows(const std::vector<Id>& of) const;
    void copy_chunks(std::string_view stream);
    std::int64_t first_time(Id id) const;
};

inline db::Param payload_param(const Payload& payload) { return db::Param::bytes(*payload); }

inline db::Rows Tables::execute(const Statement& s) {
    for (const auto part : {&Tables::about_writer, &Tables::about_batches, &Tables::about_chunks,
                            &Tables::about_sealed, &Tables::about_rollups})
        if (auto rows = (this->*part)(s)) return *rows;
    const auto& p = s.params;
    if (s.is(sql::one_snapshot)) return db::Rows();
    if (s.is(sql::trim_features)) return db::Rows();  // no reading is of a feature of its own
    if (s.is(sql::streams)) return stream_rows(datastreams);
    if (s.is(sql::streams_of)) return stream_rows(integers_of(p[0]));
    throw std::logic_error("simulation: unknown statement " + std::string(s.name));
}

inline std::optional<db::Rows> Tables::about_writer(const Statement& s) {
    constexpr std::int64_t lease_us = 6 * kSecond, changes_kept = 5;  // few, so that servers miss some
    const auto& p = s.params;
    if (s.is(sql::settle)) return db::made_rows({"epoch"}, {{epoch}});
    if (s.is(sql::log_end))
        return db::made_rows({"newest", "changes", "amended"}, {{batches.rbegin()->first, change, amended}});
    if (s.is(sql::keep_lease)) {
        if (integer_of(p[0]) != epoch && lease_until_us >= now_us) return db::made_rows({"epoch"}, {});
        if (integer_of(p[0]) != epoch) ++epoch;
        lease_until_us = now_us + lease_us;
        return db::made_rows({"epoch"}, {{epoch}});
    }
    if (s.is(sql::leave_lease)) {
        if (integer_of(p[0]) == epoch) lease_until_us = 0;
        return db::Rows();
    }
    if (s.is(sql::record_change)) {
        if (!is_null(p[0]) && integer_of(p[0]) != change) return db::made_rows({"no"}, {});
        if (!is_null(p[1]) && integer_of(p[1]) != epoch) return db::made_rows({"no"}, {});
        if (!is_null(p[1])) lease_until_us = now_us + lease_us;
        const bool amends = bytes_of(p[3])[0] != 0;
        changes[++change] = {integers_of(p[2]), amends};
        if (amends) amended = change;
        changes.erase(changes.begin(), changes.upper_bound(change - changes_kept));
        return db::made_rows({"no"}, {{change}});
    }
    if (s.is(sql::changes_after)) {
        std::vector<std::vector<db::Param>> rows;
        for (auto at = changes.upper_bound(integer_of(p[0])); at != changes.end(); ++at)
            rows.push_back({at->first, at->second.datastreams, at->second.amended});
        return db::made_rows({"no", "datastreams", "amended"}, rows);
    }
    return {};
}

inline std::optional<db::Rows> Tables::about_batches(const Statement& s) {
    const auto& p = s.params;
    if (s.is(sql::insert_batch)) {
        if (!batches.contains(integer_of(p[0]) - 1) || integer_of(p[3]) != amended)
            return db::made_rows({"id"}, {});
        const bool made =
            batches.emplace(integer_of(p[0]), std::make_shared<std::string>(bytes_of(p[2]))).second;
        if (!made) throw db::SqlError(std::string(s.name), "23505", "batch_pkey", "duplicate key");
        return db::made_rows({"id"}, {{p[0]}});
    }
    if (s.is(sql::delete_batches)) {
        const std::int64_t before =
            std::min(integer_of(p[0]), batches.rbegin()->first - integer_of(p[1]) + 1);
        batches.erase(batches.begin(), batches.lower_bound(before));
        return db::Rows();
    }
    if (s.is(sql::batches_after)) {
        std::vector<std::vector<db::Param>> rows;
        for (auto at = batches.upper_bound(integer_of(p[0]));
             at != batches.end() && static_cast<std::int64_t>(rows.size()) < integer_of(p[1]); ++at)
            rows.push_back({at->first, payload_param(at->second)});
        return db::made_rows({"id", "payload"}, rows);
    }
    return {};
}

inline std::optional<db::Rows> Tables::about_chunks(const Statement& s) {
    const auto& p = s.params;
    std::vector<std::vector<db::Param>> rows;
    const auto each_of = [this](Id id, auto visit) {
        for (auto at = chunks.lower_bound({id, INT64_MIN, INT64_MIN});
             at != chunks.end() && at->first.id == id; ++at)
            visit(at->first, at->second);
    };
    if (s.is(sql::chunks_of_ranges)) {
        const auto ids = integers_of(p[0]), least = times_of(p[1]), most = times_of(p[2]);
        for (std::size_t i = 0; i < ids.size(); ++i)
            each_of(ids[i], [&](const ChunkKey& key, const ChunkRow& c) {
                if (key.t1 >= least[i] && key.t0 <= most[i])
                    rows.push_back({key.id, payload_param(c.payload)});
            });
        return db::made_rows({"datastream_id", "payload"}, rows);
    }
    if (s.is(sql::take_tails)) {
        const auto ids = integers_of(p[0]), t1 = times_of(p[1]), t0 = times_of(p[2]);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto at = chunks.find({ids[i], t1[i], t0[i]});
            if (at == chunks.end()) continue;
            rows.push_back({ids[i], payload_param(at->second.payload)});
            chunks.erase(at);
        }
        return db::made_rows({"datastream_id", "payload"}, rows);
    }
    if (s.is(sql::copy_chunks)) {
        copy_chunks(bytes_of(p[0]));
        return db::Rows();
    }
    if (s.is(sql::chunks_at)) {
        const std::int64_t t = time_of(p[1]);
        each_of(integer_of(p[0]), [&](const ChunkKey& key, const ChunkRow& c) {
            if (key.t1 >= t && key.t0 <= t)
                rows.push_back({Instant{key.t0}, Instant{key.t1}, payload_param(c.payload)});
        });
        return db::made_rows({"t0", "t1", "payload"}, rows);
    }
    if (s.is(sql::chunks_within)) {
        each_of(integer_of(p[0]), [&](const ChunkKey& key, const ChunkRow& c) {
            if (key.t1 >= time_of(p[1]) && key.t0 < time_of(p[2])) rows.push_back({payload_param(c.payload)});
        });
        return db::made_rows({"payload"}, rows);
    }
    if (s.is(sql::remove_chunk)) {
        chunks.erase({integer_of(p[0]), time_of(p[1]), time_of(p[2])});
        return db::Rows();
    }
    if (s.is(sql::remove_old_chunks)) {
        std::int64_t n = 0;
        const Id id = integer_of(p[0]);
        for (auto at = chunks.lower_bound({id, INT64_MIN, INT64_MIN});
             n < integer_of(p[2]) && at != chunks.end() && at->first.id == id && at->first.t1 < time_of(p[1]);
             ++n)
            at = chunks.erase(at);
        return db::made_rows({"n"}, {{n}});
    }
    if (s.is(sql::newest_chunk)) {
        each_of(integer_of(p[0]), [&](const ChunkKey& key, const ChunkRow& c) {
            rows.assign(1, {Instant{key.t0}, c.n, payload_param(c.payload)});
        });
        return db::made_rows({"t0", "n", "payload"}, rows);
    }
    return {};
}

inline void Tables::copy_chunks(std::string_view stream) {
    const char* at = stream.data() + 19;
    while (db::wire::get<std::int16_t>(at) > 0) {
        at += 2;
        std::vector<std::string_view> fields;
        for (int i = 0; i < 10; ++i) {
            const auto length = db::wire::get<std::int32_t>(at);
            at += 4;
            fields.emplace_back(at, static_cast<std::size_t>(std::max(length, 0)));
            at += std::max(length, 0);
        }
        const auto integer = [&](std::size_t i) { return db::wire::get<std::int64_t>(fields[i].data()); };
        const ChunkKey key{integer(0), db::wire::to_instant(integer(2)).us,
                           db::wire::to_instant(integer(1)).us};
        const ChunkRow row{db::wire::get<std::int32_t>(fields[3].data()),
                           std::make_shared<std::string>(fields[9])};
        if (!chunks.emplace(key, row).second)
            throw db::SqlError("telemetry.copy_chunks", "23505", "chunk_pkey", "duplicate key");
    }
}

inline std::int64_t Tables::first_time(Id id) const {
    std::int64_t first = INT64_MAX;
    for (auto at = chunks.lower_bound({id, INT64_MIN, INT64_MIN}); at != chunks.end() && at->first.id == id;
         ++at)
        first = std::min(first, at->first.t0);
    return first;
}

inline std::optional<db::Rows> Tables::about_sealed(const Statement& s) {
    const auto& p = s.params;
    if (s.is(sql::all_sealed)) return sealed_rows(datastreams);
    if (s.is(sql::sealed_of)) return sealed_rows(integers_of(p[0]));
    if (s.is(sql::sealed_through)) {
        const auto at = sealed.find(integer_of(p[0]));
        if (at == sealed.end()) return db::made_rows({"through_batch"}, {});
        return db::made_rows({"through_batch"}, {{at->second.through}});
    }
    if (s.is(sql::upsert_sealed)) {
        const auto ids = integers_of(p[0]), through = integers_of(p[1]), t = times_of(p[2]),
                   quality = integers_of(p[4]), tail_t0 = times_of(p[5]), tail_n = integers_of(p[6]),
                   first_t = times_of(p[7]);
        const auto value = numbers_of(p[3]);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            SealedRow& row = sealed[ids[i]];
            const std::int64_t first = row.last ? std::min(row.last->first_t, first_t[i]) : first_t[i];
            row.through = through[i];
            row.tail_n = tail_n[i];
            row.last = SealedRow::Last{t[i], value[i], quality[i], tail_t0[i], first};
        }
        return db::Rows();
    }
    if (s.is(sql::update_sealed)) {
        SealedRow& row = sealed.at(integer_of(p[0]));
        row.tail_n = integer_of(p[5]);
        row.last = SealedRow::Last{time_of(p[1]), number_of(p[2]), integer_of(p[3]), time_of(p[4]),
                                   first_time(integer_of(p[0]))};
        return db::Rows();
    }
    if (s.is(sql::mark_removed)) {
        const auto at = sealed.find(integer_of(p[0]));
        if (at == sealed.end()) return db::Rows();
        const Instant before{time_of(p[1])};
        at->second.removed_before = std::max(at->second.removed_before.value_or(before), before);
        return db::Rows();
    }
    if (s.is(sql::empty_sealed)) {
        SealedRow& row = sealed.at(integer_of(p[0]));
        row.tail_n = 0;
        row.last.reset();
        return db::Rows();
    }
    return {};
}

inline std::optional<db::Rows> Tables::about_rollups(const Statement& s) {
    const auto& p = s.params;
    for (std::size_t level = 0; level < std::size(sql::rollup_levels); ++level) {
        auto& table = rollups[level];
        const sql::RollupLevel& queries = sql::rollup_levels[level];
        if (s.is(queries.add)) {
            const auto ids = integers_of(p[0]), buckets = times_of(p[1]), n = integers_of(p[2]),
                       n_bad = integers_of(p[3]);
            const auto least = numbers_of(p[4]), most = numbers_of(p[5]), sums = numbers_of(p[6]);
            for (std::size_t i = 0; i < ids.size(); ++i)
                table[{ids[i], buckets[i]}].add(Rollup{n[i], n_bad[i], least[i], most[i], sums[i]});
            return db::Rows();
        }
        if (s.is(queries.remove)) {
            table.erase({integer_of(p[0]), time_of(p[1])});
            return db::Rows();
        }
        if (s.is(queries.trim)) {
            std::int64_t n = 0;
            const Id id = integer_of(p[0]);
            for (auto at = table.lower_bound({id, INT64_MIN});
                 n < integer_of(p[2]) && at != table.end() && at->first < std::pair(id, time_of(p[1])); ++n)
                at = table.erase(at);
            return db::made_rows({"n"}, {{n}});
        }
        if (level > 0 && s.is(queries.gather)) {
            const auto& finer = rollups[level - 1];
            const Id id = integer_of(p[0]);
            const auto begin = finer.lower_bound({id, time_of(p[1])}),
                       end = finer.lower_bound({id, time_of(p[2])});
            for (auto at = begin; at != end; ++at) table[{id, time_of(p[1])}].add(at->second);
            return db::Rows();
        }
    }
    return {};
}

inline db::Rows Tables::sealed_rows(const std::vector<Id>& of) const {
    std::vector<std::vector<db::Param>> rows;
    for (const Id id : of) {
        const auto at = sealed.find(id);
        if (at == sealed.end()) continue;
        const SealedRow& s = at->second;
        const SealedRow::Last last = s.last.value_or(SealedRow::Last{});
        const auto unless_empty = [&s](auto value) { return s.last ? std::optional(value) : std::nullopt; };
        rows.push_back({id, s.through, unless_empty(Instant{last.t}), unless_empty(last.value),
                        unless_empty(last.quality), unless_empty(Instant{last.tail_t0}), s.tail_n,
                        unless_empty(Instant{last.first_t}), s.removed_before});
    }
    return db::made_rows({"datastream_id", "through_batch", "last_t", "last_value", "last_quality", "tail_t0",
                          "tail_n", "first_t", "removed_before"},
                         rows);
}

inline db::Rows Tables::stream_rows(const std::vector<Id>& of) const {
    std::vector<std::vector<db::Param>> rows;
    const std::optional<std::int64_t> no_id;
    const std::optional<double> no_number;
    for (const Id id : of)
        rows.push_back({id,
                        std::int64_t{1},
                        no_id,
                        "s",
                        "water_level",
                        "m",
                        1.0,
                        no_number,
                        no_number,
                        std::int64_t{2},
                        std::int64_t{60},
                        readings_days,
                        rollup_days,
                        "number",
                        no_id,
                        std::vector<std::int64_t>{},
                        no_id,
                        no_id,
                        std::nullopt,
                        std::nullopt,
                        std::nullopt,
                        std::nullopt});
    return db::made_rows(
        {"id",          "sensor_id",   "asset_id",   "name",       "property",      "unit",
         "interval_s",  "least",       "most",       "decimals",   "rollup_from_s", "readings_days",
         "rollup_days", "result_type", "feature_id", "parts",      "owner_id",      "operator_id",
         "ward_code",   "domain",      "class_key",  "sensitivity"},
        rows);
}

}  // namespace hatang::telemetry::simulated
