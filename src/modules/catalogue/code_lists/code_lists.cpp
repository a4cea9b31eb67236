#include "catalogue/code_lists/code_lists.hpp"

#include <stdexcept>

#include "catalogue/reading.hpp"

namespace hatang::catalogue {
namespace {

void write_codes(json::Writer& w, const CodeList& list) {
    w.key("enum").begin_array();
    for (const CodeEntry& code : list.codes) w.value(code.key);
    w.end_array().key("enum_titles").begin_object();
    for (const CodeEntry& code : list.codes) w.field(code.key, code.name_vi);
    w.end_object().key("enum_titles_en").begin_object();
    for (const CodeEntry& code : list.codes) w.field(code.key, code.name_en);
    w.end_object();
}

}  // namespace

CodeLists read_code_lists(json::Value root) {
    CodeLists out;
    for (const json::Value item : required(root, "code_lists").items()) {
        CodeList list{text_of(item, "key"),
                      text_of(item, "name_vi"),
                      text_of(item, "name_en"),
                      text_of(item, "legal_basis"),
                      text_of(item, "valid_from"),
                      text_of(item, "valid_to"),
                      {}};
        for (const json::Value code : required(item, "codes").items())
            list.codes.push_back({text_of(code, "key"), text_of(code, "name_vi"), text_of(code, "name_en")});
        const std::string key = list.key;
        out.emplace(key, std::move(list));
    }
    return out;
}

void write_expanded(json::Writer& w, json::Value schema, const CodeLists& lists) {
    if (schema.kind() == json::Kind::array) {
        w.begin_array();
        for (const json::Value item : schema.items()) write_expanded(w, item, lists);
        w.end_array();
    } else if (schema.kind() == json::Kind::object) {
        w.begin_object();
        for (const auto [name, member] : schema.members()) {
            w.key(name);
            write_expanded(w, member, lists);
        }
        if (const auto key = schema.find("code_list"); key && key->kind() == json::Kind::text) {
            const auto list = lists.find(key->text());
            if (list == lists.end()) throw std::logic_error("unknown code list " + std::string(key->text()));
            write_codes(w, list->second);
        }
        w.end_object();
    } else {
        w.raw(schema.dump());
    }
}

}  // namespace hatang::catalogue
