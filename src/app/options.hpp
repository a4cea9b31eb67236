// What the command line says, as plain structs: main.cpp fills them, the commands read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/network.hpp"
#include "http/outgoing.hpp"

#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::app {

// Where the city's data lives. `database` empty: the private cluster of the data folder.
struct Common {
    std::string data = "data";
    std::string database;
    std::string log_level = "info";
    bool log_text = false;
};

struct Listen {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
};

struct Serve {
    Listen listen;
    std::string web;                         // folder of the web application; empty: beside the program
    std::string mqtt;                        // mqtt://host:port; empty: no broker
    std::optional<Listen> mqtt_listen;       // where devices publish; nothing: nowhere
    telemetry::UpdateSettings updates;       // account empty: nothing is told at the broker
    std::string tls_certificate, tls_key;    // PEM files; both empty: plain HTTP
    http::OutgoingRules outgoing;            // where calls may go beside the Internet
    std::string ca_file;                     // PEM, authorities for outgoing calls beside those of the system
    std::vector<Network> trusted_proxies;    // whose X-Forwarded-* headers are believed
    std::optional<int> requests_per_minute;  // of one account, ten times that of one address; 0: no limits
    security::SiemTarget siem;               // url empty: none
};

struct Import {
    std::string class_key, file, id_property, report;
    bool dry_run = false;
};

struct Export {
    std::string class_key, file;
};

struct UserAdd {
    std::string name, role, full_name;
};

struct AuditExport {
    std::string format = "csv", file = "-", from_day, to_day, action, user;  // days of the city
};

struct DemoPublish {
    std::string mqtt = "mqtt://127.0.0.1:1883";
    int sensors = 0;  // 0: all
    std::uint64_t seed = 1;
};

struct DemoReplay {
    std::string file, mqtt = "mqtt://127.0.0.1:1883", column;
    std::int64_t datastream = 0;
    double rate_hz = 100;
    double scale = 1;
    int rows_max = 0;  // 0: all
};

int serve(const Common&, const Serve&);
int migrate(const Common&);
int import(const Common&, const Import&);
int export_class(const Common&, const Export&);
int user_add(const Common&, const UserAdd&);
int user_list(const Common&);
int user_password(const Common&, const std::string& name);
int policy_list(const Common&);
int policy_set(const Common&, const std::string& key, const std::string& value);
int audit_verify(const Common&, const std::string& from_day);
int audit_accept(const Common&, const std::string& reason);
int audit_export(const Common&, const AuditExport&);
int demo_load(const Common&);
int demo_publish(const Common&, const DemoPublish&);
int demo_play(const std::string& mqtt, const std::string& incident);
int demo_replay(const DemoReplay&);
int doctor(const Common&);
int bench(const Common&, bool quick);

}  // namespace hatang::app
