#include "http/query.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace hatang::http::detail {
namespace {

template <class T>
bool write_number(std::string_view text, json::Writer& w) {
    T n{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size()) return false;
    if constexpr (std::is_same_v<T, double>)
        if (!std::isfinite(n)) return false;
    w.value(n);
    return true;
}

// False when the text is not of that kind.
bool write_value(QueryKind kind, std::string_view text, json::Writer& w) {
    switch (kind) {
        case QueryKind::boolean:
            if (text != "true" && text != "false") return false;
            w.value(text == "true");
            return true;
        case QueryKind::integer:
            return write_number<std::int64_t>(text, w);
        case QueryKind::number:
            return write_number<double>(text, w);
        case QueryKind::text:
            break;
    }
    w.value(text);
    return true;
}

std::string_view form_of(QueryKind kind) {
    constexpr std::array<std::string_view, 4> forms{"true, false", "integer", "number", "text"};
    return forms[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string query_json(const Request& request, std::span<const QueryField> fields) {
    json::Writer w;
    w.begin_object();
    for (const auto& [name, text] : request.query) {
        const auto field = std::ranges::find(fields, name, &QueryField::name);
        if (field == fields.end()) throw Error(Code::unknown_parameter, name, {name});
        w.key(name);
        if (!write_value(field->kind, text, w))
            throw Error(Code::invalid_parameter, name, {text, std::string(form_of(field->kind))});
    }
    w.end_object();
    return w.take();
}

void write_query_schema(json::Writer& w, json::Schemas& all, std::span<const json::SchemaField> fields) {
    w.begin_array();
    for (const json::SchemaField& f : fields) {
        w.begin_object().field("name", f.name).field("in", "query");
        w.field("required", f.required).field("description", f.about).key("schema");
        f.write(w, all, f.limits, {});
        w.end_object();
    }
    w.end_array();
}

void refuse_query(const Request& request) {
    if (request.query.empty()) return;
    const std::string& name = request.query.front().first;
    throw Error(Code::unknown_parameter, name, {name});
}

}  // namespace hatang::http::detail
