#include "telemetry/mappings/book.hpp"

#include <algorithm>

#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

std::size_t slot(Source source) { return static_cast<std::size_t>(source); }

}  // namespace

const Target* Book::find(Source source, std::string_view series) const {
    const auto& mapped = mapped_[slot(source)];
    const auto found = mapped.find(series);
    return found == mapped.end() ? nullptr : &found->second;
}

void Book::put(Source source, std::string_view series, Target target) {
    mapped_[slot(source)].insert_or_assign(std::string(series), target);
    auto& waiting = waiting_[slot(source)];
    if (const auto found = waiting.find(series); found != waiting.end()) {
        waiting.erase(found);
        --waiting_count_;
    }
    ++generation_;
}

void Book::erase(Source source, std::string_view series) {
    auto& mapped = mapped_[slot(source)];
    const auto found = mapped.find(series);
    if (found == mapped.end()) return;
    mapped.erase(found);
    ++generation_;
}

std::size_t Book::size() const {
    std::size_t n = 0;
    for (const auto& mapped : mapped_) n += mapped.size();
    return n;
}

WaitingSeries* Book::wait(Source source, std::string_view series, Instant now) {
    auto& waiting = waiting_[slot(source)];
    if (const auto found = waiting.find(series); found != waiting.end()) return &found->second;
    if (waiting_count_ >= limits::waiting_series_max) return nullptr;
    ++waiting_count_;
    WaitingSeries& made = waiting[std::string(series)];
    made.source = source;
    made.series = series;
    made.first = made.last = now;
    return &made;
}

std::vector<const WaitingSeries*> Book::waiting(std::optional<Source> source) const {
    std::vector<const WaitingSeries*> out;
    for (std::size_t i = 0; i < sources_count; ++i) {
        if (source && slot(*source) != i) continue;
        for (const auto& [name, series] : waiting_[i]) out.push_back(&series);
    }
    std::ranges::sort(out, [](const WaitingSeries* a, const WaitingSeries* b) {
        return a->last != b->last ? a->last > b->last : a->series < b->series;
    });
    return out;
}

void Book::forget_waiting(std::optional<Source> source) {
    for (std::size_t i = 0; i < sources_count; ++i) {
        if (source && slot(*source) != i) continue;
        waiting_count_ -= waiting_[i].size();
        waiting_[i].clear();
    }
    ++generation_;
}

}  // namespace hatang::telemetry
