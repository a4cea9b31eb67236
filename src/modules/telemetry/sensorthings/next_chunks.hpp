// The next chunks of several datastreams.
#pragma once

#include <utility>
#include <vector>

#include "db/pool.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/readings.hpp"

namespace hatang::telemetry::sta {

// Datastreams, and the ends of the chunks behind which theirs are asked for.
struct Behind {
    const std::vector<std::int64_t>& ids;
    const std::vector<Instant>&t1, &t0;
};

// Up to `limit` of each. Citus has no limit for each of several: where it distributes the chunks, one
// statement for each.
inline std::vector<db::Session::Statement> next_chunks(bool distributed, Behind behind, Instant from,
                                                       Instant to, std::int64_t limit,
                                                       const WorthDecoding& worth) {
    std::vector<db::Session::Statement> out;
    const auto ask = [&](db::Query query, db::Param id, db::Param t1, db::Param t0) {
        out.push_back({query,
                       {std::move(id), std::move(t1), std::move(t0), from, to, limit, worth.not_good,
                        worth.least, worth.most}});
    };
    if (distributed)
        for (std::size_t i = 0; i < behind.ids.size(); ++i)
            ask(sql::chunks_of_one, behind.ids[i], behind.t1[i], behind.t0[i]);
    else
        ask(sql::chunks_of_each, behind.ids, behind.t1, behind.t0);
    return out;
}

}  // namespace hatang::telemetry::sta
