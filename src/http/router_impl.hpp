// The templates of router.hpp: they turn a typed handler into one that takes a Call and gives a Response.
#pragma once

#include <array>

#include "http/query.hpp"
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

template <class Member>
constexpr QueryKind query_kind() {
    using Plain = typename Unwrap<Member>::type;
    if constexpr (std::is_same_v<Plain, bool>) return QueryKind::boolean;
    if constexpr (std::is_same_v<Plain, std::int64_t>) return QueryKind::integer;
    if constexpr (std::is_same_v<Plain, double>) return QueryKind::number;
    return QueryKind::text;
}
template <class... F>
constexpr std::array<QueryField, sizeof...(F)> query_fields(const std::tuple<F...>& fields) {
    return std::apply(
        [](const F&... f) {
            return std::array<QueryField, sizeof...(F)>{
                QueryField{f.name, query_kind<typename F::type>()}...};
        },
        fields);
}

template <class In>
In read_query(const Request& request) {
    static constexpr auto fields = query_fields(json::Describe<In>::fields);
    const json::Document document = json::parse(query_json(request, fields));
    return json::read<In>(document.root());
}

template <class T>
void schema_of(json::Writer& w, json::Schemas& all) {
    json::write_schema<T>(w, all);
}

template <class In>
void query_schema(json::Writer& w, json::Schemas& all) {
    static constexpr auto fields = json::schema_fields(json::Describe<In>::fields);
    write_query_schema(w, all, fields);
}

}  // namespace detail

template <class In, bool from_query>
In Router::input_of(Call& call) {
    constexpr bool no_input = std::is_same_v<In, Nothing>, raw_body = std::is_same_v<In, RawBody>;
    if constexpr (raw_body) {
        return {std::move(call.request.body), std::string(content_type(call))};
    } else if constexpr (from_query && !no_input) {
        return detail::read_query<In>(call.request);
    } else {
        if (from_query || !no_input) detail::refuse_query(call.request);
        if constexpr (no_input) {
            return {};
        } else {
            const json::Document document = body_document(call);
            return json::read<In>(document.root());
        }
    }
}

template <Method method, class In, class Out, class Handler>
void Router::add(std::string_view path, RouteMeta meta, Handler handler) {
    constexpr bool raw_reply = std::is_same_v<Out, Response>, no_reply = std::is_same_v<Out, Nothing>;
    constexpr bool no_input = std::is_same_v<In, Nothing>, raw_body = std::is_same_v<In, RawBody>;
    constexpr bool from_query = method == Method::get || method == Method::del;

    Shape shape;
    shape.raw_body = raw_body;
    shape.raw_reply = raw_reply;
    shape.in_is_query = from_query;
    if constexpr (!no_input && !raw_body) {
        if constexpr (from_query)
            shape.in = detail::query_schema<In>;
        else
            shape.in = detail::schema_of<In>;
    }
    if constexpr (!no_reply && !raw_reply) shape.out = detail::schema_of<Out>;

    Erased erased = [handler = std::move(handler)](Call& call) -> task<Response> {
        const In in = input_of<In, from_query>(call);
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
