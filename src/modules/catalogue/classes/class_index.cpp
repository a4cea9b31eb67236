#include "catalogue/classes/class_index.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "catalogue/dates.hpp"
#include "catalogue/reading.hpp"
#include "catalogue/schema/json_schema.hpp"

namespace hatang::catalogue {
namespace {

constexpr std::array<std::pair<AssetLevel, std::string_view>, 3> levels{
    {{AssetLevel::work, "work"}, {AssetLevel::item, "item"}, {AssetLevel::component, "component"}}};

}  // namespace

AssetLevel level_from_text(std::string_view text) {
    for (const auto& [level, word] : levels)
        if (word == text) return level;
    throw std::logic_error("catalogue data: level " + std::string(text));
}

std::string_view to_text(AssetLevel level) {
    for (const auto& [known, word] : levels)
        if (known == level) return word;
    return {};
}

ClassIndex::ClassIndex(std::span<const EmbeddedFile> files, const Blocks& blocks, const CodeLists& lists) {
    for (const EmbeddedFile& file : files) {
        if (!file.path.starts_with("data/classes/")) continue;
        const json::Document document = json::parse(file.text);
        const std::string domain = text_of(document.root(), "domain");
        for (const json::Value item : required(document.root(), "classes").items())
            add(item, domain, class_schema(item, blocks, lists));
    }
}

void ClassIndex::add(json::Value item, const std::string& domain, std::string schema_json) {
    AssetClass& made = classes_.emplace_back();
    made.key = text_of(item, "key");
    made.domain = domain;
    made.level = level_from_text(text_of(item, "level"));
    made.name_vi = text_of(item, "name_vi");
    made.name_en = text_of(item, "name_en");
    made.type_code = text_of(item, "type_code");
    made.geometry = texts_of(item, "geometry");
    if (const auto sensitivity = item.find("sensitivity"))
        made.sensitivity = security::sensitivity_of(sensitivity->text());
    made.grading = texts_of(item, "grading");
    made.schema_json = std::move(schema_json);
    if (const auto zoom = item.find("least_zoom")) made.least_zoom_json = zoom->dump();
    made.legal_basis = text_of(item, "legal_basis");
    made.valid_from = text_of(item, "valid_from");
    made.valid_to = text_of(item, "valid_to");

    json::Document document = json::parse(made.schema_json);
    if (const std::string defect = schema_defect(document.root()); !defect.empty())
        throw std::logic_error("schema of class " + made.key + ": " + defect);
    schemas_.emplace(&made, std::move(document));
    by_key_.emplace(made.key, &made);
}

const AssetClass* ClassIndex::find(std::string_view key, std::string_view date) const {
    for (auto [it, end] = by_key_.equal_range(key); it != end; ++it)
        if (valid_on(date, it->second->valid_from, it->second->valid_to)) return it->second;
    return nullptr;
}

std::vector<const AssetClass*> ClassIndex::valid(std::string_view date) const {
    std::vector<const AssetClass*> out;
    for (const AssetClass& c : classes_)
        if (valid_on(date, c.valid_from, c.valid_to)) out.push_back(&c);
    return out;
}

json::Value ClassIndex::schema(const AssetClass& c) const { return schemas_.at(&c).root(); }

}  // namespace hatang::catalogue
