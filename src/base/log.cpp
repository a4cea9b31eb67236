#include "base/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <cstdio>

#include "base/text.hpp"
#include "base/time.hpp"

namespace hatang::log {
namespace {

// A full queue drops the oldest lines instead of holding up the loop; 8,192 lines cover a burst of a second.
constexpr std::size_t queue_lines_max = 8'192;

bool as_text = false;

spdlog::logger& logger() {
    static std::shared_ptr<spdlog::logger> instance = [] {
        spdlog::init_thread_pool(queue_lines_max, 1);
        auto made = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("hatang");
        made->set_pattern("%v");
        made->flush_on(spdlog::level::warn);
        spdlog::flush_every(std::chrono::seconds(1));
        return made;
    }();
    return *instance;
}

constexpr spdlog::level::level_enum spd(Level l) {
    switch (l) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        default:
            return spdlog::level::err;
    }
}

constexpr std::string_view name(Level l) {
    switch (l) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        default:
            return "error";
    }
}

}  // namespace

Value::Value(std::string_view t) { append_json_string(json_, t); }
Value::Value(bool b) : json_(b ? "true" : "false") {}
Value::Value(double d) {
    if (!std::isfinite(d)) {
        json_ = "null";
        return;
    }
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6g", d);
    json_ = buffer;
}

void configure(Level least, bool text) {
    as_text = text;
    logger().set_level(spd(least));
}

bool writes(Level level) { return logger().should_log(spd(level)); }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!writes(level)) return;
    const std::string now = to_rfc3339(SystemClock{}.now());
    std::string line;
    if (as_text) {
        line.append(now.substr(11, 8)).append(" ").append(name(level)).append(" ").append(event);
        for (const Field& f : fields) line.append(" ").append(f.name).append("=").append(f.value.json());
    } else {
        line.append("{\"t\":\"")
            .append(now)
            .append("\",\"level\":\"")
            .append(name(level))
            .append("\",\"event\":\"");
        line.append(event).append("\"");
        for (const Field& f : fields) line.append(",\"").append(f.name).append("\":").append(f.value.json());
        line.append("}");
    }
    logger().log(spd(level), "{}", line);
}

}  // namespace hatang::log
