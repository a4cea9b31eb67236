#include "registry/assets/merge.hpp"

#include "json/writer.hpp"

namespace hatang::registry {
namespace {

void write_merged(json::Writer& w, const json::Value* target, json::Value patch) {
    if (patch.kind() != json::Kind::object) {
        w.raw(patch.dump());
        return;
    }
    const bool has_members = target && target->kind() == json::Kind::object;
    w.begin_object();
    if (has_members)
        for (const auto [name, old_value] : target->members()) {
            const auto change = patch.find(name);
            if (!change)
                w.raw_field(name, old_value.dump());
            else if (!change->is_null()) {
                w.key(name);
                write_merged(w, &old_value, *change);
            }
        }
    for (const auto [name, change] : patch.members()) {
        if (change.is_null() || (has_members && target->find(name))) continue;
        w.key(name);
        write_merged(w, nullptr, change);
    }
    w.end_object();
}

bool is_number(json::Kind kind) { return kind == json::Kind::integer || kind == json::Kind::real; }

}  // namespace

std::string merge_json(json::Value target, json::Value patch) {
    json::Writer w;
    write_merged(w, &target, patch);
    return w.take();
}

bool same_json(json::Value a, json::Value b) {
    if (is_number(a.kind()) && is_number(b.kind())) {
        if (a.kind() == json::Kind::integer && b.kind() == json::Kind::integer)
            return a.integer() == b.integer();
        return a.number() == b.number();
    }
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case json::Kind::boolean:
            return a.boolean() == b.boolean();
        case json::Kind::text:
            return a.text() == b.text();
        case json::Kind::array: {
            if (a.size() != b.size()) return false;
            auto other = b.items().begin();
            for (const json::Value item : a.items()) {
                if (!same_json(item, *other)) return false;
                ++other;
            }
            return true;
        }
        case json::Kind::object: {
            if (a.size() != b.size()) return false;
            for (const auto [name, value] : a.members()) {
                const auto other = b.find(name);
                if (!other || !same_json(value, *other)) return false;
            }
            return true;
        }
        default:
            return true;
    }
}

bool same_json(std::string_view a, std::string_view b) {
    if (a == b) return true;
    if (a.empty() || b.empty()) return false;
    const json::Document left = json::parse(a), right = json::parse(b);
    return same_json(left.root(), right.root());
}

}  // namespace hatang::registry
