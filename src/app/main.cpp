// The command line of hatang.
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <csignal>

#include "app/options.hpp"
#include "base/log.hpp"

namespace {

using namespace hatang;

constexpr const char* version_text = "hatang " HATANG_VERSION;

void add_common(CLI::App& command, app::Common& common) {
    command
        .add_option(
            "--data", common.data,
            "Data folder: files, secrets, and the private PostgreSQL cluster unless --database names another")
        ->envname("HATANG_DATA")
        ->capture_default_str();
    command.add_option("--database", common.database, "Connection string of your own PostgreSQL server")
        ->envname("HATANG_DATABASE");
    command.add_option("--log-level", common.log_level, "debug, info, warn or error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->capture_default_str();
    command.add_flag("--log-text", common.log_text, "Logs as text instead of JSON");
}

// "127.0.0.1:8080", "[::1]:8080", ":8080"
std::string read_listen(const std::string& text, app::Listen& out) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return "expected ADDR:PORT";
    std::string address = text.substr(0, colon);
    if (address.size() > 1 && address.front() == '[') address = address.substr(1, address.size() - 2);
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port > 65'535)
        return "expected a port from 0 to 65535";
    if (!address.empty()) out.address = address;
    out.port = static_cast<std::uint16_t>(port);
    return {};
}

// "off" or requests a minute.
std::string read_rate(const std::string& text, app::Serve& out) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (text != "off" && (!whole || number < 1 || number > 10'000'000))
        return "expected off, or requests a minute from 1 to 10000000";
    out.requests_per_minute = text == "off" ? 0 : number;
    return {};
}

log::Level level_of(const std::string& text) {
    if (text == "debug") return log::Level::debug;
    if (text == "warn") return log::Level::warn;
    if (text == "error") return log::Level::error;
    return log::Level::info;
}

