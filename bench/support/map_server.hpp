// The peer of OGC API Features: MapServer 8.0, two FastCGI processes behind nginx, on the same table.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "support/child.hpp"
#include "support/http_client.hpp"

namespace hatang::bench {

class MapServer {
  public:
    static bool installed() {
        for (const char* program : {binary, "/usr/bin/spawn-fcgi", "/usr/sbin/nginx"})
            if (!std::filesystem::exists(program)) return false;
        return true;
    }

    // `connection` as libpq takes it; `rows` a statement that gives gid, geom and what a feature shows.
    MapServer(const std::string& folder, const std::string& connection, const std::string& rows,
              std::uint16_t port)
        : port(port) {
        const std::string map = folder + "/hanoi.map", config = folder + "/mapserver.conf";
        std::ofstream(config) << "CONFIG ENV MS_MAP_PATTERN \"^" << folder
                              << "/\" OGCAPI_HTML_TEMPLATE_DIRECTORY \"" << templates
                              << "\" END MAPS HANOI \"" << map << "\" END END\n";
        std::ofstream(map)
            << "MAP NAME \"hanoi\" SIZE 100 100 EXTENT 105 20 106 22 PROJECTION \"init=epsg:4326\" END\n"
            << "WEB METADATA \"ows_title\" \"Ha Noi\" \"ows_enable_request\" \"*\" \"oga_enable_request\" "
               "\"*\" "
            << "\"oga_onlineresource\" \"http://127.0.0.1:" << port
            << "/hanoi/ogcapi\" \"oga_max_limit\" \"10000\" END END\n"
            << "LAYER NAME \"roads\" TYPE LINE STATUS ON CONNECTIONTYPE POSTGIS CONNECTION \"" << connection
            << "\" PROCESSING \"CLOSE_CONNECTION=DEFER\" DATA \"geom from (" << rows
            << ") as q using unique gid using srid=4326\" PROJECTION \"init=epsg:4326\" END\n"
            << "METADATA \"ows_title\" \"roads\" \"gml_include_items\" \"all\" \"ows_include_items\" \"all\" "
            << "\"gml_featureid\" \"gid\" \"ows_enable_request\" \"*\" END TEMPLATE \"ttt\" "
            << "CLASS STYLE COLOR 0 0 0 END END END END\n";
        std::ofstream nginx(folder + "/nginx.conf");
        nginx << "user root; daemon off; pid " << folder << "/nginx.pid; error_log " << folder
              << "/nginx.log; worker_processes 1; events {} http { access_log off; client_body_temp_path "
              << folder << "/body; fastcgi_temp_path " << folder << "/fastcgi; proxy_temp_path " << folder
              << "/proxy; uwsgi_temp_path " << folder << "/uwsgi; scgi_temp_path " << folder
              << "/scgi; upstream ms { server unix:" << folder << "/ms0.sock; server unix:" << folder
              << "/ms1.sock; keepalive 8; } server { listen 127.0.0.1:" << port
              << "; location / { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_NAME \"\"; "
                 "fastcgi_param PATH_INFO $uri; "
              << "fastcgi_param MAPSERVER_CONFIG_FILE " << config
              << "; fastcgi_buffers 64 64k; fastcgi_pass ms; } } }\n";
        nginx.close();
        for (const char* name : {"/ms0.sock", "/ms1.sock"})
            children_.push_back(std::make_unique<Child>(
                std::vector<std::string>{"env", "MAPSERVER_CONFIG_FILE=" + config, "spawn-fcgi", "-n", "-s",
                                         folder + name, "--", binary}));
        children_.push_back(std::make_unique<Child>(
            std::vector<std::string>{"/usr/sbin/nginx", "-c", folder + "/nginx.conf"}));
        for (int i = 0; i < 100; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            try {
                HttpClient(port, {}).call("GET", items + "?f=json&limit=1");
                return;
            } catch (const std::exception& e) {
                if (i == 99) throw;
            }
        }
    }
    // MapServer sees SIGTERM at its next request only.
    ~MapServer() {
        for (std::size_t i = 0; i < 2; ++i) children_[i]->kill();
    }

    const std::uint16_t port;
    const std::string items = "/hanoi/ogcapi/collections/roads/items";

  private:
    static constexpr const char* binary = "/usr/lib/cgi-bin/mapserv";
    static constexpr const char* templates = "/usr/share/mapserver/ogcapi/templates/html-plain/";
    std::vector<std::unique_ptr<Child>> children_;
};

}  // namespace hatang::bench
