#include "json/writer.hpp"
#include "registry/api.hpp"

namespace hatang::registry {

std::string to_json(const ImportReport& report) {
    json::Writer w;
    w.begin_object()
        .field("class", report.class_key)
        .field("created", report.created)
        .field("changed", report.changed);
    w.field("unchanged", report.unchanged).key("refused").begin_array();
    for (const ImportReport::Refused& r : report.refused) {
        w.begin_object().field("row", r.row).field("code", r.code).field("where", r.where);
        w.field("reason_vi", r.reason_vi).field("reason_en", r.reason_en).end_object();
    }
    w.end_array().field("refused_count", report.refused_count).field("seconds", report.seconds).end_object();
    return w.take();
}

}  // namespace hatang::registry
