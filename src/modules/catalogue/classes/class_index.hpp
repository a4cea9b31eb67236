// The classes of works in memory: every version of every class, its schema ready to check with.
#pragma once

#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/embedded.hpp"
#include "catalogue/api.hpp"
#include "catalogue/classes/class_schema.hpp"
#include "catalogue/code_lists/code_lists.hpp"

namespace hatang::catalogue {

class ClassIndex {
  public:
    // Reads data/classes/*.json. Throws std::logic_error on a defect in them.
    ClassIndex(std::span<const EmbeddedFile>, const Blocks&, const CodeLists&);

    // The version valid on an ISO date; nullptr when there is none. The pointer is good as long as the index.
    const AssetClass* find(std::string_view key, std::string_view date) const;
    // All valid on the date, in the order of the data files.
    std::vector<const AssetClass*> valid(std::string_view date) const;
    const std::deque<AssetClass>& all() const { return classes_; }
    json::Value schema(const AssetClass&) const;

  private:
    void add(json::Value, const std::string& domain, std::string schema_json);

    std::deque<AssetClass> classes_;
    std::multimap<std::string, const AssetClass*, std::less<>> by_key_;
    std::unordered_map<const AssetClass*, json::Document> schemas_;
};

AssetLevel level_from_text(std::string_view);
std::string_view to_text(AssetLevel);

}  // namespace hatang::catalogue
