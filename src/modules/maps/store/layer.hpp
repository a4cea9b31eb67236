// All assets of a domain, ready to be drawn. A layer never changes: a change makes a new one that shares the
// packed part (the base) and carries what differs from it (the delta), so a tile under way keeps the layer it
// began with and needs no lock. A delta that has grown is packed in again by its owner. Pure.
#pragma once

#include <memory>
#include <vector>

#include "geo/packed_tree.hpp"
#include "maps/store/feature.hpp"

namespace hatang::maps {

class Layer {
  public:
    // `groups`: how many there are now; indexes in the layer lie below.
    static std::shared_ptr<const Layer> pack(std::vector<Feature>, std::size_t groups);

    struct Change {
        std::int64_t id = 0;
        std::shared_ptr<const Feature> now;  // null: it is no longer drawn
    };
    std::shared_ptr<const Layer> with(const std::vector<Change>&, std::size_t groups) const;
    // The same with an empty delta.
    std::shared_ptr<const Layer> repacked() const;
    bool wants_repacking() const;

    std::optional<FeatureView> find(std::int64_t id) const;
    std::size_t size() const;
    std::size_t bytes() const;
    std::size_t groups() const { return groups_; }

    // Calls each(FeatureView) for what meets the box; views live as long as the layer.
    template <class Each>
    void search(const Box& box, Each each) const {
        base_->tree.search(box, [&](std::size_t i) {
            if (gone_.empty() || !std::binary_search(gone_.begin(), gone_.end(), i)) each(view(i));
        });
        for (const auto& feature : delta_)
            if (feature->shape.box.meets(box)) each(view_of(*feature));
    }

  private:
    // 24 bytes; geometry and name lie in the blob: varint length of the name, name, packed shape.
    struct Record {
        std::int64_t id;
        const Group* group;
        std::uint32_t at;
        std::uint8_t kind : 2, status : 3, generated : 1;
        std::uint8_t rank;
    };
    struct Base {
        geo::PackedTree<Box> tree;
        std::vector<Record> records;  // along the curve; one more at the end for where the blob ends
        std::string blob;
        std::vector<std::uint32_t> by_id;  // places of records, by id
    };
    FeatureView view(std::size_t i) const;
    std::optional<std::uint32_t> place_of(std::int64_t id) const;

    std::shared_ptr<const Base> base_;
    std::vector<std::uint32_t> gone_;                    // places whose record no longer holds; sorted
    std::vector<std::shared_ptr<const Feature>> delta_;  // by id
    std::size_t delta_bytes_ = 0, groups_ = 0;
};

}  // namespace hatang::maps