// The memory of a request of half a megabyte, given back to the system and taken again for the next one,
// costs more than reading it. These are the bounds that glibc comes to by itself where large pieces are
// freed.
void keep_freed_memory() {
    constexpr int bytes = 32 << 20;
    mallopt(M_TRIM_THRESHOLD, bytes);
    mallopt(M_MMAP_THRESHOLD, bytes);
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a peer that goes away is an error code, not the end of the process
    keep_freed_memory();

    CLI::App cli{"Hạ Tầng: one living register of a city's infrastructure", "hatang"};
    cli.set_version_flag("--version", version_text);
    cli.require_subcommand(1);
    cli.fallthrough(false);

    app::Common common;
    const auto command = [&](CLI::App& parent, const char* name, const char* about) {
        CLI::App* made = parent.add_subcommand(name, about);
        add_common(*made, common);
        return made;
    };

    app::Serve serve;
    auto* serve_command =
        command(cli, "serve", "Serves the register, the interfaces and the web application");
    serve_command
        ->add_option_function<std::string>(
            "--listen",
            [&](const std::string& text) {
                if (const std::string wrong = read_listen(text, serve.listen); !wrong.empty())
                    throw CLI::ValidationError("--listen", wrong);
            },
            "Address and port, default 127.0.0.1:8080; port 0 takes any free one")
        ->type_name("ADDR:PORT");
    serve_command->add_option("--web", serve.web,
                              "Folder of the web application (default: beside the program)");
    auto* broker = serve_command->add_option("--mqtt", serve.mqtt,
                                             "MQTT broker to take observations from: mqtt://host:port");
    serve_command
        ->add_option_function<std::string>(
            "--mqtt-listen",
            [&](const std::string& text) {
                if (const std::string wrong = read_listen(text, serve.mqtt_listen.emplace()); !wrong.empty())
                    throw CLI::ValidationError("--mqtt-listen", wrong);
            },
            "Address and port where devices publish by MQTT 3.1.1 to the server itself, with their "
            "credential "
            "as password; with the certificate of --tls-cert where there is one")
        ->type_name("ADDR:PORT");
    auto* updates = serve_command
                        ->add_option("--mqtt-updates-as", serve.updates.account,
                                     "Account whose rights bound what is told at the broker of what changes "
                                     "(SensorThings); without it nothing is")
                        ->needs(broker);
    serve_command
        ->add_option("--mqtt-updates-url", serve.updates.address,
                     "Public address in the links of those updates: https://host")
        ->needs(updates);
    serve_command
        ->add_option("--mqtt-updates-topic", serve.updates.topics,
                     "Topic to tell updates under, for brokers that do not tell of subscriptions; may be "
                     "repeated")
        ->needs(updates)
        ->allow_extra_args(false);
    auto* siem_option = serve_command->add_option(
        "--siem", serve.siem.url, "SIEM for the audit log: tls://host:6514 (RFC 5425), or tcp://host:port");
    serve_command
        ->add_option("--siem-ca", serve.siem.ca_file,
                     "Certificates (PEM) that its certificate must come from (default: the system's)")
        ->needs(siem_option)
        ->check(CLI::ExistingFile);
    auto* siem_certificate =
        serve_command->add_option("--siem-certificate", serve.siem.certificate_file, "Our certificate (PEM)")
            ->needs(siem_option)
            ->check(CLI::ExistingFile);
    siem_certificate->needs(
        serve_command->add_option("--siem-key", serve.siem.key_file, "Its private key (PEM)")
            ->needs(siem_certificate)
            ->check(CLI::ExistingFile));

    auto* certificate = serve_command->add_option("--tls-cert", serve.tls_certificate,
                                                  "Certificate chain (PEM): serves HTTPS, TLS 1.3 only");
    auto* key = serve_command->add_option("--tls-key", serve.tls_key, "Private key of the certificate (PEM)");
    certificate->needs(key);
    key->needs(certificate);
    serve_command
        ->add_option_function<std::vector<std::string>>(
            "--trusted-proxy",
            [&](const std::vector<std::string>& all) {
                for (const std::string& text : all) {
                    const auto network = Network::parse(text);
                    if (!network)
                        throw CLI::ValidationError("--trusted-proxy", text + ": expected an address or CIDR");
                    serve.trusted_proxies.push_back(*network);
                }
            },
            "Network of your reverse proxies, whose X-Forwarded-For and -Proto are believed; may be repeated")
        ->type_name("CIDR")
        ->allow_extra_args(false);
    serve_command
        ->add_option_function<std::vector<std::string>>(
            "--allow-outgoing",
            [&](const std::vector<std::string>& all) {
                for (const std::string& text : all)
                    if (!serve.outgoing.allow(text))
                        throw CLI::ValidationError("--allow-outgoing",
                                                   text + ": expected CIDR or a host name");
            },
            "Network or host inside yours that the program may call (sign-in provider); may be repeated")
        ->type_name("CIDR|HOST")
        ->allow_extra_args(false);
    serve_command->add_option("--ca-file", serve.ca_file,
                              "Authorities (PEM) to trust in outgoing calls beside those of the system");
    serve_command
        ->add_option_function<std::string>(
            "--rate-limit",
            [&](const std::string& text) {
                if (const std::string wrong = read_rate(text, serve); !wrong.empty())
                    throw CLI::ValidationError("--rate-limit", wrong);
            },
            "Requests a minute of one account, default 6000; an address may ten times as many; off: no "
            "limits")
        ->type_name("N|off");

    auto* migrate_command =
        command(cli, "migrate", "Brings the database to the form that this program needs");

    app::Import import;
    auto* import_command =
        command(cli, "import", "Imports a GeoJSON file (plain or .gz) as assets of one class");
    import_command->add_option("--class", import.class_key, "Class key, such as road, bridge, ward")
        ->required();
    import_command->add_option("FILE", import.file, "GeoJSON FeatureCollection")
        ->required()
        ->check(CLI::ExistingFile);
    import_command->add_option("--id-property", import.id_property,
                               "Property that holds the external identifier");
    import_command->add_option("--report", import.report, "Write the report to this file instead of stdout");
    import_command->add_flag("--dry-run", import.dry_run, "Check and report, change nothing");

    app::Export exported;
    auto* export_command = command(cli, "export", "Exports the assets of one class as GeoJSON");
    export_command->add_option("--class", exported.class_key, "Class key")->required();
    export_command->add_option("-o,--output", exported.file, "File to write (default: stdout)");

    auto* user_command = cli.add_subcommand("user", "Accounts");
    user_command->require_subcommand(1);
    app::UserAdd user;
    bool password_stdin = false;
    auto* user_add_command = command(*user_command, "add", "Creates an account");
    user_add_command->add_option("NAME", user.name, "Sign-in name")->required();
    user_add_command->add_option("--role", user.role, "Role key, such as admin or duty_officer")->required();
    user_add_command->add_option("--full-name", user.full_name, "Name as people know it");
    user_add_command->add_flag("--password-stdin", password_stdin, "Read the password from standard input")
        ->required();
    auto* user_list_command = command(*user_command, "list", "Lists the accounts");
    auto* user_password_command = command(*user_command, "password", "Sets the password of an account");
    user_password_command->add_option("NAME", user.name, "Sign-in name")->required();
    user_password_command
        ->add_flag("--password-stdin", password_stdin, "Read the password from standard input")
        ->required();

    auto* policy_command = cli.add_subcommand("policy", "Rules of signing in");
    policy_command->require_subcommand(1);
    auto* policy_list_command =
        command(*policy_command, "list", "Lists the rules, their values and what they mean");
    auto* policy_set_command = command(*policy_command, "set", "Sets a rule within its bounds");
    std::string policy_key, policy_value;
    policy_set_command->add_option("KEY", policy_key, "Key, such as second_factor")->required();
    policy_set_command->add_option("VALUE", policy_value, "A number, a choice, or networks with commas")
        ->required();
    auto* audit_command = cli.add_subcommand("audit", "The proof of the audit log");
    audit_command->require_subcommand(1);
    std::string verify_from, accept_reason;
    auto* verify_command = command(*audit_command, "verify",
                                   "Checks every row, link, head and seal; names each bad one; exit code 1");
    verify_command->add_option("--from", verify_from, "Only behind the last seal before this day")
        ->type_name("YYYY-MM-DD");
    auto* accept_command = command(
        *audit_command, "accept",
        "After a restore, or on a node that joins: takes the database as it is and writes a new head");
    accept_command->add_option("--reason", accept_reason, "Why, for the audit log")->required();
    app::AuditExport audit_export;
    auto* audit_export_command =
        command(*audit_command, "export", "Writes rows of the audit log, oldest first");
    audit_export_command->add_option("FILE", audit_export.file, "File; - is standard output")
        ->capture_default_str();
    audit_export_command->add_option("--format", audit_export.format, "csv, cef or syslog")
        ->check(CLI::IsMember({"csv", "cef", "syslog"}))
        ->capture_default_str();
    audit_export_command->add_option("--from", audit_export.from_day, "From this day on")
        ->type_name("YYYY-MM-DD");
    audit_export_command->add_option("--to", audit_export.to_day, "Before this day")->type_name("YYYY-MM-DD");
    audit_export_command->add_option("--action", audit_export.action,
                                     "One action, or all that begin with “user.”");
    audit_export_command->add_option("--user", audit_export.user, "One account or module");

    auto* demo_command = cli.add_subcommand("demo", "The demo city");
    demo_command->require_subcommand(1);
    auto* load_command =
        command(*demo_command, "load", "Loads the demo city and its accounts; a second run changes nothing");
    app::DemoPublish publish;
    auto* publish_command =
        command(*demo_command, "publish", "Publishes the simulated sensors over MQTT until stopped");
    publish_command->add_option("--mqtt", publish.mqtt, "Broker")->capture_default_str();
    publish_command->add_option("--sensors", publish.sensors, "At most so many datastreams (0: all)")
        ->capture_default_str();
    publish_command->add_option("--seed", publish.seed, "Seed of the simulation")->capture_default_str();
    std::string incident;
    auto* play_command = demo_command->add_subcommand("play", "Plays an incident in the running simulation");
    play_command->add_option("INCIDENT", incident, "storm, burst_main, bridge_strain or feeder_failure")
        ->required()
        ->check(CLI::IsMember({"storm", "burst_main", "bridge_strain", "feeder_failure"}));
    play_command->add_option("--mqtt", publish.mqtt, "Broker")->capture_default_str();
    app::DemoReplay replay;
    auto* replay_command =
        demo_command->add_subcommand("replay", "Publishes a recorded series (CSV) as one datastream");
    replay_command->add_option("FILE", replay.file, "CSV with a header line, plain, .gz or .zip")
        ->required()
        ->check(CLI::ExistingFile);
    replay_command->add_option("--datastream", replay.datastream, "Datastream id")->required();
    replay_command->add_option("--column", replay.column, "Column of the values (default: the last one)");
    replay_command->add_option("--rate", replay.rate_hz, "Rows a second")
        ->check(CLI::Range(0.01, 100'000.0))
        ->capture_default_str();
    replay_command->add_option("--scale", replay.scale, "Factor on each value")->capture_default_str();
    replay_command->add_option("--rows", replay.rows_max, "At most so many rows (0: all)")
        ->capture_default_str();
    replay_command->add_option("--mqtt", replay.mqtt, "Broker")->capture_default_str();

    auto* doctor_command = command(cli, "doctor", "Checks the machine, the database and the configuration");
    bool quick = false;
    auto* bench_command = command(cli, "bench", "Measures what this machine can do: disk and database");
    bench_command->add_flag("--quick", quick, "Within ten seconds");

    CLI11_PARSE(cli, argc, argv);
    log::configure(level_of(common.log_level), common.log_text);

    if (*serve_command) return app::serve(common, serve);
    if (*migrate_command) return app::migrate(common);
    if (*import_command) return app::import(common, import);
    if (*export_command) return app::export_class(common, exported);
    if (*user_add_command) return app::user_add(common, user);
    if (*user_list_command) return app::user_list(common);
    if (*user_password_command) return app::user_password(common, user.name);
    if (*policy_list_command) return app::policy_list(common);
    if (*policy_set_command) return app::policy_set(common, policy_key, policy_value);
    if (*verify_command) return app::audit_verify(common, verify_from);
    if (*accept_command) return app::audit_accept(common, accept_reason);
    if (*audit_export_command) return app::audit_export(common, audit_export);
    if (*load_command) return app::demo_load(common);
    if (*publish_command) return app::demo_publish(common, publish);
    if (*play_command) return app::demo_play(publish.mqtt, incident);
    if (*replay_command) return app::demo_replay(replay);
    if (*doctor_command) return app::doctor(common);
    return app::bench(common, quick);
}
