// The private PostgreSQL cluster of a data folder: created on first use, listens on a unix socket only,
// `peer` authentication, data checksums. As root it runs under a system account. Several commands may use one
// cluster at once: the first starts it, the last to leave stops it. A program that was killed leaves it
// running for the next.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::db {

struct ClusterConfig {
    std::string
        folder;  // DIR/postgres: data/, server.log, socket/; beside it the lock file DIR/postgres.users
    std::string account = "hatang";  // used when started as root; `postgres` when that account does not exist
    bool ends_with_program =
        false;  // for tests: the server goes with the program that started it, however that ends
};

class Cluster {
  public:
    // Creates the cluster when the folder is empty, starts it when nobody has, and tells each step to `say`.
    // Blocks. Throws Code::cluster_error with one clear sentence.
    static Cluster open(const ClusterConfig&, const std::function<void(std::string_view)>& say = {});
    Cluster(Cluster&&) noexcept;
    ~Cluster();  // as stop()

    // Connection string of a database in it: `hatang` has PostGIS ready.
    std::string url(std::string_view database = "hatang") const;
    bool started_here() const;
    // Starts the server again when it has ended by itself: killed for want of memory, or unable to go on with
    // a full disk. False when there is nothing to do, or another program is at it. Does not wait for its
    // recovery.
    bool revive();
    // Leaves the cluster; stops the server (fast) when no other program uses it.
    void stop();

  private:
    struct State;
    explicit Cluster(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

}  // namespace hatang::db
