// Counters, gauges and histograms, shown at /metrics in the Prometheus text format. Loop thread only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hatang {

class Metrics {
  public:
    // `labels` is the inside of the braces, already quoted: `route="/api/v1/assets",status="200"`, or empty.
    void count(std::string_view name, std::string_view labels = {}, double by = 1);
    void set(std::string_view name, std::string_view labels, double value);
    // Seconds, into fixed buckets from 1 ms to 10 s.
    void observe(std::string_view name, std::string_view labels, double seconds);
    // Asked at each scrape.
    void gauge(std::string name, std::function<double()> read);
    void describe(std::string name, std::string help);
    std::string prometheus_text() const;

  private:
    struct Histogram {
        std::vector<double> buckets;
        double sum = 0;
        double count = 0;
    };
    std::map<std::string, std::string, std::less<>> help_;
    std::map<std::string, std::map<std::string, double, std::less<>>, std::less<>> counters_, values_;
    std::map<std::string, std::map<std::string, Histogram, std::less<>>, std::less<>> histograms_;
    std::map<std::string, std::function<double()>> gauges_;
};

}  // namespace hatang
