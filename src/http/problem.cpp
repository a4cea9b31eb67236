#include "http/message.hpp"
#include "json/writer.hpp"

namespace hatang::http {

Response problem(const Error& error, std::string_view request_id) {
    const ErrorInfo& info = error_info(error.code);
    const std::string vi = error.text_vi(), en = error.text_en();
    json::Writer w;
    w.begin_object();
    w.field("type", "urn:hatang:error:" + std::string(info.code)).field("title", vi).field("title_en", en);
    w.field("status", info.http_status).field("code", info.code).field("where", error.where);
    w.field("detail", vi).field("detail_en", en).field("request_id", request_id);
    w.end_object();

    Response out{info.http_status, "application/problem+json", w.take(), {}};
    // RFC 9110 section 11.6.1: a 401 names the scheme. Browsers open no dialog for Bearer.
    if (out.status == 401) out.header("WWW-Authenticate", "Bearer realm=\"hatang\"");
    if (error.code == Code::too_many_requests && !error.args.empty())
        out.header("Retry-After", error.args.front());
    if (out.status == 503) out.header("Retry-After", "5");
    return out;
}

}  // namespace hatang::http
