#include "demo/replay.hpp"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

#include "json/writer.hpp"

namespace hatang::demo {
namespace {

// A day at 100 Hz with its times is about 400 MB; beyond it the file is not a series to replay.
constexpr std::size_t file_bytes_max = 512u << 20;
// One message carries what was measured in this time, as a gateway on a bridge sends it.
constexpr std::chrono::milliseconds message_every{50};

[[noreturn]] void unreadable(const std::string& path, const std::string& why) {
    throw Error(Code::unreadable_file, {}, {path, why});
}

std::string inflate_gz(const std::string& path) {
    // gzread also reads plain files, so one path serves both.
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) unreadable(path, "cannot open");
    std::string out, block(1 << 20, '\0');
    for (int n; (n = gzread(file.get(), block.data(), static_cast<unsigned>(block.size()))) != 0;) {
        if (n < 0) unreadable(path, "broken gzip data");
        out.append(block, 0, static_cast<std::size_t>(n));
        if (out.size() > file_bytes_max) unreadable(path, "larger than 512 MiB");
    }
    return out;
}

std::string first_of_zip(const std::string& path) {
    const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open(path.c_str(), ZIP_RDONLY, nullptr),
                                                           zip_discard);
    zip_stat_t about;
    if (!archive || zip_stat_index(archive.get(), 0, 0, &about) != 0) unreadable(path, "not a zip archive");
    if (about.size > file_bytes_max) unreadable(path, "larger than 512 MiB");
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> entry(zip_fopen_index(archive.get(), 0, 0),
                                                                  zip_fclose);
    std::string out(about.size, '\0');
    if (!entry || zip_fread(entry.get(), out.data(), out.size()) != static_cast<zip_int64_t>(out.size()))
        unreadable(path, "broken zip entry");
    return out;
}

// The field at a position of a comma-separated line; empty when there is none.
std::string_view field_at(std::string_view line, std::size_t index) {
    for (; index > 0; --index) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos) return {};
        line.remove_prefix(comma + 1);
    }
    return line.substr(0, line.find(','));
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

std::string observations(Instant first, std::int64_t step_us, const double* values, std::size_t count) {
    json::Writer w;
    w.begin_array();
    for (std::size_t i = 0; i < count; ++i)
        w.begin_object()
            .field("phenomenonTime", to_rfc3339(first + static_cast<std::int64_t>(i) * step_us))
            .field("result", values[i])
            .end_object();
    w.end_array();
    return w.take();
}

}  // namespace

Result<std::vector<double>> read_csv_column(std::string_view csv, std::string_view column, int rows_max) {
    const std::string_view head = take_line(csv);
    const auto columns = static_cast<std::size_t>(std::count(head.begin(), head.end(), ',')) + 1;
    std::size_t wanted = columns - 1;
    if (!column.empty()) {
        for (wanted = 0; wanted < columns && field_at(head, wanted) != column;) ++wanted;
        if (wanted == columns) return Error(Code::not_found, {}, {"column " + std::string(column)});
    }
    std::vector<double> out;
    for (std::int64_t row = 2;
         !csv.empty() && (rows_max == 0 || out.size() < static_cast<std::size_t>(rows_max)); ++row) {
        const std::string_view line = take_line(csv);
        if (line.empty()) continue;
        const std::string_view text = field_at(line, wanted);
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
            return Error(Code::not_a_number, "row " + std::to_string(row), {std::string(text.substr(0, 40))});
        out.push_back(value);
    }
    return out;
}

std::string read_series_file(const std::string& path) {
    return path.ends_with(".zip") ? first_of_zip(path) : inflate_gz(path);
}

task<ReplayReport> replay(Loop& loop, Clock& clock, mqtt::Client& client, std::int64_t datastream_id,
                          const std::vector<double>& values, double rate_hz) {
    const std::string topic = "v1.1/Datastreams(" + std::to_string(datastream_id) + ")/Observations";
    const auto step_us = std::max<std::int64_t>(1, static_cast<std::int64_t>(kSecond / rate_hz));
    client.start();
    while (!client.connected()) co_await loop.sleep(message_every);
    const Instant start = clock.now();
    std::size_t sent = 0;
    while (sent < values.size()) {
        // All that would have been measured by now.
        const auto due =
            std::min(values.size(), static_cast<std::size_t>((clock.now() - start) / step_us) + 1);
        if (due > sent && client.publish(topic,
                                         observations(start + static_cast<std::int64_t>(sent) * step_us,
                                                      step_us, &values[sent], due - sent),
                                         1))
            sent = due;
        co_await loop.sleep(message_every);
    }
    ReplayReport report;
    report.published = static_cast<std::int64_t>(sent);
    report.seconds = static_cast<double>(clock.now() - start) / kSecond;
    co_return report;
}

}  // namespace hatang::demo
