// The peers of line protocol on loopback, in a folder of their own: started, stopped, and asked for what they
// hold. What each promises with its 204: InfluxDB 1.6 has written and fsynced its write-ahead log;
// VictoriaMetrics has the values in memory and writes them in the background.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "json/value.hpp"
#include "support/child.hpp"
#include "support/http_client.hpp"

namespace hatang::bench {

// The first of these programs that is installed; empty when none is.
inline std::string installed(std::initializer_list<const char*> paths) {
    for (const char* path : paths)
        if (::access(path, X_OK) == 0) return path;
    return {};
}

class LinePeer {
  public:
    static std::unique_ptr<LinePeer> victoria_metrics(const std::string& folder, std::uint16_t port) {
        const std::string program = installed({"/usr/bin/victoria-metrics", "/usr/sbin/victoria-metrics"});
        if (program.empty()) return {};
        const std::string address = "127.0.0.1:" + std::to_string(port);
        return std::make_unique<LinePeer>(
            "VictoriaMetrics (memory before the answer)", port,
            std::vector<std::string>{program, "-storageDataPath=" + folder + "/victoria",
                                     "-httpListenAddr=" + address, "-retentionPeriod=100y",
                                     "-maxInsertRequestSize=64MB", "-loggerLevel=ERROR"},
            "/write", folder + "/victoria", "/internal/force_flush");
    }
    static std::unique_ptr<LinePeer> influxdb(const std::string& folder, std::uint16_t port,
                                              std::uint16_t rpc_port) {
        const std::string program = installed({"/usr/bin/influxd", "/usr/sbin/influxd"});
        if (program.empty()) return {};
        const std::string home = folder + "/influx", config = home + "/influxdb.conf";
        std::filesystem::create_directories(home);
        std::ofstream(config)
            << "reporting-disabled = true\nbind-address = \"127.0.0.1:" << rpc_port << "\"\n[meta]\ndir = \""
            << home << "/meta\"\n[data]\ndir = \"" << home << "/data\"\nwal-dir = \"" << home
            << "/wal\"\nmax-series-per-database = 0\n"
            << "cache-snapshot-write-cold-duration = \"1s\"\n"  // else its files are not there for ten
                                                                // minutes
            << "query-log-enabled = false\n[http]\nbind-address = \"127.0.0.1:" << port
            << "\"\nlog-enabled = false\n[monitor]\nstore-enabled = false\n[logging]\nlevel = \"error\"\n";
        auto peer = std::make_unique<LinePeer>("InfluxDB 1.6 (fsync before the answer)", port,
                                               std::vector<std::string>{program, "-config", config},
                                               "/write?db=city", home, "");
        HttpClient(port, {}).call("POST", "/query?q=CREATE+DATABASE+city");
        return peer;
    }

    LinePeer(std::string name_of, std::uint16_t port_of, const std::vector<std::string>& command,
             std::string path, std::string home, std::string flush_path)
        : name(std::move(name_of)),
          port(port_of),
          write_path(std::move(path)),
          home_(std::move(home)),
          flush_path_(std::move(flush_path)),
          child_(command) {
        for (int i = 0; i < 200; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            try {
                HttpClient(port, {}).call("GET", "/ping");
                return;
            } catch (const std::exception&) {
                if (i == 199) throw;
            }
        }
    }

    // What it keeps in memory is not searched at once: now it is. The index of VictoriaMetrics follows within
    // a second, and a question that comes before remembers for ten that there is nothing.
    void make_searchable() const {
        flush();
        std::this_thread::sleep_for(std::chrono::seconds(3));
    }

    // Bytes of its files, indexes included, when all it holds is in them and they no longer change.
    double settled_bytes() const {
        flush();
        // VictoriaMetrics writes what it has in memory within five seconds.
        constexpr int least = 6, most = 24;
        std::uintmax_t before = 0;
        for (int i = 0; i < most; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
            const std::uintmax_t now = bytes_below(home_), waiting = bytes_below(home_ + "/wal");
            if (i >= least && now == before && waiting < 64 << 10) break;
            before = now;
        }
        return static_cast<double>(before);
    }

    const std::string name;
    const std::uint16_t port;
    const std::string write_path;

  private:
    void flush() const {
        if (!flush_path_.empty()) HttpClient(port, {}).call("GET", flush_path_);
    }
    static std::uintmax_t bytes_below(const std::string& folder) {
        namespace fs = std::filesystem;
        std::uintmax_t sum = 0;
        std::error_code gone;  // a file that was merged away meanwhile
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator at(folder, options, gone), end; at != end; at.increment(gone)) {
            if (at->path().filename() == "cache") at.disable_recursion_pending();
            if (!at->is_regular_file(gone)) continue;
            // Blocks and not the length: InfluxDB makes files of megabytes with nothing in them.
            struct stat file {};
            if (::stat(at->path().c_str(), &file) == 0)
                sum += static_cast<std::uintmax_t>(file.st_blocks) * 512;
        }
        return sum;
    }
    std::string home_, flush_path_;
    Child child_;
};

}  // namespace hatang::bench
