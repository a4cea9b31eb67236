#include "telemetry/storage/streams.hpp"

#include <algorithm>

#include "telemetry/limits.hpp"
#include "telemetry/storage/rollup.hpp"

namespace hatang::telemetry {
namespace {

bool has_time(const std::vector<Point>& sorted, std::int64_t t_us) {
    return std::binary_search(sorted.begin(), sorted.end(), Point{t_us}, earlier);
}

void merge_into(std::vector<Point>& sorted, const std::vector<Point>& more) {
    if (more.empty()) return;
    const bool after = sorted.empty() || earlier(sorted.back(), more.front());
    const auto old_size = static_cast<std::ptrdiff_t>(sorted.size());
    sorted.insert(sorted.end(), more.begin(), more.end());
    if (!after) std::inplace_merge(sorted.begin(), sorted.begin() + old_size, sorted.end(), earlier);
}

}  // namespace

std::optional<Instant> Stream::first() const {
    std::optional<Instant> oldest = sealed_first;
    const auto add = [&oldest](const std::vector<Point>& sorted) {
        if (!sorted.empty() && (!oldest || sorted.front().t_us < oldest->us))
            oldest = Instant{sorted.front().t_us};
    };
    add(head);
    if (sealing) add(*sealing);
    return oldest;
}

std::int64_t Stream::kept_from_us(Instant now) const {
    if (!readings_days) return removed_before_us;
    return std::max(removed_before_us, bucket_start(now.us - *readings_days * kDay, kDay));
}

bool Stream::holds(std::int64_t t_us) const {
    return has_time(head, t_us) || (sealing && has_time(*sealing, t_us));
}

bool Stream::unsealed_beyond(std::int64_t through, std::vector<Point>& out) const {
    if (sealed_through > through) return false;
    if (through > sealed_through && !(sealing && sealing_through == through)) return false;
    if (sealing && sealing_through > through) out = *sealing;
    const auto middle = static_cast<std::ptrdiff_t>(out.size());
    out.insert(out.end(), head.begin(), head.end());
    std::inplace_merge(out.begin(), out.begin() + middle, out.end(), earlier);
    return true;
}

void Stream::note_commit(std::int64_t batch, Instant now, const Point& newest) {
    if (head.empty()) {
        head_first_batch = batch;
        head_since = now;
    }
    head_last_batch = batch;
    if (!last || last->t_us < newest.t_us) last = newest;
}

void Stream::commit(const Point& point, std::int64_t batch, Instant now) {
    note_commit(batch, now, point);
    head.push_back(point);
}

void Stream::commit_late(std::int64_t batch, Instant now) {
    note_commit(batch, now, arriving_late.back());
    merge_into(head, arriving_late);
    arriving_late.clear();
}

void Stream::drop_arriving() {
    arriving_us = never_us;
    arriving_late.clear();
}

void Stream::begin_seal(std::int64_t through) {
    sealing = std::make_shared<const std::vector<Point>>(std::move(head));
    head = {};
    sealing_through = through;
    sealing_first_batch = std::exchange(head_first_batch, 0);
    head_last_batch = 0;
}

void Stream::seal_done(std::int64_t tail_t0_us, std::int64_t tail_n_now) {
    if (!sealed_last || sealed_last->t_us < sealing->back().t_us) sealed_last = sealing->back();
    if (!sealed_first || sealing->front().t_us < sealed_first->us)
        sealed_first = Instant{sealing->front().t_us};
    sealed_through = sealing_through;
    tail_t0 = {tail_t0_us};
    tail_n = tail_n_now;
    sealing.reset();
}

void Stream::seal_failed() {
    if (!sealing) return;
    head_first_batch = sealing_first_batch;
    if (head.empty()) head_last_batch = sealing_through;
    merge_into(head, *sealing);
    sealing.reset();
}

std::optional<Stream::Batches> Stream::unsealed_batches() const {
    if (unsealed() == 0) return {};
    return Batches{sealing ? sealing_first_batch : head_first_batch,
                   head.empty() ? sealing_through : head_last_batch};
}

void Stream::drop_unsealed() {
    sealing.reset();
    head = {};
    head_first_batch = head_last_batch = 0;
}

void Stream::sealed_is(std::optional<Point> last_sealed, std::optional<Instant> first_sealed,
                       Instant new_tail_t0, std::int64_t new_tail_n) {
    sealed_last = last_sealed;
    sealed_first = first_sealed;
    tail_t0 = new_tail_t0;
    tail_n = new_tail_n;
    last = sealed_last;
    if (!head.empty() && (!last || last->t_us < head.back().t_us)) last = head.back();
}

void Streams::forget(std::int64_t id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return;
    Stream& s = *found->second;
    unsealed -= s.unsealed();
    s.drop_unsealed();
    s.sealed_through = 0;  // as a snapshot finds it
    forgotten_.push_back(std::move(found->second));
    by_id_.erase(found);
    index_.erase(id);
}

void Streams::note_features(std::span<const std::int64_t> datastreams, std::span<const Instant> times,
                            std::span<const std::int64_t> features) {
    if (new_features.size() + features.size() > limits::new_features_max) new_features.clear();
    for (std::size_t i = 0; i < features.size(); ++i)
        new_features[{datastreams[i], times[i].us}] = features[i];
}

Stream& Streams::at(std::int64_t id) {
    auto& slot = by_id_[id];
    if (!slot) {
        slot = std::make_unique<Stream>();
        slot->about.id = id;
        index_.put(id, slot.get());
    }
    return *slot;
}

std::int64_t Streams::oldest_batch() const {
    std::int64_t oldest = last_batch + 1;
    for (const auto& [id, stream] : by_id_)
        if (!stream->head.empty()) oldest = std::min(oldest, stream->head_first_batch);
    return oldest;
}

}  // namespace hatang::telemetry
