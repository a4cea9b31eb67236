// GET /api/v1/domains, /api/v1/classes, /api/v1/classes/{key}
#include "catalogue/routes.hpp"
#include "catalogue/classes/views.hpp"
#include "catalogue/dates.hpp"

namespace hatang::catalogue {
namespace {

ClassView view_of(const AssetClass& c) {
    ClassView v;
    v.key = c.key;
    v.domain = c.domain;
    v.level = c.level;
    v.name_vi = c.name_vi;
    v.name_en = c.name_en;
    if (!c.type_code.empty()) v.type_code = c.type_code;
    v.geometry = c.geometry;
    v.schema.json = c.schema_json;
    v.grading = c.grading;
    v.legal_basis = c.legal_basis;
    v.valid_from = c.valid_from;
    if (!c.valid_to.empty()) v.valid_to = c.valid_to;
    return v;
}

std::string date_of(const std::optional<std::string>& on, const Clock& clock) {
    if (!on) return city_date(clock.now());
    if (!is_date(*on)) throw Error(Code::invalid_parameter, "on", {*on, "2026-07-01"});
    return *on;
}

}  // namespace

void add_class_routes(http::Router& router, const Data& data, const Clock& clock) {
    router.get<http::Nothing, DomainList>(
        "/api/v1/domains",
        {"catalogue.domains.list", http::may_within("catalogue.read"), "Lists the domains of infrastructure"},
        [&data](http::Call&, const http::Nothing&) -> task<DomainList> {
            DomainList out;
            for (const Domain& d : data.domains) out.items.push_back(d);
            co_return out;
        });
    router.get<OnDate, ClassList>("/api/v1/classes",
                                  {"catalogue.classes.list", http::may_within("catalogue.read"),
                                   "Lists the classes of works valid on a day (today)"},
                                  [&data, &clock](http::Call&, const OnDate& in) -> task<ClassList> {
                                      ClassList out;
                                      for (const AssetClass* c : data.classes.valid(date_of(in.on, clock)))
                                          out.items.push_back(view_of(*c));
                                      co_return out;
                                  });
    router.get<OnDate, ClassView>("/api/v1/classes/{key}",
                                  {"catalogue.classes.read", http::may_within("catalogue.read"),
                                   "One class of works with its attribute schema, as valid on a day"},
                                  [&data, &clock](http::Call& call, const OnDate& in) -> task<ClassView> {
                                      const std::string& key = call.path_text("key");
                                      const AssetClass* found = data.classes.find(key, date_of(in.on, clock));
                                      if (!found) throw Error(Code::not_found, "key", {key});
                                      co_return view_of(*found);
                                  });
}

}  // namespace hatang::catalogue
