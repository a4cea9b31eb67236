#include "base/embedded.hpp"
#include "catalogue/api.hpp"
#include "catalogue/data.hpp"
#include "catalogue/dates.hpp"
#include "catalogue/routes.hpp"
#include "catalogue/schema/json_schema.hpp"
#include "catalogue/store/load.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_catalogue();
}

namespace hatang::catalogue {

struct Catalogue::State {
    Platform& platform;
    security::Security& security;
    Data data;
    std::string today() const { return city_date(platform.clock.now()); }
};

Catalogue::Catalogue(Platform& platform, security::Security& security)
    : state_(new State{platform, security, read_data(embedded_catalogue())}) {}
Catalogue::~Catalogue() = default;

db::ModuleSchema Catalogue::schema() const { return {"catalogue", embedded_catalogue()}; }

void Catalogue::add_routes(http::Router& router) {
    add_class_routes(router, state_->data, state_->platform.clock);
    add_code_list_routes(router, state_->data);
    add_ward_routes(router, state_->data);
    add_grading_routes(router, state_->data, state_->platform.clock);
}

task<void> Catalogue::start(bool) {
    return load_tables(state_->platform.db, state_->security, embedded_catalogue(), state_->data);
}

const AssetClass* Catalogue::find_class(std::string_view key) const {
    return state_->data.classes.find(key, state_->today());
}

std::vector<const AssetClass*> Catalogue::classes() const {
    return state_->data.classes.valid(state_->today());
}

std::vector<const AssetClass*> Catalogue::classes_of_domain(std::string_view domain) const {
    std::vector<const AssetClass*> out = classes();
    std::erase_if(out, [&](const AssetClass* c) { return c->domain != domain; });
    return out;
}

const Ward* Catalogue::find_ward(std::string_view code) const {
    const auto found = state_->data.wards.by_code.find(code);
    return found == state_->data.wards.by_code.end() ? nullptr : &found->second;
}

void Catalogue::check_attributes(const AssetClass& c, json::Value attributes, std::string_view where) const {
    if (auto error = schema_violation(state_->data.classes.schema(c), attributes, where)) throw *error;
}

}  // namespace hatang::catalogue
