#include "alarms/rules/rule.hpp"

#include "base/error.hpp"

namespace hatang::alarms {

void check(const Rule& rule) {
    if (!rule.datastream_id) {
        if (!rule.asset_class)
            throw Error(Code::missing_field, "/datastream_id", {"datastream_id | asset_class + property"});
        if (!rule.property) throw Error(Code::missing_field, "/property", {"property"});
    } else if (rule.asset_class || rule.property) {
        const char* other = rule.asset_class ? "asset_class" : "property";
        throw Error(Code::invalid_value, json::pointer("", other),
                    {other, "datastream_id | asset_class + property"});
    }
    if (rule.kind == RuleKind::no_data) {
        if (rule.limit) throw Error(Code::invalid_value, "/limit", {"limit", "above | below"});
    } else if (!rule.limit) {
        throw Error(Code::missing_field, "/limit", {"limit"});
    }
}

}  // namespace hatang::alarms
