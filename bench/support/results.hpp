// What a benchmark tells: a line per row while it runs, and all of them as JSON in its last line.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "json/writer.hpp"

namespace hatang::bench {

struct Result {
    std::string name, unit;
    double value = 0;
    bool smaller_is_better = false;
    std::string peer;  // empty: none that does the like
    std::optional<double> peer_value;
};

class Results {
  public:
    void add(Result r) {
        std::printf("%-44s %14.2f %-12s", r.name.c_str(), r.value, r.unit.c_str());
        if (r.peer_value) std::printf(" %14.2f %s", *r.peer_value, r.peer.c_str());
        std::printf("\n");
        std::fflush(stdout);
        rows_.push_back(std::move(r));
    }
    std::string json() const {
        json::Writer w;
        w.begin_array();
        for (const Result& r : rows_) {
            w.begin_object().field("name", r.name).field("value", r.value).field("unit", r.unit);
            if (r.peer_value) {
                const double ratio = r.smaller_is_better ? *r.peer_value / r.value : r.value / *r.peer_value;
                w.field("peer", r.peer).field("peer_value", *r.peer_value).field("ratio", ratio);
            } else {
                w.key("peer").null().key("peer_value").null().key("ratio").null();
            }
            w.end_object();
        }
        w.end_array();
        return w.take();
    }

  private:
    std::vector<Result> rows_;
};

}  // namespace hatang::bench
