// Evaluates what a request says of Observations on one reading after the other. What it says of their
// datastreams was computed before, by SQL, and stands in the slots of a stream. Pure.
#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "telemetry/sensorthings/odata/ast.hpp"
#include "telemetry/storage/point.hpp"

namespace hatang::telemetry::sta {

// Null, or a value; times have two ends. Whole numbers are identifiers.
using Value = std::variant<std::monostate, bool, double, std::int64_t, std::string, odata::Interval,
                           odata::Duration, odata::Date, odata::TimeOfDay>;
// By expression, where its value stands in the slots of a stream.
using Slots = std::map<const odata::Expression*, std::size_t>;

// How the numbers of one datastream are told, where they are not what they are.
struct Results {
    ResultType type = ResultType::number;
    std::unordered_map<std::int64_t, std::string> terms;  // JSON by code
    Value value(double stored) const;
};

struct ReadingOf {
    std::int64_t datastream_id = 0;
    Point point;
};

// The identifier of an Observation: docs/internals/sensorthings.md, section 2.
std::int64_t observation_id(const ReadingOf&);
struct ObservationKey {
    std::int64_t datastream_id = 0, from_us = 0, to_us = 0;  // both inclusive
};
std::optional<ObservationKey> observation_key(std::int64_t id);

class Evaluator {
  public:
    Evaluator(const Slots& slots, Instant now) : slots_(slots), now_(now) {}
    // `results`: how the values of the stream are told; null: as numbers.
    Value value(const odata::Expression&, const ReadingOf&, const std::vector<Value>& of_stream,
                const Results* results = nullptr) const;
    // True, not false and not null.
    bool holds(const odata::Expression& e, const ReadingOf& r, const std::vector<Value>& of_stream,
               const Results* results = nullptr) const {
        const Value v = value(e, r, of_stream, results);
        const bool* b = std::get_if<bool>(&v);
        return b && *b;
    }

  private:
    const Slots& slots_;
    Instant now_;
};

// Order of values of one type; null comes last.
int compare(const Value&, const Value&);

// How two times stand to each other: a comparison, or before … finishes.
bool related(odata::Op, const odata::Interval&, const odata::Interval&);
bool related(odata::Fn, const odata::Interval&, const odata::Interval&);

// A condition on a phenomenonTime beside a time that is written out: for a datastream, memory knows the
// answer.
struct TimeCondition {
    const odata::Path* path = nullptr;
    odata::Op op = odata::Op::eq;
    std::optional<odata::Fn> relation;  // instead of `op`
    odata::Interval other;
    bool turned = false;  // the time that is written out stands first
    bool holds(Instant first, Instant last) const;
};
std::optional<TimeCondition> time_condition(const odata::Expression&);

// What the filter says of datastreams alone, and of times: the parts that are joined by `and`.
struct TakenApart {
    std::vector<const odata::Expression*> of_stream;  // no property of an Observation: leaves streams out
    std::vector<const odata::Expression*> of_reading;
    std::int64_t from_us, to_us;  // phenomenonTime lies within, both inclusive
};
TakenApart take_apart(const odata::Expression&);
// What a chunk must hold to be worth decoding, as far as its row and its last bytes tell: readings that all
// conditions keep have one of these qualities and one of these values.
struct WorthDecoding {
    bool not_good = false;  // only readings that are uncertain or bad
    double least = -std::numeric_limits<double>::infinity(), most = -least;
    bool all() const { return !not_good && std::isinf(least) && std::isinf(most); }
};
WorthDecoding worth_decoding(const std::vector<const odata::Expression*>& conditions);
// Whether it speaks of results.
bool asks_result(const odata::Expression&);
// Whether it is the result as a whole.
bool is_result(const odata::Expression&);
// The largest parts below `e` that speak of the datastream alone, to be computed by SQL.
void stream_parts(const odata::Expression& e, std::vector<const odata::Expression*>& out);

}  // namespace hatang::telemetry::sta
