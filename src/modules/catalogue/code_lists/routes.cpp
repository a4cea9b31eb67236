// GET /api/v1/code-lists/{key}
#include "catalogue/routes.hpp"

namespace hatang::catalogue {

struct CodeListView {
    std::string key, name_vi, name_en, legal_basis, valid_from;
    std::optional<std::string> valid_to;
    std::vector<CodeEntry> items;
};

}  // namespace hatang::catalogue

template <>
struct hatang::json::Describe<hatang::catalogue::CodeEntry> {
    using T = catalogue::CodeEntry;
    static constexpr std::string_view name = "Code";
    static constexpr auto fields = std::tuple{field("key", &T::key, "Value in the attributes"),
                                              field("name_vi", &T::name_vi, "Vietnamese name"),
                                              field("name_en", &T::name_en, "English name")};
};
template <>
struct hatang::json::Describe<hatang::catalogue::CodeListView> {
    using T = catalogue::CodeListView;
    static constexpr std::string_view name = "CodeList";
    static constexpr auto fields =
        std::tuple{field("key", &T::key, "Stable key"),
                   field("name_vi", &T::name_vi, "Vietnamese name"),
                   field("name_en", &T::name_en, "English name"),
                   field("legal_basis", &T::legal_basis, "Legal basis; empty: none known"),
                   field("valid_from", &T::valid_from, "First day"),
                   field("valid_to", &T::valid_to, "First day on which it is no longer valid"),
                   field("items", &T::items, "Codes, in their order")};
};

namespace hatang::catalogue {

void add_code_list_routes(http::Router& router, const Data& data) {
    router.get<http::Nothing, CodeListView>(
        "/api/v1/code-lists/{key}",
        {"catalogue.code_lists.read", http::may_within("catalogue.read"),
         "The codes of a list with their names"},
        [&data](http::Call& call, const http::Nothing&) -> task<CodeListView> {
            const std::string& key = call.path_text("key");
            const auto found = data.code_lists.find(key);
            if (found == data.code_lists.end()) throw Error(Code::not_found, "key", {key});
            const CodeList& list = found->second;
            CodeListView view{list.key,        list.name_vi, list.name_en, list.legal_basis,
                              list.valid_from, {},           list.codes};
            if (!list.valid_to.empty()) view.valid_to = list.valid_to;
            co_return view;
        });
}

}  // namespace hatang::catalogue
