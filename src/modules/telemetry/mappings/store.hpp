// Mappings in the database and in memory: loaded at the start, and read again when somebody changed one, on
// any node.
#pragma once

#include "db/pool.hpp"
#include "events/bus.hpp"
#include "telemetry/mappings/views.hpp"

namespace hatang::telemetry {

MappingView mapping_of(const db::Row&);

class MappingStore {
  public:
    MappingStore(Loop&, db::Pool&, events::Bus&);
    task<void> load();
    // After a commit of this node: at once.
    void changed(const MappingView&);
    void deleted(const MappingView&);
    Book book;

  private:
    void on_event(const events::Event&);
    task<void> reload();
    Loop& loop_;
    db::Pool& pool_;
    std::vector<std::string> changed_sources_, changed_series_;
    bool reload_waiting_ = false;
};

}  // namespace hatang::telemetry
