// What a benchmark tells: a line per row while it runs, and all of them as JSON in its last line.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "json/writer.hpp"

namespace hatang::bench {

struct Result {
    std::string name, unit;
    std::optional<double> value;  // nothing: no answer
    bool smaller_is_better = false;
    std::string peer;  // empty: none that does the like
    std::optional<double> peer_value;
};

class Results {
  public:
    void add(Result r) {
        std::printf("%-44s %14.2f %-12s", r.name.c_str(), r.value.value_or(NAN), r.unit.c_str());
        if (r.peer_value) std::printf(" %14.2f %s", *r.peer_value, r.peer.c_str());
        std::printf("\n");
        std::fflush(stdout);
        rows_.push_back(std::move(r));
    }
    std::string json() const {
        json::Writer w;
        w.begin_array();
        for (const Result& r : rows_) {
            w.begin_object().field("name", r.name);
            field(w, "value", r.value);
            w.field("unit", r.unit);
            if (r.peer.empty())
                w.key("peer").null();
            else
                w.field("peer", r.peer);
            field(w, "peer_value", r.peer_value);
            std::optional<double> ratio;
            if (r.value && r.peer_value)
                ratio = r.smaller_is_better ? *r.peer_value / *r.value : *r.value / *r.peer_value;
            field(w, "ratio", ratio);
            w.end_object();
        }
        w.end_array();
        return w.take();
    }

  private:
    static void field(json::Writer& w, std::string_view name, std::optional<double> v) {
        if (v)
            w.field(name, *v);
        else
            w.key(name).null();
    }
    std::vector<Result> rows_;
};

// The whole of main(): `[--quick] PROGRAM`, and `--series FOLDER` where Options has a place for it. `Bench`
// is made of its Options and has the results.
template <class Bench, class Options>
int run(const char* name, int argc, char** argv, void (*measure)(Bench&)) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) {
            options.quick = true;
            continue;
        }
        if constexpr (requires { options.series_folder; }) {
            if (std::strcmp(argv[i], "--series") == 0 && i + 1 < argc) {
                options.series_folder = argv[++i];
                continue;
            }
        }
        options.binary = argv[i];
    }
    try {
        Bench b(options);
        measure(b);
        std::printf("%s\n", b.results.json().c_str());
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s: %s\n", name, e.what());
        return 1;
    }
}

}  // namespace hatang::bench
