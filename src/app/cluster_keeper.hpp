// Looks after the private cluster while the program serves: a server that has ended by itself is started
// again.
#pragma once

#include <chrono>

#include "base/log.hpp"
#include "base/loop.hpp"
#include "db/cluster.hpp"

namespace hatang::app {

class ClusterKeeper {
  public:
    // Both outlive this; stop() comes before its end.
    ClusterKeeper(Loop& loop, db::Cluster& cluster) : loop_(loop), cluster_(cluster), changed_(loop) {
        loop.spawn(keep(), "app.keep_cluster");
    }
    task<void> stop() {
        stopping_ = true;
        changed_.notify_all();
        while (keeping_) co_await changed_.wait();
    }

  private:
    task<void> keep() {
        while (!stopping_) {
            try {
                const bool revived = co_await loop_.blocking([this] { return cluster_.revive(); });
                if (revived) log::warn("cluster.revived");
            } catch (const std::exception& e) {
                log::error("cluster.not_revived", {{"error", e.what()}});
            }
            if (!stopping_) co_await changed_.wait_for(pause);
        }
        keeping_ = false;
        changed_.notify_all();
    }

    static constexpr std::chrono::seconds pause{2};
    Loop& loop_;
    db::Cluster& cluster_;
    Signal changed_;
    bool stopping_ = false, keeping_ = true;
};

}  // namespace hatang::app
