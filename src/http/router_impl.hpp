// The templates of router.hpp: they turn a typed handler into one that takes a Call and gives a Response.
#pragma once

#include <charconv>
#include <cmath>

#include "http/router.hpp"

namespace hatang::http {
namespace detail {

template <class T>
struct Unwrap {
    using type = T;
};
template <class T>
struct Unwrap<std::optional<T>> {
    using type = T;
};

// Writes one query parameter as a JSON value of the field's type. False when the text does not have that
// type.
template <class T>
bool query_value(std::string_view text, json::Writer& w) {
    if constexpr (std::is_same_v<T, bool>) {
        if (text != "true" && text != "false") return false;
        w.value(text == "true");
    } else if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, double>) {
        T n{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (error != std::errc() || end != text.data() + text.size()) return false;
        if constexpr (std::is_same_v<T, double>)
            if (!std::isfinite(n)) return false;
        w.value(n);
    } else {
        w.value(text);
    }
    return true;
}

template <class T>
inline constexpr const char* query_form = std::is_same_v<T, bool>           ? "true, false"
                                          : std::is_same_v<T, std::int64_t> ? "integer"
                                                                            : "number";

template <class In>
In read_query(const Request& request) {
    json::Writer w;
    w.begin_object();
    for (const auto& [name, text] : request.query) {
        bool known = false;
        std::apply(
            [&](const auto&... f) {
                (..., [&] {
                    if (known || f.name != name) return;
                    known = true;
                    using Member = std::remove_cvref_t<decltype(std::declval<In>().*f.member)>;
                    w.key(name);
                    using Plain = typename Unwrap<Member>::type;
                    if (!query_value<Plain>(text, w))
                        throw Error(Code::invalid_parameter, name, {text, query_form<Plain>});
                }());
            },
            json::Describe<In>::fields);
        if (!known) throw Error(Code::unknown_parameter, name, {name});
    }
    w.end_object();
    const json::Document document = json::parse(w.text());
    return json::read<In>(document.root());
}

template <class T>
void schema_of(json::Writer& w, json::Schemas& all) {
    json::write_schema<T>(w, all);
}

// An array of {name, in, required, description, schema}: the query parameters of a route.
template <class In>
void query_schema(json::Writer& w, json::Schemas& all) {
    w.begin_array();
    std::apply(
        [&](const auto&... f) {
            (..., [&] {
                using Member = std::remove_cvref_t<decltype(std::declval<In>().*f.member)>;
                w.begin_object().field("name", f.name).field("in", "query");
                w.field("required", !json::is_optional<Member>).field("description", f.about).key("schema");
                json::write_schema<typename Unwrap<Member>::type>(w, all, f.limits);
                w.end_object();
            }());
        },
        json::Describe<In>::fields);
    w.end_array();
}

}  // namespace detail

template <class In, class Out, class Handler>
void Router::add(Method method, std::string_view path, RouteMeta meta, Handler handler) {
    constexpr bool raw_reply = std::is_same_v<Out, Response>, no_reply = std::is_same_v<Out, Nothing>;
    constexpr bool no_input = std::is_same_v<In, Nothing>, raw_body = std::is_same_v<In, RawBody>;
    const bool from_query = method == Method::get || method == Method::del;

    Shape shape;
    shape.raw_body = raw_body;
    shape.raw_reply = raw_reply;
    shape.in_is_query = from_query;
    if constexpr (!no_input && !raw_body)
        shape.in = from_query ? detail::query_schema<In> : detail::schema_of<In>;
    if constexpr (!no_reply && !raw_reply) shape.out = detail::schema_of<Out>;

    Erased erased = [handler = std::move(handler), from_query](Call& call) -> task<Response> {
        In in{};
        if constexpr (raw_body) {
            in.bytes = call.request.body;
            in.content_type = std::string(content_type(call));
        } else if constexpr (no_input) {
            if (!call.request.query.empty() && from_query)
                throw Error(Code::unknown_parameter, call.request.query[0].first,
                            {call.request.query[0].first});
        } else if (from_query) {
            in = detail::read_query<In>(call.request);
        } else {
            if (!call.request.query.empty())
                throw Error(Code::unknown_parameter, call.request.query[0].first,
                            {call.request.query[0].first});
            const json::Document document = body_document(call);
            in = json::read<In>(document.root());
        }
        if constexpr (raw_reply) {
            co_return co_await handler(call, in);
        } else if constexpr (no_reply) {
            co_await handler(call, in);
            co_return Response::no_content();
        } else {
            const Out out = co_await handler(call, in);
            co_return Response::json(json::to_json(out));
        }
    };
    add_entry(method, path, meta, std::move(shape), std::move(erased));
}

}  // namespace hatang::http
