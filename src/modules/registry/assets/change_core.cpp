#include "registry/assets/change_core.hpp"

#include <algorithm>

#include "registry/assets/merge.hpp"

namespace hatang::registry {
namespace {

struct FieldName {
    std::string_view key, vi, en;
};
constexpr FieldName field_names[] = {
    {"name", "tên", "name"},
    {"name_en", "tên tiếng Anh", "English name"},
    {"other_names", "tên khác", "other names"},
    {"parent_id", "công trình cha", "parent"},
    {"status", "trạng thái", "status"},
    {"grade", "cấp công trình", "class of the work"},
    {"owner_id", "chủ sở hữu", "owner"},
    {"operator_id", "đơn vị vận hành", "operator"},
    {"address", "địa chỉ", "address"},
    {"attributes", "thuộc tính", "attributes"},
    {"geometry", "hình học", "geometry"},
    {"identifiers", "mã định danh", "identifiers"},
    {"source", "nguồn", "source"},
    {"sensitivity", "mức độ mật của dữ liệu", "sensitivity"},
};

bool same_identifiers(const std::vector<Identifier>& a, const std::vector<Identifier>& b) {
    const auto same = [](const Identifier& x, const Identifier& y) {
        return x.kind == y.kind && x.value == y.value && x.issuer == y.issuer &&
               x.valid_from == y.valid_from && x.valid_to == y.valid_to;
    };
    return std::ranges::equal(a, b, same);
}

std::string merged_attributes(const std::string& before, const std::string& patch) {
    const json::Document target = json::parse(before), change = json::parse(patch);
    change.root().members("/attributes");  // throws wrong_type for anything but an object
    return merge_json(target.root(), change.root());
}

}  // namespace

AssetInput input_of(const AssetView& v) {
    AssetInput in;
    in.class_key = v.class_key;
    in.name = v.name;
    in.name_en = v.name_en;
    in.other_names = v.other_names;
    in.parent_id = v.parent_id;
    in.status = v.status;
    in.grade = v.grade;
    in.owner_id = v.owner_id;
    in.operator_id = v.operator_id;
    in.address = v.address;
    in.attributes_json = v.attributes.json;
    in.geometry_json = v.geometry.json;
    in.identifiers = v.identifiers;
    in.generated = v.generated;
    in.source = v.source;
    in.sensitivity = v.sensitivity;
    return in;
}

AssetInput apply_patch(AssetInput in, const AssetPatch& p) {
    if (p.name) in.name = *p.name;
    if (p.name_en.given) in.name_en = p.name_en.value;
    if (p.other_names) in.other_names = *p.other_names;
    if (p.parent_id.given) in.parent_id = p.parent_id.value;
    if (p.status) in.status = *p.status;
    if (p.grade.given) in.grade = p.grade.value;
    if (p.owner_id.given) in.owner_id = p.owner_id.value;
    if (p.operator_id.given) in.operator_id = p.operator_id.value;
    if (p.address.given) in.address = p.address.value;
    if (p.attributes) in.attributes_json = merged_attributes(in.attributes_json, p.attributes->json);
    if (p.geometry.given) in.geometry_json = p.geometry.value ? p.geometry.value->json : "";
    if (p.identifiers) in.identifiers = *p.identifiers;
    if (p.source.given) in.source = p.source.value;
    if (p.sensitivity) in.sensitivity = *p.sensitivity;
    return in;
}

std::vector<std::string_view> changed_fields(const AssetInput& a, const AssetInput& b) {
    std::vector<std::string_view> out;
    const auto note = [&out](std::string_view field, bool same) {
        if (!same) out.push_back(field);
    };
    note("name", a.name == b.name);
    note("name_en", a.name_en == b.name_en);
    note("other_names", a.other_names == b.other_names);
    note("parent_id", a.parent_id == b.parent_id);
    note("status", a.status == b.status);
    note("grade", a.grade == b.grade);
    note("owner_id", a.owner_id == b.owner_id);
    note("operator_id", a.operator_id == b.operator_id);
    note("address", a.address == b.address);
    note("attributes", same_json(a.attributes_json, b.attributes_json));
    note("geometry", same_json(a.geometry_json, b.geometry_json));
    note("identifiers", same_identifiers(a.identifiers, b.identifiers));
    note("source", a.source == b.source);
    note("sensitivity", a.sensitivity == b.sensitivity);
    return out;
}

Titles change_titles(const std::vector<std::string_view>& fields) {
    Titles out;
    for (const std::string_view field : fields) {
        const auto* name = std::ranges::find(field_names, field, &FieldName::key);
        out.vi.append(out.vi.empty() ? "Cập nhật: " : ", ").append(name->vi);
        out.en.append(out.en.empty() ? "Changed: " : ", ").append(name->en);
    }
    return out;
}

}  // namespace hatang::registry
