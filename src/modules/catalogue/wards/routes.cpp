// GET /api/v1/wards
#include "catalogue/routes.hpp"

namespace hatang::catalogue {

struct WardList {
    std::vector<Ward> items;
    std::string legal_basis, valid_from;
};

}  // namespace hatang::catalogue

template <>
struct hatang::json::Describe<hatang::catalogue::Ward> {
    using T = catalogue::Ward;
    static constexpr std::string_view name = "Ward";
    static constexpr auto fields = std::tuple{
        field("code", &T::code, "Code of 5 digits"), field("name", &T::name, "Name as in the resolution"),
        field("kind", &T::kind, "phường or xã"), field("name_en", &T::name_en, "Name without diacritics")};
};
template <>
struct hatang::json::Describe<hatang::catalogue::WardList> {
    using T = catalogue::WardList;
    static constexpr std::string_view name = "WardList";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "All phường and xã of the city, by code"),
                   field("legal_basis", &T::legal_basis, "Resolution that made them"),
                   field("valid_from", &T::valid_from, "First day")};
};

namespace hatang::catalogue {

void add_ward_routes(http::Router& router, const Data& data) {
    router.get<http::Nothing, WardList>(
        "/api/v1/wards",
        {"catalogue.wards.list", http::may_within("catalogue.read"), "Lists the phường and xã of the city"},
        [&data](http::Call&, const http::Nothing&) -> task<WardList> {
            WardList out{{}, data.wards.legal_basis, data.wards.valid_from};
            for (const auto& [code, ward] : data.wards.by_code) out.items.push_back(ward);
            co_return out;
        });
}

}  // namespace hatang::catalogue
