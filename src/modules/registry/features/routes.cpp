// The documents of the OGC API; features have routes of their own.
#include "base/embedded.hpp"
#include "cql2/functions.hpp"
#include "registry/features/documents.hpp"
#include "registry/features/features.hpp"
#include "registry/features/html.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_registry();
}

namespace hatang::registry {
namespace {

constexpr Format formats[] = {Format::json, Format::html};

http::Response html(std::string text) {
    return http::Response::bytes(std::string(html_type), std::move(text));
}
http::Response json_as(std::string_view type, std::string text) {
    return http::Response::bytes(std::string(type), std::move(text));
}

std::vector<const Collection*> all_collections(Features& features) {
    std::vector<const Collection*> out;
    for (const catalogue::AssetClass* c : features.context.catalogue.classes())
        out.push_back(&features.collection(*c));
    return out;
}

const Extent* extent_of(const Extents& extents, const Collection& c) {
    const auto found = extents.find(c.key());
    return found == extents.end() ? nullptr : &found->second;
}

task<http::Response> collections(Features& features, http::Call& call, FormatQuery query) {
    const Format format = format_of(call.request, query.f, formats);
    const std::vector<const Collection*> all = all_collections(features);
    const auto extents = co_await features.totals.extents(security::scope(call.who, "asset.read"));
    if (format == Format::html) co_return html(collections_page(all, *extents));
    co_return http::Response::json(collections_json(base_url(call.request), all, *extents));
}

task<http::Response> collection(Features& features, http::Call& call, FormatQuery query) {
    const Collection& c = features.collection(call);
    const Format format = format_of(call.request, query.f, formats);
    const auto extents = co_await features.totals.extents(security::scope(call.who, "asset.read"));
    const Extent* extent = extent_of(*extents, c);
    if (format == Format::html) co_return html(collection_page(c, extent));
    co_return http::Response::json(collection_json(base_url(call.request), c, extent));
}

http::Response document(const http::Call& call, const FormatQuery& query, std::string_view title,
                        std::string_view type, std::string json) {
    if (format_of(call.request, query.f, formats) == Format::html)
        return html(document_page(title, json, call.request.path + "?f=json"));
    return json_as(type, std::move(json));
}

std::string_view style_sheet() {
    for (const EmbeddedFile& file : embedded_registry())
        if (file.path == "data/ogc.css") return file.text;
    throw std::logic_error("registry: data/ogc.css is missing");
}

}  // namespace

const Collection& Features::collection(const catalogue::AssetClass& c) {
    std::unique_ptr<Collection>& made = collections_[&c];
    if (!made) made = std::make_unique<Collection>(collection_of(c));
    return *made;
}

const Collection& Features::collection(const http::Call& call) {
    const std::string& key = call.path_text("class");
    if (const catalogue::AssetClass* c = context.catalogue.find_class(key)) return collection(*c);
    throw Error(Code::not_found, "class", {"collection " + key.substr(0, 100)});
}

void add_document_routes(http::Router& router, Features& features) {
    using http::Nothing, http::Response;
    const auto read = http::may_within("asset.read");
    router.get<FormatQuery, Response>("/ogc",
                                      {"registry.ogc.landing", http::everybody(), "OGC API landing page"},
                                      [](http::Call& call, const FormatQuery& query) -> task<Response> {
                                          if (format_of(call.request, query.f, formats) == Format::html)
                                              co_return html(landing_page(base_url(call.request)));
                                          co_return Response::json(landing_json(base_url(call.request)));
                                      });
    router.get<FormatQuery, Response>("/ogc/conformance",
                                      {"registry.ogc.conformance", http::everybody(), "Conformance classes"},
                                      [](http::Call& call, const FormatQuery& query) -> task<Response> {
                                          if (format_of(call.request, query.f, formats) == Format::html)
                                              co_return html(conformance_page(conformance_json()));
                                          co_return Response::json(conformance_json());
                                      });
    router.get<FormatQuery, Response>("/ogc/api",
                                      {"registry.ogc.api", http::everybody(), "OpenAPI 3.0 of the OGC API"},
                                      [](http::Call& call, const FormatQuery& query) -> task<Response> {
                                          co_return document(call, query, "Mô tả giao diện", media::openapi,
                                                             api_json(base_url(call.request)));
                                      });
    router.get<Nothing, Response>(
        "/ogc/style.css", {"registry.ogc.style", http::everybody(), "Style sheet of the OGC API pages"},
        [](http::Call&, const Nothing&) -> task<Response> {
            Response css = Response::bytes("text/css", std::string(style_sheet()));
            css.header("Cache-Control", "public, max-age=3600");
            co_return css;
        });
    router.get<FormatQuery, Response>(
        "/ogc/functions", {"registry.ogc.functions", read, "Functions of CQL2 filters"},
        [](http::Call& call, const FormatQuery& query) -> task<Response> {
            co_return document(call, query, "Hàm của bộ lọc", media::json, cql2::functions_json(true));
        });
    router.get<FormatQuery, Response>("/ogc/collections",
                                      {"registry.ogc.collections", read, "One collection for each class"},
                                      [&features](http::Call& call, const FormatQuery& query) {
                                          return collections(features, call, query);
                                      });
    router.get<FormatQuery, Response>("/ogc/collections/{class}",
                                      {"registry.ogc.collection", read, "A collection"},
                                      [&features](http::Call& call, const FormatQuery& query) {
                                          return collection(features, call, query);
                                      });
    const auto add_schema = [&](std::string_view path, std::string_view id, std::string_view summary,
                                std::string_view title, SchemaKind kind) {
        router.get<FormatQuery, Response>(
            path, {id, read, summary},
            [&features, title, kind](http::Call& call, const FormatQuery& query) -> task<Response> {
                const Collection& c = features.collection(call);
                co_return document(call, query, std::string(title) + ": " + c.asset_class->name_vi,
                                   media::schema, schema_json(base_url(call.request), c, kind));
            });
    };
    add_schema("/ogc/collections/{class}/schema", "registry.ogc.schema", "JSON Schema of the features",
               "Lược đồ", SchemaKind::schema);
    add_schema("/ogc/collections/{class}/queryables", "registry.ogc.queryables", "What can be filtered by",
               "Thuộc tính lọc được", SchemaKind::queryables);
    add_schema("/ogc/collections/{class}/sortables", "registry.ogc.sortables", "What can be sorted by",
               "Thuộc tính sắp xếp được", SchemaKind::sortables);
}

void add_feature_routes(http::Router& router, Features& features) {
    add_document_routes(router, features);
    add_item_routes(router, features);
    add_item_write_routes(router, features);
}

}  // namespace hatang::registry
