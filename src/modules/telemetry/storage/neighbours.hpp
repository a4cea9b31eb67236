// Other servers on the same database hear at once of what is committed here. Only a help: each looks at the
// log by itself too (limits::follow_pause), and one that hears nobody says nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/loop.hpp"
#include "db/pool.hpp"
#include "telemetry/storage/committer.hpp"

namespace hatang::telemetry {

class Neighbours {
  public:
    Neighbours(Loop&, db::Pool&, Committer&);
    ~Neighbours();

    void start();
    task<void> stop();

  private:
    task<void> run();
    task<void> say(std::string what);
    void heard(std::string_view payload);

    Loop& loop_;
    db::Pool& pool_;
    Committer& committer_;
    Signal wake_, ended_;
    std::string name_;                       // of this server, while it runs
    std::shared_ptr<Neighbours*> ear_;       // empty when it hears no more
    int silent_rounds_ = silent_rounds_max;  // since somebody was heard
    bool batch_ = false, turn_ = false;      // what is to be said
    bool running_ = false, stopping_ = false;
    static constexpr int silent_rounds_max = 5;
};

}  // namespace hatang::telemetry
