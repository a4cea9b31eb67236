#include "registry/features/html.hpp"

#include "geo/wkb.hpp"
#include "json/value.hpp"

namespace hatang::registry {
namespace {

std::string link(std::string_view href, std::string_view text) {
    return "<a href=\"" + escaped(href) + "\">" + escaped(text) + "</a>";
}

struct Crumb {
    std::string href, text;
};

std::string page(std::string_view title, const std::vector<Crumb>& crumbs, std::string_view content) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
    out.append(escaped(title))
        .append(" – Hạ Tầng</title>\n<link rel=\"stylesheet\" href=\"/ogc/style.css\">\n</head>\n");
    out.append("<body>\n<header><nav aria-label=\"Đường dẫn\"><ol>");
    for (const Crumb& crumb : crumbs) out.append("<li>").append(link(crumb.href, crumb.text)).append("</li>");
    out.append("</ol></nav></header>\n<main>\n<h1>").append(escaped(title)).append("</h1>\n");
    return out.append(content).append("</main>\n</body>\n</html>\n");
}

const Crumb home{"/ogc?f=html", "Hạ Tầng"}, every_collection{"/ogc/collections?f=html", "Bộ dữ liệu"};
Crumb crumb_of(const Collection& c) {
    return {"/ogc/collections/" + c.key() + "?f=html", c.asset_class->name_vi};
}
Crumb items_crumb(const Collection& c) {
    return {"/ogc/collections/" + c.key() + "/items?f=html", "Đối tượng"};
}

std::string list(const std::vector<std::string>& entries) {
    std::string out = "<ul>\n";
    for (const std::string& entry : entries) out.append("<li>").append(entry).append("</li>\n");
    return out + "</ul>\n";
}

// 24690 → "24.690"
std::string grouped(std::int64_t n) {
    std::string out = std::to_string(n);
    for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, 1, '.');
    return out;
}

std::string status_vi(std::string_view status) {
    if (status == "planned") return "Quy hoạch";
    if (status == "under_construction") return "Đang xây dựng";
    if (status == "in_service") return "Đang khai thác";
    if (status == "out_of_service") return "Tạm ngừng khai thác";
    return "Đã ngừng quản lý";
}

std::string degrees(double d) {
    std::string out;
    geo::append_rounded(out, d, 5);
    return out;
}

std::string row(std::string_view name, const std::string& value_html) {
    return "<tr><th scope=\"row\">" + escaped(name) + "</th><td>" + value_html + "</td></tr>\n";
}

std::string value_html(json::Value v) {
    switch (v.kind()) {
        case json::Kind::text:
            return escaped(v.text());
        case json::Kind::boolean:
            return v.boolean() ? "Có" : "Không";
        case json::Kind::integer:
        case json::Kind::real:
            return escaped(v.dump());
        default:
            return "<code>" + escaped(v.dump()) + "</code>";
    }
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    return out;
}

std::string landing_page(std::string_view base) {
    return page(
        "Sổ bộ hạ tầng thành phố", {home},
        "<p>Dữ liệu hạ tầng của thành phố theo chuẩn OGC API Features. Phần mềm GIS (QGIS, ArcGIS, GDAL) kết "
        "nối bằng "
        "địa chỉ <code>" +
            escaped(std::string(base) + "/ogc") + "</code>.</p>\n" +
            list({link(every_collection.href, "Bộ dữ liệu"), link("/ogc/conformance?f=html", "Lớp tuân thủ"),
                  link("/ogc/functions?f=html", "Hàm của bộ lọc"),
                  link("/ogc/api?f=html", "Mô tả giao diện (OpenAPI 3.0)"), link("/ogc?f=json", "JSON")}));
}

std::string conformance_page(std::string_view json) {
    const json::Document document = json::parse(json);
    std::vector<std::string> entries;
    for (const json::Value uri : document.root().find("conformsTo")->items())
        entries.push_back("<code>" + escaped(uri.text()) + "</code>");
    return page("Lớp tuân thủ", {home},
                list(entries) + "<p>" + link("/ogc/conformance?f=json", "JSON") + "</p>\n");
}

std::string collections_page(const std::vector<const Collection*>& collections, const Extents& extents) {
    std::string table =
        "<table>\n<thead><tr><th scope=\"col\">Lớp</th><th scope=\"col\">Mã</th>"
        "<th scope=\"col\" class=\"number\">Số đối tượng</th></tr></thead>\n<tbody>\n";
    for (const Collection* c : collections) {
        const auto found = extents.find(c->key());
        table.append("<tr><td>")
            .append(link(crumb_of(*c).href, c->asset_class->name_vi))
            .append("</td><td><code>");
        table.append(c->key()).append("</code></td><td class=\"number\">");
        table.append(grouped(found == extents.end() ? 0 : found->second.features)).append("</td></tr>\n");
    }
    return page("Bộ dữ liệu", {home},
                table + "</tbody>\n</table>\n<p>" + link("/ogc/collections?f=json", "JSON") + "</p>\n");
}

