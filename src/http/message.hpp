// What a handler sees of HTTP: the request, the answer, and who asks.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "base/time.hpp"

namespace hatang::http {

enum class Method { get, head, post, put, patch, del, options };
std::string_view to_text(Method);

// What somebody may do; the security module knows the rest of it.
class Rights {
  public:
    virtual ~Rights() = default;
    // Held for the whole city.
    virtual bool may(std::string_view permission) const = 0;
    // Held for a part of the city at least: the handler filters by it.
    virtual bool may_within(std::string_view permission) const = 0;
};

// Who asks. Filled by the Authenticator (security module) before the handler runs; anonymous for public
// routes.
struct Principal {
    std::int64_t user_id = 0;  // 0: anonymous
    std::int64_t session_id = 0;
    std::int64_t credential_id = 0;  // not 0: a program with a credential of its own, without a session
    std::string name;
    std::optional<std::int64_t> organisation_id;
    std::shared_ptr<const Rights> rights;  // null: none
    bool may(std::string_view permission) const { return rights && rights->may(permission); }
    bool may_within(std::string_view permission) const { return rights && rights->may_within(permission); }
};

struct Request {
    Method method = Method::get;
    std::string target;                                      // as sent: "/api/v1/assets?limit=10"
    std::string path;                                        // decoded, without the query
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order, duplicates kept
    std::string body;
    std::string remote_address;  // of the browser; behind trusted proxies (ServerConfig) as they say
    bool secure = false;         // the browser speaks HTTPS, with us or with a trusted proxy
    // Header by name, case-insensitive; empty when absent.
    std::string_view header(std::string_view name) const;
    std::string_view cookie(std::string_view name) const;
    std::vector<std::pair<std::string, std::string>> headers;
};

struct Response {
    int status = 200;
    std::string content_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    // A body that is made while it is sent, so that it never stands in memory as a whole: called until it
    // gives an empty text. When it throws, the connection is cut, so the client sees that something is
    // missing.
    std::function<task<std::string>()> more;
    std::optional<std::uint64_t> length;  // of that body in bytes, where it is known

    static Response json(std::string body, int status = 200);
    static Response bytes(std::string content_type, std::string body);
    static Response pieces(std::string content_type, std::function<task<std::string>()> more);
    static Response no_content();
    Response& header(std::string_view name, std::string value);
};

// One request on its way through a handler.
class Call {
  public:
    const Request& request;
    Principal who;
    std::string id;  // request id, in the log, the audit row and the answer

    // Path parameter {name} as a number or text; a malformed number is a not_found.
    std::int64_t path_id(std::string_view name) const;
    const std::string& path_text(std::string_view name) const;

    // The version in If-Match ("\"7\"" → 7). require_if_match throws precondition_required without it.
    std::optional<std::int64_t> if_match() const;
    std::int64_t require_if_match() const;
    // Throws precondition_failed when `current` is not the version the client saw.
    void check_version(std::int64_t current) const;

    // For the answer of a typed handler.
    void etag(std::int64_t version);
    void status(int code) { status_ = code; }
    void header(std::string_view name, std::string value);

    Call(const Request& r) : request(r) {}

  private:
    friend class Router;
    std::map<std::string, std::string, std::less<>> path_;
    int status_ = 0;  // 0: the default of the method
    std::vector<std::pair<std::string, std::string>> headers_;
};

// RFC 9457 problem document with code, Vietnamese and English text, where, and the request id.
Response problem(const Error&, std::string_view request_id);

}  // namespace hatang::http
