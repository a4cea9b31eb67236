// A program that a benchmark starts and stops.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace hatang::bench {

class Child {
  public:
    // Starts it with `input` on its standard input; its standard output can be read line by line, its errors
    // are ours.
    explicit Child(const std::vector<std::string>& command, const std::string& input = {}) {
        int in[2], out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
        std::vector<char*> arguments;
        for (const std::string& a : command) arguments.push_back(const_cast<char*>(a.c_str()));
        arguments.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::execvp(arguments[0], arguments.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        if (::write(in[1], input.data(), input.size()) < 0) throw std::runtime_error("write to child");
        ::close(in[1]);
        out_ = ::fdopen(out[0], "r");
    }
    ~Child() {
        if (pid_ > 0) ::kill(pid_, SIGTERM);
        wait();
        if (out_) std::fclose(out_);
    }
    Child(const Child&) = delete;

    // The next line without its end; empty when there is none.
    std::string line() {
        std::string text;
        for (int c; (c = std::fgetc(out_)) != EOF && c != '\n';) text += static_cast<char>(c);
        return text;
    }
    // At once, for programs that do not hear SIGTERM.
    void kill() {
        if (pid_ > 0) ::kill(pid_, SIGKILL);
        wait();
    }
    int wait() {
        int status = 0;
        if (pid_ > 0) ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return status;
    }

  private:
    pid_t pid_ = -1;
    std::FILE* out_ = nullptr;
};

}  // namespace hatang::bench
