// The city's catalogues: domains, classes of works with their attribute schemas, code lists, wards, grading
// tables.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::catalogue {

enum class AssetLevel { work, item, component };

struct AssetClass {
    std::string key;     // "bridge"
    std::string domain;  // "bridge", "drainage", …
    AssetLevel level = AssetLevel::work;
    std::string name_vi, name_en;
    std::string type_code;  // "IV.4" (NĐ 207/2026 Phụ lục I), empty for administrative classes
    std::vector<std::string> geometry;  // GeoJSON types that the class takes
    std::string schema_json;            // JSON Schema of its attributes
    security::Sensitivity sensitivity = security::Sensitivity::internal;  // of new assets
    std::vector<std::string> grading;   // criteria of TT 34/2026 that decide its class: "2.5.1a"
    std::string least_zoom_json = "0";  // from which zoom maps draw it: 14, or a rule (README.md)
    std::string legal_basis;            // empty: none is known, the class is the register's own
    std::string valid_from, valid_to;   // ISO dates; valid_to empty: still valid
};

struct Ward {
    std::string code;  // 5 digits (GSO)
    std::string name, name_en, kind;
};

class Catalogue final : public Module {
  public:
    Catalogue(Platform&, security::Security&);
    ~Catalogue() override;

    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;

    // The class as valid today; nullptr when there is none. Pointers stay good until the process ends.
    const AssetClass* find_class(std::string_view key) const;
    std::vector<const AssetClass*> classes() const;
    std::vector<const AssetClass*> classes_of_domain(std::string_view domain) const;
    const Ward* find_ward(std::string_view code) const;

    // Throws schema_violation with a JSON pointer below `where` and what was expected.
    void check_attributes(const AssetClass&, json::Value attributes, std::string_view where) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hatang::catalogue