std::string collection_page(const Collection& c, const Extent* extent) {
    const catalogue::AssetClass& k = *c.asset_class;
    const std::string self = "/ogc/collections/" + k.key;
    std::string table = "<table>\n<tbody>\n" + row("Mã", "<code>" + k.key + "</code>");
    if (!k.legal_basis.empty()) table += row("Căn cứ", escaped(k.legal_basis));
    table += row("Số đối tượng", grouped(extent ? extent->features : 0));
    if (extent && extent->west)
        table +=
            row("Phạm vi (kinh độ, vĩ độ)", degrees(*extent->west) + ", " + degrees(*extent->south) + " – " +
                                                degrees(*extent->east) + ", " + degrees(*extent->north));
    if (extent && extent->begin) table += row("Hiệu lực từ", escaped(to_rfc3339(*extent->begin)));
    return page(
        k.name_vi, {home, every_collection},
        table + "</tbody>\n</table>\n" +
            list({link(self + "/items?f=html", "Xem đối tượng"), link(self + "/schema?f=html", "Lược đồ"),
                  link(self + "/queryables?f=html", "Thuộc tính lọc được"),
                  link(self + "/sortables?f=html", "Thuộc tính sắp xếp được"),
                  link(self + "/items?f=fgb", "Tải về: FlatGeobuf"),
                  link(self + "/items?f=jsonseq", "Tải về: GeoJSON theo dòng"),
                  link(self + "?f=json", "JSON")}));
}

std::string items_page(const Context& context, const http::Request& request, const Question& q,
                       const Page& found, std::optional<std::int64_t> matched, std::string_view next_href) {
    std::string table =
        "<table>\n<thead><tr><th scope=\"col\">Mã</th><th scope=\"col\">Tên</th><th scope=\"col\">Trạng "
        "thái</th>"
        "<th scope=\"col\">Phường, xã</th><th scope=\"col\">Địa chỉ</th></tr></thead>\n<tbody>\n";
    for (int i = 0; i < found.shown; ++i) {
        const db::Row r = found.rows[i];
        const std::string id = std::to_string(r.integer("id"));
        table.append("<tr><td>")
            .append(link("/ogc/collections/" + q.collection.key() + "/items/" + id + "?f=html", id));
        table.append("</td><td>")
            .append(escaped(r.text("name")))
            .append("</td><td>")
            .append(status_vi(r.text("status")));
        table.append("</td><td>").append(escaped(context.ward_name(r.maybe_text("ward_code")).value_or("")));
        table.append("</td><td>")
            .append(escaped(r.maybe_text("address").value_or("")))
            .append("</td></tr>\n");
    }
    table += "</tbody>\n</table>\n";
    std::string summary = "<p>" + grouped(found.shown) + " đối tượng trên trang này";
    if (matched) summary += ", tất cả " + grouped(*matched);
    summary += ".</p>\n";
    std::string foot = "<p class=\"pages\">";
    if (!next_href.empty())
        foot += "<a rel=\"next\" href=\"" + escaped(next_href.substr(base_url(request).size())) +
                "\">Trang sau</a> ";
    return page(q.collection.asset_class->name_vi, {home, every_collection, crumb_of(q.collection)},
                summary + (found.shown > 0 ? table : std::string("<p>Không có đối tượng nào.</p>\n")) + foot +
                    "</p>\n");
}

std::string item_page(const Context& context, const http::Request& request, const Collection& c,
                      std::string_view feature_json) {
    const json::Document document = json::parse(feature_json);
    const json::Value properties = *document.root().find("properties");
    const auto name = properties.find("name");
    std::string table =
        "<table>\n<tbody>\n" + row("Mã công trình", escaped(document.root().find("id")->dump()));
    for (const Property& p : c.properties) {
        const auto value = properties.find(p.name);
        if (!value) continue;
        std::string shown = value_html(*value);
        if (p.name == "status") shown = status_vi(value->text());
        if (p.name == "class") shown = escaped(context.class_name_vi(value->text()));
        if (p.name == "ward_code")
            shown += " " + escaped(context.ward_name(std::string(value->text())).value_or(""));
        table += row(p.title, shown);
    }
    if (const auto geometry = document.root().find("geometry"); geometry && !geometry->is_null()) {
        constexpr std::size_t shown_most = 300;
        std::string text = geometry->find("type")->dump();
        std::string coordinates =
            geometry->find("coordinates") ? geometry->find("coordinates")->dump() : std::string();
        if (coordinates.size() > shown_most) coordinates = coordinates.substr(0, shown_most) + " …";
        table += row("Hình học",
                     escaped(text.substr(1, text.size() - 2)) + " <code>" + escaped(coordinates) + "</code>");
    }
    return page(name ? name->text() : std::string_view("Đối tượng"),
                {home, every_collection, crumb_of(c), items_crumb(c)},
                table + "</tbody>\n</table>\n<p>" + link(request.path + "?f=json", "GeoJSON") + "</p>\n");
}

std::string document_page(std::string_view title, std::string_view json, std::string_view json_href) {
    const json::Document document = json::parse(json);
    std::string content = "<table>\n<tbody>\n";
    const auto members = [&](json::Value v) {
        for (const auto [name, value] : v.members()) {
            const auto label = value.kind() == json::Kind::object ? value.find("title") : std::nullopt;
            content += row(name, (label ? escaped(label->text()) + " " : std::string()) + "<code>" +
                                     escaped(value.dump()) + "</code>");
        }
    };
    if (const auto properties = document.root().find("properties"))
        members(*properties);
    else
        members(document.root());
    return page(title, {home, every_collection},
                content + "</tbody>\n</table>\n<p>" + link(json_href, "JSON") + "</p>\n");
}

}  // namespace hatang::registry
