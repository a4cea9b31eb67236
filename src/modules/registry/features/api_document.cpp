// OpenAPI 3.0.3 of the OGC API, on its own: tools that read it (the OAPIF driver of GDAL among them) look for
// the names and the media types of the standard, which the document of the whole program does not carry.
#include "registry/features/documents.hpp"
#include "registry/features/formats.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

constexpr std::string_view components = R"({
"securitySchemes":{"bearer":{"type":"http","scheme":"bearer"},"cookie":{"type":"apiKey","in":"cookie","name":"hatang_session"}},
"parameters":{
"collectionId":{"name":"collectionId","in":"path","required":true,"description":"Lớp công trình · Class of works","schema":{"type":"string"}},
"featureId":{"name":"featureId","in":"path","required":true,"description":"Mã công trình · Identity of the work","schema":{"type":"integer","format":"int64"}},
"f":{"name":"f","in":"query","required":false,"description":"Định dạng; nếu không có thì theo Accept · Form of the answer; else Accept decides","schema":{"type":"string"}},
"bbox":{"name":"bbox","in":"query","required":false,"style":"form","explode":false,"schema":{"type":"array","oneOf":[{"minItems":4,"maxItems":4},{"minItems":6,"maxItems":6}],"items":{"type":"number"}}},
"bbox-crs":{"name":"bbox-crs","in":"query","required":false,"schema":{"type":"string","format":"uri","default":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
"crs":{"name":"crs","in":"query","required":false,"schema":{"type":"string","format":"uri","default":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
"datetime":{"name":"datetime","in":"query","required":false,"description":"RFC 3339, ngày hoặc khoảng · instant, date or interval","schema":{"type":"string"}},
"filter":{"name":"filter","in":"query","required":false,"description":"CQL2","schema":{"type":"string"}},
"filter-lang":{"name":"filter-lang","in":"query","required":false,"schema":{"type":"string","enum":["cql2-text","cql2-json"],"default":"cql2-text"}},
"filter-crs":{"name":"filter-crs","in":"query","required":false,"schema":{"type":"string","format":"uri","default":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
"sortby":{"name":"sortby","in":"query","required":false,"style":"form","explode":false,"schema":{"type":"array","minItems":1,"items":{"type":"string","pattern":"[+|-]?[A-Za-z_].*"}}},
"properties":{"name":"properties","in":"query","required":false,"style":"form","explode":false,"schema":{"type":"array","items":{"type":"string"}}},
"numberMatched":{"name":"numberMatched","in":"query","required":false,"description":"Absent: exact where that is cheap, else left out","schema":{"type":"string","enum":["exact","estimate","none"]}},
"cursor":{"name":"cursor","in":"query","required":false,"description":"Vị trí của liên kết next · Position of a next link","schema":{"type":"string"}},
"Content-Crs":{"name":"Content-Crs","in":"header","required":false,"description":"Hệ tọa độ của nội dung gửi lên: <URI> · Of the body","schema":{"type":"string"}},
"If-Match":{"name":"If-Match","in":"header","required":true,"description":"ETag","schema":{"type":"string"}},
"Idempotency-Key":{"name":"Idempotency-Key","in":"header","required":false,"schema":{"type":"string"}}},
"responses":{
"Json":{"description":"OK","content":{"application/json":{"schema":{"type":"object"}},"text/html":{"schema":{"type":"string"}}}},
"Schema":{"description":"JSON Schema","content":{"application/schema+json":{"schema":{"type":"object"}},"text/html":{"schema":{"type":"string"}}}},
"Features":{"description":"Features","headers":{"Content-Crs":{"schema":{"type":"string"}}},"content":{"application/geo+json":{"schema":{"$ref":"#/components/schemas/FeatureCollection"}},"text/html":{"schema":{"type":"string"}},"application/geo+json-seq":{"schema":{"type":"string"}},"application/flatgeobuf":{"schema":{"type":"string","format":"binary"}}}},
"Feature":{"description":"Feature","headers":{"Content-Crs":{"schema":{"type":"string"}},"ETag":{"schema":{"type":"string"}}},"content":{"application/geo+json":{"schema":{"$ref":"#/components/schemas/Feature"}},"text/html":{"schema":{"type":"string"}}}},
"Created":{"description":"Created","headers":{"Location":{"schema":{"type":"string","format":"uri"}},"ETag":{"schema":{"type":"string"}}}},
"Waiting":{"description":"Chờ người thứ hai phê duyệt · Waits for a second person"},
"Done":{"description":"Done"},
"Problem":{"description":"RFC 9457","content":{"application/problem+json":{"schema":{"type":"object","required":["status","code","title"],"properties":{"type":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string"},"title":{"type":"string"},"title_en":{"type":"string"},"where":{"type":"string"}}}}}}},
"schemas":{
"Geometry":{"type":"object","nullable":true,"required":["type"],"properties":{"type":{"type":"string"},"coordinates":{"type":"array","items":{}}}},
"Feature":{"type":"object","required":["type","geometry","properties"],"properties":{"type":{"type":"string","enum":["Feature"]},"id":{"type":"integer","format":"int64"},"geometry":{"$ref":"#/components/schemas/Geometry"},"properties":{"type":"object","nullable":true}}},
"FeatureCollection":{"type":"object","required":["type","features"],"properties":{"type":{"type":"string","enum":["FeatureCollection"]},"timeStamp":{"type":"string","format":"date-time"},"numberMatched":{"type":"integer","minimum":0},"numberReturned":{"type":"integer","minimum":0},"links":{"type":"array","items":{"type":"object"}},"features":{"type":"array","items":{"$ref":"#/components/schemas/Feature"}}}}}})";

struct Operation {
    std::string_view path, method, id, summary, answer;
    std::vector<std::string_view> parameters;
    bool is_public = false;
};

const std::vector<Operation>& operations() {
    static const std::vector<Operation> all{
        {"/", "get", "getLandingPage", "Trang đầu · Landing page", "Json", {"f"}, true},
        {"/conformance", "get", "getConformance", "Lớp tuân thủ · Conformance classes", "Json", {"f"}, true},
        {"/api", "get", "getApi", "Mô tả này · This document", "Json", {"f"}, true},
        {"/functions", "get", "getFunctions", "Hàm của bộ lọc · Functions of filters", "Json", {"f"}},
        {"/collections", "get", "getCollections", "Các bộ dữ liệu · Collections", "Json", {"f"}},
        {"/collections/{collectionId}",
         "get",
         "getCollection",
         "Một bộ dữ liệu · A collection",
         "Json",
         {"collectionId", "f"}},
        {"/collections/{collectionId}/schema",
         "get",
         "getSchema",
         "Lược đồ · Schema",
         "Schema",
         {"collectionId", "f"}},
        {"/collections/{collectionId}/queryables",
         "get",
         "getQueryables",
         "Thuộc tính lọc được · Queryables",
         "Schema",
         {"collectionId", "f"}},
        {"/collections/{collectionId}/sortables",
         "get",
         "getSortables",
         "Thuộc tính sắp xếp được · Sortables",
         "Schema",
         {"collectionId", "f"}},
        {"/collections/{collectionId}/items",
         "get",
         "getFeatures",
         "Đối tượng · Features",
         "Features",
         {"collectionId", "f", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs",
          "sortby", "properties", "numberMatched", "cursor", "limit"}},
        {"/collections/{collectionId}/items",
         "post",
         "createFeature",
         "Lập hồ sơ · Registers a work",
         "Created",
         {"collectionId", "Content-Crs", "Idempotency-Key"}},
        {"/collections/{collectionId}/items/{featureId}",
         "get",
         "getFeature",
         "Một đối tượng · A feature",
         "Feature",
         {"collectionId", "featureId", "f", "crs", "properties"}},
        {"/collections/{collectionId}/items/{featureId}",
         "put",
         "replaceFeature",
         "Thay thế · Replaces",
         "Done",
         {"collectionId", "featureId", "Content-Crs", "If-Match"}},
        {"/collections/{collectionId}/items/{featureId}",
         "patch",
         "updateFeature",
         "Sửa (JSON merge patch) · Changes",
         "Done",
         {"collectionId", "featureId", "Content-Crs", "If-Match"}},
        {"/collections/{collectionId}/items/{featureId}",
         "delete",
         "deleteFeature",
         "Ngừng quản lý, không xóa · Retires; nothing is erased",
         "Done",
         {"collectionId", "featureId", "If-Match"}},
    };
    return all;
}

void write_operation(json::Writer& w, const Operation& o) {
    const auto reference = [](std::string_view kind, std::string_view name) {
        return "{\"$ref\":\"#/components/" + std::string(kind) + "/" + std::string(name) + "\"}";
    };
    w.key(o.method).begin_object().field("operationId", o.id).field("summary", o.summary);
    w.key("tags")
        .begin_array()
        .value(o.path.starts_with("/collections") ? "Data" : "Capabilities")
        .end_array();
    if (o.is_public) w.raw_field("security", "[]");
    w.key("parameters").begin_array();
    for (const std::string_view name : o.parameters) {
        if (name == "limit")
            w.raw(
                R"({"name":"limit","in":"query","required":false,"schema":{"type":"integer","minimum":1,"maximum":)" +
                std::to_string(limits::features_page_max) + R"(,"default":)" +
                std::to_string(limits::page_default) + "}}");
        else
            w.raw(reference("parameters", name));
    }
    w.end_array();
    if (o.method == "post" || o.method == "put" || o.method == "patch") {
        const std::string_view type = o.method == "patch" ? "application/merge-patch+json" : media::geojson;
        w.key("requestBody").begin_object().field("required", true).key("content").begin_object();
        w.key(type).begin_object();
        w.raw_field("schema", o.method == "patch" ? std::string(R"({"type":"object"})")
                                                  : reference("schemas", "Feature"));
        w.end_object().end_object().end_object();
    }
    const std::string_view status = o.answer == "Created" ? "201" : o.answer == "Done" ? "204" : "200";
    w.key("responses").begin_object().raw_field(status, reference("responses", o.answer));
    if (o.method == "delete") w.raw_field("202", reference("responses", "Waiting"));
    w.raw_field("default", reference("responses", "Problem")).end_object().end_object();
}

}  // namespace

std::string api_json(std::string_view base) {
    json::Writer w;
    w.begin_object().field("openapi", "3.0.3").key("info").begin_object().field("title", "Hạ Tầng: OGC API");
    w.field("version", "1")
        .field("description",
               "Sổ bộ hạ tầng thành phố · The city's register of infrastructure as OGC API Features");
    w.end_object().key("servers").begin_array().begin_object().field("url", std::string(base) + "/ogc");
    w.end_object().end_array().raw_field("security", R"([{"bearer":[]},{"cookie":[]}])");
    w.key("paths").begin_object();
    std::string_view open;
    for (const Operation& o : operations()) {
        if (o.path != open) {
            if (!open.empty()) w.end_object();
            w.key(o.path).begin_object();
            open = o.path;
        }
        write_operation(w, o);
    }
    w.end_object().end_object().raw_field("components", components);
    return w.end_object().take();
}

}  // namespace hatang::registry
