#include "catalogue/wards/ward_index.hpp"

#include "catalogue/reading.hpp"

namespace hatang::catalogue {

WardIndex read_wards(json::Value root) {
    WardIndex out{text_of(root, "legal_basis"), text_of(root, "valid_from"), text_of(root, "valid_to"), {}};
    for (const json::Value item : required(root, "wards").items()) {
        Ward ward{text_of(item, "code"), text_of(item, "name"), text_of(item, "name_en"),
                  text_of(item, "kind")};
        const std::string code = ward.code;
        out.by_code.emplace(code, std::move(ward));
    }
    return out;
}

}  // namespace hatang::catalogue
