// The private PostgreSQL cluster of a data folder: created on first use, listens on a unix socket only,
// `peer` authentication, data checksums. As root it runs under a system account. Several commands may use one
// cluster at once: the first starts it, the last does not have to be the one that stops it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::db {

struct ClusterConfig {
    std::string folder;              // DIR/postgres
    std::string account = "hatang";  // used when started as root; `postgres` when that account does not exist
};

class Cluster {
  public:
    // Creates the cluster when the folder is empty, starts it when nobody has, and tells each step to `say`.
    // Throws Code::cluster_error with one clear sentence.
    static Cluster open(const ClusterConfig&, const std::function<void(std::string_view)>& say = {});
    Cluster(Cluster&&) noexcept;
    ~Cluster();  // stops the server (fast) when this process started it

    // Connection string of the database `hatang` in it, with PostGIS ready.
    std::string url(std::string_view database = "hatang") const;
    bool started_here() const;
    void stop();

  private:
    struct State;
    explicit Cluster(State*);
    State* state_;
};

}  // namespace hatang::db
