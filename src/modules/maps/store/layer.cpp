#include "maps/store/layer.hpp"

#include <numeric>
#include <stdexcept>

#include "maps/store/varint.hpp"

namespace hatang::maps {
namespace {

// A delta is walked by every search: it stays a small part of its base.
constexpr std::size_t delta_least = 1'024, delta_part = 16;

std::size_t bytes_of(const Feature& f) {
    return sizeof(Feature) + f.name.capacity() + f.shape.packed.capacity() + 32;
}

std::uint32_t curve_of(const Box& b) {
    const auto middle = [](std::uint32_t a, std::uint32_t c) {
        return static_cast<std::uint16_t>((a / 2 + c / 2) >> 16);
    };
    return geo::hilbert(middle(b.west, b.east), middle(b.north, b.south));
}

constexpr auto by_id = [](const std::shared_ptr<const Feature>& f, std::int64_t id) { return f->id < id; };

}  // namespace

std::shared_ptr<const Layer> Layer::pack(std::vector<Feature> features, std::size_t groups) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> order(features.size());
    std::size_t blob_bytes = 0;
    for (std::size_t i = 0; i < features.size(); ++i) {
        order[i] = {curve_of(features[i].shape.box), static_cast<std::uint32_t>(i)};
        blob_bytes += features[i].name.size() + features[i].shape.packed.size() + 3;
    }
    if (blob_bytes >= UINT32_MAX || features.size() >= UINT32_MAX)
        throw std::length_error("maps: a layer of more than 4 GiB");
    std::ranges::sort(order);

    auto base = std::make_shared<Base>();
    std::vector<Box> boxes;
    boxes.reserve(features.size() + features.size() / 15 + 16);
    base->records.reserve(features.size() + 1);
    base->blob.reserve(blob_bytes);
    for (const auto& [curve, i] : order) {
        Feature& f = features[i];
        boxes.push_back(f.shape.box);
        base->records.push_back({f.id, f.group, static_cast<std::uint32_t>(base->blob.size()),
                                 static_cast<std::uint8_t>(f.shape.kind), f.status, f.generated, f.rank});
        put_varint(base->blob, f.name.size());
        base->blob.append(f.name).append(f.shape.packed);
        f = {};  // the memory goes as the blob grows
    }
    base->blob.shrink_to_fit();
    base->records.push_back({0, nullptr, static_cast<std::uint32_t>(base->blob.size()), 1, 0, 0, 0});
    base->tree = geo::PackedTree<Box>(std::move(boxes));
    base->by_id.resize(features.size());
    std::iota(base->by_id.begin(), base->by_id.end(), 0u);
    std::ranges::sort(base->by_id, {}, [&](std::uint32_t at) { return base->records[at].id; });

    auto layer = std::make_shared<Layer>();
    layer->base_ = std::move(base);
    layer->groups_ = groups;
    return layer;
}

FeatureView Layer::view(std::size_t i) const {
    const Record& r = base_->records[i];
    const std::size_t end = base_->records[i + 1].at;
    std::string_view rest = std::string_view(base_->blob).substr(r.at, end - r.at);
    const auto name_bytes = static_cast<std::size_t>(take_varint(rest));
    return {r.id,
            r.group,
            r.status,
            r.generated != 0,
            r.rank,
            static_cast<Kind>(r.kind),
            base_->tree.leaf(i),
            rest.substr(0, name_bytes),
            rest.substr(name_bytes)};
}

std::optional<std::uint32_t> Layer::place_of(std::int64_t id) const {
    const auto id_at = [&](std::uint32_t at) { return base_->records[at].id; };
    const auto found = std::ranges::lower_bound(base_->by_id, id, {}, id_at);
    if (found == base_->by_id.end() || id_at(*found) != id) return std::nullopt;
    return *found;
}

std::optional<FeatureView> Layer::find(std::int64_t id) const {
    const auto found = std::lower_bound(delta_.begin(), delta_.end(), id, by_id);
    if (found != delta_.end() && (*found)->id == id) return view_of(**found);
    const auto place = place_of(id);
    if (!place || std::binary_search(gone_.begin(), gone_.end(), *place)) return std::nullopt;
    return view(*place);
}

std::shared_ptr<const Layer> Layer::with(const std::vector<Change>& changes, std::size_t groups) const {
    auto next = std::make_shared<Layer>(*this);
    next->groups_ = groups;
    for (const Change& change : changes) {
        if (const auto place = place_of(change.id)) {
            const auto at = std::ranges::lower_bound(next->gone_, *place);
            if (at == next->gone_.end() || *at != *place) next->gone_.insert(at, *place);
        }
        auto at = std::lower_bound(next->delta_.begin(), next->delta_.end(), change.id, by_id);
        if (at != next->delta_.end() && (*at)->id == change.id) {
            next->delta_bytes_ -= bytes_of(**at);
            at = next->delta_.erase(at);
        }
        if (!change.now) continue;
        next->delta_bytes_ += bytes_of(*change.now);
        next->delta_.insert(at, change.now);
    }
    return next;
}

std::shared_ptr<const Layer> Layer::repacked() const {
    std::vector<Feature> all;
    all.reserve(size());
    const auto keep = [&](const FeatureView& v) {
        all.push_back({v.id, v.group, v.status, v.generated, v.rank, std::string(v.name),
                       Shape{v.kind, v.box, std::string(v.packed)}});
    };
    search({0, 0, UINT32_MAX, UINT32_MAX}, keep);
    return pack(std::move(all), groups_);
}

bool Layer::wants_repacking() const {
    return delta_.size() + gone_.size() > std::max(delta_least, base_->by_id.size() / delta_part);
}

std::size_t Layer::size() const { return base_->by_id.size() - gone_.size() + delta_.size(); }

std::size_t Layer::bytes() const {
    return sizeof(Base) + base_->tree.bytes() + base_->records.capacity() * sizeof(Record) +
           base_->blob.capacity() + base_->by_id.capacity() * sizeof(std::uint32_t) +
           gone_.capacity() * sizeof(std::uint32_t) + delta_bytes_;
}

}  // namespace hatang::maps
