// Inside of observations.cpp: which of the readings that come are kept.
#pragma once

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "telemetry/sensorthings/observations.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"

namespace hatang::telemetry::sta {

[[noreturn]] inline void throw_filter_too_costly(std::string_view what, std::int64_t most) {
    throw odata::too_costly("$filter", 0, what, most);
}

// Keeps the readings that fit: in the order they come, or the best of them.
class Collector {
  public:
    Collector(const ObservationQuery& query, bool in_order, Instant now)
        : query_(query), evaluator_(query.slots, now), in_order_(in_order) {
        wanted_ = static_cast<std::size_t>(query.skip + query.top) + 1;
        constexpr std::size_t sorted_max = 200'000;
        if (!in_order && wanted_ > sorted_max) throw_filter_too_costly("$skip", sorted_max);
    }

    // Takes readings of one stream in the direction of its scan. False: this stream has no more to give.
    bool offer(const StreamToRead& stream, std::span<const Point> points, bool backwards) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point& p = points[backwards ? points.size() - 1 - i : i];
            if (past_worst(p.t_us, backwards)) return false;
            const ReadingOf reading{stream.id, p};
            const std::int64_t feature = stream.by_feature ? feature_at(stream, p.t_us) : stream.feature;
            const std::vector<Value>* slots = slots_of(stream, feature);
            if (!slots || !fits(reading, stream, *slots)) continue;
            ++count_;
            add(reading, stream, *slots);
            // Each of its features may still come.
            if (query_.any_feature && stream.by_feature) {
                features_.insert(feature);
                if (features_.size() == stream.by_feature->size()) return false;
                continue;
            }
            if (enough()) return false;
        }
        return true;
    }

    // Nothing that still comes can change the answer. Never while counting one by one.
    bool enough() const {
        return (query_.any && !kept_.empty()) || (!counts_all_ && in_order_ && kept_.size() == wanted_);
    }
    // All kept are on this side of the time, so readings beyond it are of no use.
    bool past_worst(std::int64_t t_us, bool backwards) const {
        if (counts_all_ || !by_time_ || kept_.size() < wanted_) return false;
        const std::int64_t worst = kept_.front().reading.point.t_us;
        return backwards ? t_us < worst : t_us > worst;
    }

    ObservationPage page() {
        if (!in_order_)
            std::sort(kept_.begin(), kept_.end(),
                      [this](const Kept& a, const Kept& b) { return before(a, b); });
        ObservationPage out;
        out.count = count_;
        out.more = kept_.size() == wanted_;
        const auto first = std::min(kept_.size(), static_cast<std::size_t>(query_.skip));
        const auto last = std::min(kept_.size(), wanted_ - 1);
        for (std::size_t i = first; i < last; ++i) out.readings.push_back(kept_[i].reading);
        return out;
    }
    // Whether one was found; forgets it.
    bool take_any() { return !std::exchange(kept_, {}).empty(); }
    std::set<std::int64_t> take_features() { return std::exchange(features_, {}); }
    // Those of the next stream that are of another feature than it says, by time.
    void begin_stream(std::unordered_map<std::int64_t, std::int64_t> own) { own_features_ = std::move(own); }
    void count_all() { counts_all_ = true; }
    void sorts_by_time() { by_time_ = !in_order_; }

  private:
    struct Kept {
        ReadingOf reading;
        std::vector<Value> keys;
    };

    std::int64_t feature_at(const StreamToRead& stream, std::int64_t t_us) const {
        const auto own = own_features_.find(t_us);
        return own == own_features_.end() ? stream.feature : own->second;
    }
    // Null: no reading of that feature is looked for.
    static const std::vector<Value>* slots_of(const StreamToRead& stream, std::int64_t feature) {
        if (!stream.by_feature) return &stream.slots;
        const auto found = stream.by_feature->find(feature);
        return found == stream.by_feature->end() ? nullptr : &found->second;
    }
    bool fits(const ReadingOf& r, const StreamToRead& stream, const std::vector<Value>& slots) const {
        for (const odata::Expression* c : query_.conditions)
            if (!evaluator_.holds(*c, r, slots, stream.results.get())) return false;
        return true;
    }
    bool before(const Kept& a, const Kept& b) const {
        for (std::size_t i = 0; i < query_.order.size(); ++i) {
            const int order = compare(a.keys[i], b.keys[i]);
            if (order != 0) return query_.order[i].descending ? order > 0 : order < 0;
        }
        return std::pair(a.reading.datastream_id, a.reading.point.t_us) <
               std::pair(b.reading.datastream_id, b.reading.point.t_us);
    }
    void add(const ReadingOf& r, const StreamToRead& stream, const std::vector<Value>& slots) {
        if (in_order_) {
            if (kept_.size() < wanted_) kept_.push_back({r, {}});
            return;
        }
        Kept made{r, {}};
        for (const auto& key : query_.order)
            made.keys.push_back(evaluator_.value(*key.value, r, slots, stream.results.get()));
        const auto worse_first = [this](const Kept& a, const Kept& b) { return before(a, b); };
        if (kept_.size() == wanted_) {
            if (!before(made, kept_.front())) return;
            std::pop_heap(kept_.begin(), kept_.end(), worse_first);
            kept_.pop_back();
        }
        kept_.push_back(std::move(made));
        std::push_heap(kept_.begin(), kept_.end(), worse_first);
    }

    const ObservationQuery& query_;
    Evaluator evaluator_;
    bool in_order_, by_time_ = false, counts_all_ = false;
    std::size_t wanted_ = 0;
    std::int64_t count_ = 0;
    std::unordered_map<std::int64_t, std::int64_t> own_features_;
    std::set<std::int64_t> features_;  // found in this stream
    std::vector<Kept> kept_;           // a heap with the worst first, unless they come in order
};

}  // namespace hatang::telemetry::sta
