#include "base/metrics.hpp"

#include <array>
#include <charconv>

namespace hatang {
namespace {

constexpr std::array bucket_bounds_s{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0};

std::string number(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

template <class Map>
auto& slot(Map& map, std::string_view name) {
    const auto found = map.find(name);
    return found != map.end() ? found->second : map[std::string(name)];
}

void line(std::string& out, std::string_view name, std::string_view labels, double value) {
    out.append(name);
    if (!labels.empty()) out.append("{").append(labels).append("}");
    out.append(" ").append(number(value)).append("\n");
}

}  // namespace

void Metrics::count(std::string_view name, std::string_view labels, double by) {
    slot(slot(counters_, name), labels) += by;
}
void Metrics::set(std::string_view name, std::string_view labels, double value) {
    slot(slot(values_, name), labels) = value;
}
void Metrics::observe(std::string_view name, std::string_view labels, double seconds) {
    Histogram& h = slot(slot(histograms_, name), labels);
    h.buckets.resize(bucket_bounds_s.size());
    for (std::size_t i = 0; i < bucket_bounds_s.size(); ++i)
        if (seconds <= bucket_bounds_s[i]) ++h.buckets[i];
    h.sum += seconds;
    ++h.count;
}
void Metrics::gauge(std::string name, std::function<double()> read) {
    gauges_[std::move(name)] = std::move(read);
}
void Metrics::describe(std::string name, std::string help) { help_[std::move(name)] = std::move(help); }

std::string Metrics::prometheus_text() const {
    std::string out;
    const auto head = [&](std::string_view name, std::string_view type) {
        if (const auto found = help_.find(name); found != help_.end())
            out.append("# HELP ").append(name).append(" ").append(found->second).append("\n");
        out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    };
    for (const auto& [name, series] : counters_) {
        head(name, "counter");
        for (const auto& [labels, value] : series) line(out, name, labels, value);
    }
    for (const auto& [name, series] : values_) {
        head(name, "gauge");
        for (const auto& [labels, value] : series) line(out, name, labels, value);
    }
    for (const auto& [name, read] : gauges_) {
        head(name, "gauge");
        line(out, name, {}, read());
    }
    for (const auto& [name, series] : histograms_) {
        head(name, "histogram");
        for (const auto& [labels, h] : series) {
            const std::string separator = labels.empty() ? "" : ",";
            for (std::size_t i = 0; i < bucket_bounds_s.size(); ++i)
                line(out, name + "_bucket", labels + separator + "le=\"" + number(bucket_bounds_s[i]) + "\"",
                     h.buckets[i]);
            line(out, name + "_bucket", labels + separator + "le=\"+Inf\"", h.count);
            line(out, name + "_sum", labels, h.sum);
            line(out, name + "_count", labels, h.count);
        }
    }
    return out;
}

}  // namespace hatang
