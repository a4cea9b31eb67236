#include "registry/bulk/model.hpp"

namespace hatang::registry {

AssetPatch patch_of(const BulkInput& in) {
    AssetPatch p;
    p.status = in.set.status;
    p.sensitivity = in.set.sensitivity;
    p.grade = in.set.grade;
    p.address = in.set.address;
    p.source = in.set.source;
    p.owner_id = in.set.owner_id;
    p.operator_id = in.set.operator_id;
    p.attributes = in.set.attributes;
    p.reason = in.reason;
    p.valid_from = in.valid_from;
    return p;
}

SetNames names_of(const BulkSet& set) {
    SetNames out;
    const auto note = [&out](const char* field, bool given) {
        if (given) out.fields.emplace_back(field);
    };
    note("status", set.status.has_value());
    note("sensitivity", set.sensitivity.has_value());
    note("grade", set.grade.given);
    note("address", set.address.given);
    note("source", set.source.given);
    note("owner_id", set.owner_id.given);
    note("operator_id", set.operator_id.given);
    if (set.attributes) {
        const json::Document document = json::parse(set.attributes->json);
        for (const auto [key, value] : document.root().members("/set/attributes"))
            out.attributes.emplace_back(key);
    }
    return out;
}

AssetPatch undo_patch(const SetNames& names, const AssetInput& before) {
    AssetPatch p;
    for (const std::string& field : names.fields) {
        if (field == "status") p.status = before.status;
        if (field == "sensitivity") p.sensitivity = before.sensitivity;
        if (field == "grade") p.grade = {true, before.grade};
        if (field == "address") p.address = {true, before.address};
        if (field == "source") p.source = {true, before.source};
        if (field == "owner_id") p.owner_id = {true, before.owner_id};
        if (field == "operator_id") p.operator_id = {true, before.operator_id};
    }
    if (names.attributes.empty()) return p;
    const json::Document old = json::parse(before.attributes_json);
    json::Writer w;
    w.begin_object();
    for (const std::string& key : names.attributes) {
        const auto value = old.root().find(key);
        w.raw_field(key, value ? value->dump() : "null");
    }
    w.end_object();
    p.attributes = json::Raw{w.take()};
    return p;
}

}  // namespace hatang::registry
