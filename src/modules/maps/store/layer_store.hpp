// The layers of all domains in memory: read in the background after the start, then kept up with the events
// of this node and the others. Where a domain has no layer (not read yet, being read anew, too large) tiles
// are made from PostGIS, so nobody is ever shown less or more than the register says. Loop thread only; the
// work is done on the pool.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "maps/store/layer.hpp"
#include "module.hpp"

namespace hatang::maps {

// What has changed on the map of a domain, told when tiles show it.
struct LayerNews {
    struct Change {
        const Group* before = nullptr;  // null: it was not drawn
        Box box_before;
        const Group* now = nullptr;  // null: it is no longer drawn
        Box box_now;
    };
    std::string domain;
    bool all = false;  // anything in the domain may have changed; `changes` is empty
    std::vector<Change> changes = {};
};

class LayerStore {
  public:
    LayerStore(Platform&, std::size_t bytes_max);

    void on_news(std::function<void(const LayerNews&)> listener) {
        listeners_.push_back(std::move(listener));
    }
    // Subscribes to changes of assets. Before the bus starts.
    void follow_changes();
    // Begins to read these domains.
    void start(const std::vector<std::string>& domains);
    task<void> stop();

    // Null: there is none now.
    std::shared_ptr<const Layer> layer(std::string_view domain) const;

  private:
    struct Entry {
        std::shared_ptr<const Layer> layer;
        bool to_read = true, too_large = false;
        std::set<std::int64_t> changed;  // ids to read again
    };
    void on_event(const events::Event&);
    void read_all_anew();
    void tell(const LayerNews&) const;
    task<void> run();
    task<void> read(std::string domain);
    task<void> take_up(std::string domain);
    std::size_t bytes() const;
    std::size_t features() const;

    Platform& platform_;
    std::size_t bytes_max_;
    std::vector<std::function<void(const LayerNews&)>> listeners_;
    std::map<std::string, Entry, std::less<>> entries_;
    Groups groups_;  // used by the one piece of work under way
    Signal woken_, ended_;
    bool started_ = false, running_ = false, stopping_ = false;
};

}  // namespace hatang::maps
