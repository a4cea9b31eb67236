#include "catalogue/classes/class_schema.hpp"

#include <stdexcept>
#include <vector>

#include "catalogue/reading.hpp"

namespace hatang::catalogue {
namespace {

using json::Value;
using json::Writer;

std::vector<Value> included(Value item, const Blocks& blocks) {
    std::vector<Value> out;
    for (const std::string& key : texts_of(item, "include")) {
        const auto block = blocks.find(key);
        if (block == blocks.end()) throw std::logic_error("catalogue data: no block " + key);
        out.push_back(block->second);
    }
    return out;
}

void write_members(Writer& w, Value object, const CodeLists& lists) {
    for (const auto [name, member] : object.members()) {
        w.key(name);
        write_expanded(w, member, lists);
    }
}

void write_group(Writer& w, std::string_view title, std::string_view title_en, bool shared,
                 Value properties) {
    w.begin_object().field("title", title).field("title_en", title_en).field("shared", shared);
    w.key("properties").begin_array();
    for (const auto [name, property] : properties.members())
        if (text_of(property, "type") != "object") w.value(name);  // tags of the source are no part of a form
    w.end_array().end_object();
}

void write_groups(Writer& w, Value schema, const std::vector<Value>& blocks) {
    w.key("groups").begin_array();
    if (const auto own = schema.find("groups"))
        for (const Value group : own->items()) w.raw(group.dump());
    else
        write_group(w, "Đặc điểm", "Characteristics", false, required(schema, "properties"));
    for (const Value block : blocks)
        write_group(w, text_of(block, "title"), text_of(block, "title_en"), true,
                    required(block, "properties"));
    w.end_array();
}

void write_dependent(Writer& w, Value schema, const std::vector<Value>& blocks) {
    std::vector<Value> parts{schema};
    parts.insert(parts.end(), blocks.begin(), blocks.end());
    w.key("dependentRequired").begin_object();
    for (const Value part : parts)
        if (const auto dependent = part.find("dependentRequired"))
            for (const auto [name, wanted] : dependent->members()) w.raw_field(name, wanted.dump());
    w.end_object();
}

}  // namespace

Blocks read_blocks(Value root) {
    Blocks out;
    for (const Value block : required(root, "blocks").items()) out.emplace(text_of(block, "key"), block);
    return out;
}

std::string class_schema(Value item, const Blocks& known, const CodeLists& lists) {
    const Value schema = required(item, "schema");
    const std::vector<Value> blocks = included(item, known);
    Writer w;
    w.begin_object().field("type", "object").key("properties").begin_object();
    write_members(w, required(schema, "properties"), lists);
    for (const Value block : blocks) write_members(w, required(block, "properties"), lists);
    w.end_object().field("additionalProperties", false);
    write_groups(w, schema, blocks);
    write_dependent(w, schema, blocks);
    for (const auto [name, member] : schema.members())
        if (name != "type" && name != "properties" && name != "groups" && name != "dependentRequired")
            w.raw_field(name, member.dump());
    w.end_object();
    return w.take();
}

}  // namespace hatang::catalogue
