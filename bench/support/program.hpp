// The program that is measured, on a data folder of the benchmark: its commands and its server.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "json/value.hpp"
#include "support/child.hpp"
#include "support/http_client.hpp"

namespace hatang::bench {

struct Program {
    static constexpr const char* password = "Do-toc-do-2026";
    std::string binary, data;

    // One command; throws when it fails.
    void run(std::vector<std::string> command, const std::string& input = {}) const {
        command.insert(command.begin(), binary);
        command.insert(command.end(), {"--data", data});
        Child child(command, input);
        if (child.wait() != 0) throw std::runtime_error("failed: " + command[1]);
    }
    // The administrator that Server signs in as: one step is enough.
    void add_user() const {
        run({"user", "add", "bench", "--role", "admin", "--password-stdin"}, std::string(password) + "\n");
        run({"policy", "set", "second_factor", "nobody"});
    }
};

struct Server {
    // Listens on a free port of loopback and has signed in when it is made.
    explicit Server(const Program& program, const std::vector<std::string>& options = {})
        : child([&] {
              std::vector<std::string> command{program.binary, "serve",       "--data",       program.data,
                                               "--listen",     "127.0.0.1:0", "--rate-limit", "off"};
              command.insert(command.end(), options.begin(), options.end());
              return command;
          }()) {
        std::string line;
        while (!(line = child.line()).starts_with("ready "))
            if (line.empty()) throw std::runtime_error("the server did not start");
        port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
        const std::string answer = HttpClient(port, {}).call(
            "POST", "/api/v1/sessions",
            std::string(R"({"user":"bench","password":")") + Program::password + "\"}");
        const json::Document document = json::parse(answer);
        token = document.root().find("token")->text();
    }
    Child child;
    std::uint16_t port = 0;
    std::string token;
};

}  // namespace hatang::bench
