// The OpenAPI 3.0.3 document, written from the same table that serves.
#include <map>

#include "http/router_state.hpp"

namespace hatang::http {
namespace {

class Definitions final : public json::Schemas {
  public:
    bool enter(std::string_view name) override { return schemas.emplace(name, "{}").second; }
    void define(std::string_view name, std::string schema) override {
        schemas.find(name)->second = std::move(schema);
    }
    std::map<std::string, std::string, std::less<>> schemas;
};

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"RFC 9457 problem document","required":["type","title","title_en","status","code","where","request_id"],)"
    R"("properties":{"type":{"type":"string","description":"urn:hatang:error:<code>"},"title":{"type":"string","description":"Vietnamese"},)"
    R"("title_en":{"type":"string","description":"English"},"status":{"type":"integer"},"code":{"type":"string","description":"Stable"},)"
    R"("where":{"type":"string","description":"JSON pointer, parameter or header name"},"detail":{"type":"string"},)"
    R"("detail_en":{"type":"string"},"request_id":{"type":"string"}}})";
constexpr std::string_view problem_response =
    R"({"description":"Refused or failed","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}})";
constexpr std::string_view security_schemes =
    R"({"bearer":{"type":"http","scheme":"bearer"},"cookie":{"type":"apiKey","in":"cookie","name":"hatang_session"}})";

void write_header_parameter(json::Writer& w, std::string_view name, std::string_view about) {
    w.begin_object()
        .field("name", name)
        .field("in", "header")
        .field("required", false)
        .field("description", about);
    w.raw_field("schema", R"({"type":"string"})").end_object();
}

std::string success_status(Method method, const RouteMeta& meta, bool has_reply) {
    if (!has_reply) return "204";
    return method == Method::post && meta.creates ? "201" : "200";
}

std::string key_of(Method method) {
    std::string out(to_text(method));
    for (char& c : out) c = static_cast<char>(c | 0x20);
    return out;
}

}  // namespace

std::string Router::openapi_json() const {
    Definitions all;
    std::map<std::string_view, std::vector<const Entry*>> paths;
    for (const Entry& e : state_->entries) paths[e.path].push_back(&e);

    const auto write_parameters = [&](json::Writer& w, const Entry& e) {
        w.key("parameters").begin_array();
        for (const std::string& name : template_parameters(e.path)) {
            const bool number = name == "id" || name.ends_with("_id");
            w.begin_object().field("name", name).field("in", "path").field("required", true);
            w.raw_field("schema", number ? R"({"type":"integer","format":"int64"})" : R"({"type":"string"})")
                .end_object();
        }
        if (e.shape.in && e.shape.in_is_query) {
            json::Writer list;
            e.shape.in(list, all);
            if (const std::string_view text = list.text(); text.size() > 2)
                w.raw(text.substr(1, text.size() - 2));
        }
        if (e.method == Method::post && e.meta.creates)
            write_header_parameter(w, "Idempotency-Key", "The same key gives the same answer again");
        if (e.method == Method::patch || e.method == Method::put || e.method == Method::del)
            write_header_parameter(w, "If-Match", "ETag of the version being changed");
        w.end_array();
    };
    const auto write_body = [&](json::Writer& w, const Entry& e) {
        if (!e.shape.raw_body && (!e.shape.in || e.shape.in_is_query)) return;
        w.key("requestBody").begin_object().field("required", true).key("content").begin_object();
        w.key(e.shape.raw_body ? "*/*" : "application/json").begin_object().key("schema");
        if (e.shape.raw_body)
            w.raw(R"({"type":"string","format":"binary"})");
        else
            e.shape.in(w, all);
        w.end_object().end_object().end_object();
    };
    const auto write_responses = [&](json::Writer& w, const Entry& e) {
        w.key("responses").begin_object();
        if (e.socket) {
            w.raw_field("101", R"({"description":"Switching to WebSocket"})");
        } else {
            w.key(success_status(e.method, e.meta, e.shape.out || e.shape.raw_reply))
                .begin_object()
                .field("description", "Done");
            if (e.shape.out) {
                w.key("content").begin_object().key("application/json").begin_object().key("schema");
                e.shape.out(w, all);
                w.end_object().end_object();
            }
            w.end_object();
        }
        w.raw_field("default", R"({"$ref":"#/components/responses/Problem"})").end_object();
    };

    json::Writer w;
    w.begin_object().field("openapi", "3.0.3");
    w.raw_field(
        "info",
        R"({"title":"Hạ Tầng","version":"1","description":"A city's living register of infrastructure"})");
    w.raw_field("security", R"([{"bearer":[]},{"cookie":[]}])");
    w.key("paths").begin_object();
    for (const auto& [path, entries] : paths) {
        // OpenAPI has no word for a parameter of several segments.
        const bool takes_rest = path.ends_with("*}");
        w.key(takes_rest ? std::string(path.substr(0, path.size() - 2)) + "}" : std::string(path))
            .begin_object();
        for (const Entry* e : entries) {
            w.key(key_of(e->method))
                .begin_object()
                .field("operationId", e->meta.id)
                .field("summary", e->meta.summary);
            w.key("tags").begin_array().value(e->meta.id.substr(0, e->meta.id.find('.'))).end_array();
            if (e->meta.access.kind == Access::Kind::everybody) w.raw_field("security", "[]");
            if (!e->meta.access.permission.empty()) w.field("x-permission", e->meta.access.permission);
            if (e->meta.access.kind == Access::Kind::permission_within) w.field("x-scoped", true);
            if (e->socket) w.field("x-websocket", true);
            write_parameters(w, *e);
            write_body(w, *e);
            write_responses(w, *e);
            w.end_object();
        }
        w.end_object();
    }
    w.end_object();
    w.key("components").begin_object().raw_field("securitySchemes", security_schemes);
    w.key("responses").begin_object().raw_field("Problem", problem_response).end_object();
    w.key("schemas").begin_object();
    for (const auto& [name, schema] : all.schemas)
        if (name != "Problem") w.raw_field(name, schema);
    w.raw_field("Problem", problem_schema).end_object().end_object().end_object();
    return w.take();
}

}  // namespace hatang::http
