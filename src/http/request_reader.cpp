#include "http/request_reader.hpp"

#include "http/target.hpp"

namespace hatang::http {
namespace {

std::optional<Method> method_of(boost::beast::http::verb given) {
    using boost::beast::http::verb;
    switch (given) {
        case verb::get:
            return Method::get;
        case verb::head:
            return Method::head;
        case verb::post:
            return Method::post;
        case verb::put:
            return Method::put;
        case verb::patch:
            return Method::patch;
        case verb::delete_:
            return Method::del;
        case verb::options:
            return Method::options;
        default:
            return {};
    }
}

}  // namespace

Result<Request> read_request_head(const boost::beast::http::request<boost::beast::http::string_body>& in) {
    using boost::beast::http::field;
    const auto method = method_of(in.method());
    if (!method) return Error(Code::method_not_allowed, {}, {std::string(in.method_string().substr(0, 32))});
    // RFC 9112 section 3.2.
    if (const auto hosts = in.count(field::host); hosts > 1 || (hosts == 0 && in.version() >= 11))
        return Error(Code::malformed_request, "Host", {"exactly one Host"});
    const std::string_view raw(in.target().data(), in.target().size());
    auto target = parse_target(raw);
    if (!target) return target.error();

    Request out;
    out.method = *method;
    out.target = raw;
    out.path = std::move(target->path);
    out.query = std::move(target->query);
    for (const auto& header : in)
        out.headers.emplace_back(std::string(header.name_string()), std::string(header.value()));
    return out;
}

}  // namespace hatang::http
