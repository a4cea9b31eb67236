#include "http/router.hpp"

#include <doctest/doctest.h>

#include <set>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "http/guard.hpp"
#include "http/route_table.hpp"
#include "http/target.hpp"

using namespace hatang;
using namespace hatang::http;

namespace {

enum class Grade { one, two };
struct Part {
    std::string name;
};
struct Note {
    std::int64_t id = 0;
    std::string text;
    std::optional<Part> part;
    std::optional<Grade> grade;
    std::vector<Part> parts;
};
struct Filter {
    std::optional<std::int64_t> limit;
    std::optional<bool> open;
    std::optional<Instant> from;
    std::optional<Grade> grade;
};

}  // namespace

template <>
struct hatang::json::Describe<Grade> {
    static constexpr std::string_view name = "Grade";
    static constexpr std::array values{std::pair{Grade::one, std::string_view("one")},
                                       std::pair{Grade::two, std::string_view("two")}};
};
template <>
struct hatang::json::Describe<Part> {
    static constexpr std::string_view name = "Part";
    static constexpr auto fields = std::tuple{field("name", &Part::name, "Name")};
};
template <>
struct hatang::json::Describe<Note> {
    static constexpr std::string_view name = "Note";
    static constexpr auto fields =
        std::tuple{field("id", &Note::id, "Identifier"), field("text", &Note::text, "Text"),
                   field("part", &Note::part, "Part"), field("grade", &Note::grade, "Grade"),
                   field("parts", &Note::parts, "All parts")};
};
template <>
struct hatang::json::Describe<Filter> {
    static constexpr std::string_view name = "Filter";
    static constexpr auto fields =
        std::tuple{field("limit", &Filter::limit, "Most items", json::Limits{.least = 1, .most = 1000}),
                   field("open", &Filter::open, "Open only"), field("from", &Filter::from, "From"),
                   field("grade", &Filter::grade, "Grade")};
};

namespace {

struct OneRight final : Rights {
    explicit OneRight(std::string_view p) : permission(p) {}
    bool may(std::string_view p) const override { return p == permission; }
    // "within:asset.read" holds it for a part of the city only.
    bool may_within(std::string_view p) const override {
        return may(p) || "within:" + std::string(p) == permission;
    }
    std::string permission;
};

// Signs in "Bearer <permission>", or the cookie of the same content.
struct OneUser final : Authenticator {
    task<Principal> authenticate(const Request& request) override {
        std::string_view token = request.header("Authorization");
        if (token.starts_with("Bearer ")) token.remove_prefix(7);
        if (token.empty()) token = request.cookie("hatang_session");
        Principal who;
        if (token.empty()) co_return who;
        if (token == "expired") throw Error(Code::unauthenticated);
        who.user_id = 42;
        who.rights = std::make_shared<const OneRight>(token);
        co_return who;
    }
};

struct MemoryIdempotency final : IdempotencyStore {
    std::map<std::string, std::pair<std::string, std::optional<Response>>> kept;
    task<std::optional<Response>> begin(const Principal&, std::string_view key,
                                        std::string_view hash) override {
        const auto found = kept.find(std::string(key));
        if (found == kept.end()) {
            kept.emplace(key, std::pair{std::string(hash), std::nullopt});
            co_return std::nullopt;
        }
        if (found->second.first != hash) throw Error(Code::idempotency_conflict);
        co_return found->second.second;
    }
    task<void> finish(const Principal&, std::string_view key, const Response& r) override {
        kept[std::string(key)].second = r;
        co_return;
    }
    task<void> abandon(const Principal&, std::string_view key) override {
        kept.erase(std::string(key));
        co_return;
    }
};

struct Fixture {
    Loop loop{1};
    Metrics metrics;
    Router router{metrics};
    OneUser users;
    MemoryIdempotency idempotency;
    int made = 0;

    Fixture() {
        router.use(&users);
        router.use(&idempotency);
        router.get<Filter, Note>("/notes", {"t.list", everybody(), "Lists"},
                                 [](Call&, const Filter& f) -> task<Note> {
                                     co_return Note{.id = f.limit.value_or(100),
                                                    .text = f.open.value_or(false) ? "open" : "all",
                                                    .grade = f.grade};
                                 });
        router.get<Nothing, Note>(
            "/notes/{id}", {"t.get", may("note.read"), "One"}, [](Call& call, Nothing) -> task<Note> {
                call.etag(7);
                co_return Note{.id = call.path_id("id"), .text = std::string(2'000, 'x')};
            });
        router.get<Nothing, Note>(
            "/notes/latest", {"t.latest", everybody(), "Latest"},
            [](Call&, Nothing) -> task<Note> { co_return Note{.id = 1, .text = "latest"}; });
        router.post<Note, Note>("/notes", {"t.create", signed_in(), "Creates"},
                                [this](Call&, const Note& n) -> task<Note> {
                                    ++made;
                                    if (n.text == "fail") throw std::runtime_error("secret detail");
                                    co_return n;
                                });
        router.put<Nothing, Nothing>("/free", {"t.free", everybody(), "Anything"},
                                     [](Call&, Nothing) -> task<void> { co_return; });
        router.patch<Note, Nothing>("/notes/{id}", {"t.change", signed_in(), "Changes"},
                                    [](Call& call, const Note&) -> task<void> {
                                        call.require_if_match();
                                        call.check_version(7);
                                        co_return;
                                    });
        router.post<Nothing, Note>("/slow", {"t.slow", everybody(), "Slow", {.seconds_max = 0}, false},
                                   [this](Call&, Nothing) -> task<Note> {
                                       co_await loop.sleep(std::chrono::milliseconds(20));
                                       ++made;
                                       co_return Note{};
                                   });
    }

    using Headers = std::vector<std::pair<std::string, std::string>>;
    Response call(Method method, std::string target, std::string body = {}, Headers headers = {}) {
        Request r;
        auto parsed = parse_target(target).value();
        r.method = method;
        r.target = target;
        r.path = parsed.path;
        r.query = parsed.query;
        r.headers = std::move(headers);
        r.headers.emplace_back("Host", "a.vn");
        if (!body.empty()) r.headers.emplace_back("Content-Type", "application/json; charset=UTF-8");
        r.body = std::move(body);
        return loop.run_until(router.handle(std::move(r)));
    }
    static std::string code(const Response& r) {
        const auto d = json::parse(r.body);
        return std::string(d.root().find("code")->text());
    }
    static std::string where(const Response& r) {
        const auto d = json::parse(r.body);
        return std::string(d.root().find("where")->text());
    }
};

const Fixture::Headers reader{{"Authorization", "Bearer note.read"}};
constexpr std::string_view note = R"({"id":1,"text":"a","parts":[]})";

}  // namespace

TEST_CASE("route table: literals win, patterns with more text win, and it goes back when a branch ends") {
    RouteTable t;
    t.add(Method::get, "/a/{x}/c", 0);
    t.add(Method::get, "/a/b/d", 1);
    t.add(Method::get, "/tiles/{domain}.json", 2);
    t.add(Method::get, "/tiles/{name}", 3);
    t.add(Method::get, "/sta/v1.1/Datastreams({id})/Observations", 4);
    t.add(Method::post, "/a/b/d", 5);
    CHECK(t.find(Method::get, "/a/b/c").route == 0);
    CHECK(t.find(Method::get, "/a/b/c").parameters.at("x") == "b");
    CHECK(t.find(Method::get, "/a/b/d").route == 1);
    CHECK(t.find(Method::head, "/a/b/d").route == 1);
    CHECK(t.find(Method::get, "/tiles/road.json").route == 2);
    CHECK(t.find(Method::get, "/tiles/road.json").parameters.at("domain") == "road");
    CHECK(t.find(Method::get, "/tiles/road").route == 3);
    CHECK(t.find(Method::get, "/sta/v1.1/Datastreams(17)/Observations").parameters.at("id") == "17");
    CHECK_FALSE(t.find(Method::get, "/sta/v1.1/Datastreams()/Observations").route);
    CHECK_FALSE(t.find(Method::get, "/a").route);
    CHECK_FALSE(t.find(Method::get, "/a/b/d/").route);
    CHECK(t.find(Method::del, "/a/b/d").allowed == std::vector{Method::get, Method::head, Method::post});
    CHECK(t.find(Method::get, "/nowhere").allowed.empty());
    CHECK_THROWS(t.add(Method::get, "/a/b/d", 6));
    CHECK_THROWS(t.add(Method::get, "/{a}{b}", 7));
    CHECK_THROWS(t.add(Method::get, "/{a", 8));

    t.add(Method::get, "/sta/v1.1/{path*}", 9);
    CHECK(t.find(Method::get, "/sta/v1.1/Things(1)/Datastreams").parameters.at("path") ==
          "Things(1)/Datastreams");
    CHECK(t.find(Method::get, "/sta/v1.1/").parameters.at("path").empty());
    CHECK(t.find(Method::get, "/sta/v1.1/Datastreams(17)/Observations").route == 4);
    t.add(Method::del, "/sta/v1.1/{path*}", 10);
    CHECK(t.find(Method::del, "/sta/v1.1/Datastreams(17)/Observations").route == 10);
    CHECK_FALSE(t.find(Method::get, "/sta/v1.1").route);
    CHECK(template_parameters("/sta/v1.1/{path*}") == std::vector<std::string>{"path"});
    CHECK_THROWS(t.add(Method::get, "/{a*}/b", 11));
}

TEST_CASE_FIXTURE(Fixture, "router: query parameters are read strictly") {
    CHECK(call(Method::get, "/notes?limit=5&open=true&grade=two&from=2026-11-24T08:30:00Z").status == 200);
    const std::pair<const char*, const char*> bad[] = {
        {"/notes?limit=x", "invalid_parameter"},       {"/notes?limit=5.5", "invalid_parameter"},
        {"/notes?limit=", "invalid_parameter"},        {"/notes?limit=0", "out_of_range"},
        {"/notes?open=1", "invalid_parameter"},        {"/notes?what=1", "unknown_parameter"},
        {"/notes?limit=1&limit=2", "duplicate_field"}, {"/notes?grade=three", "invalid_value"},
        {"/notes?from=today", "invalid_time"}};
    for (const auto& [target, expected] : bad) CHECK(code(call(Method::get, target)) == expected);
}

TEST_CASE_FIXTURE(Fixture, "router: unknown paths and methods") {
    CHECK(code(call(Method::get, "/none")) == "not_found");
    const Response r = call(Method::del, "/notes");
    CHECK(r.status == 405);
    CHECK(*find_header(r, "Allow") == "GET, HEAD, POST");
    CHECK(call(Method::options, "/notes").status == 204);
    CHECK(call(Method::head, "/notes").status == 200);
    CHECK(code(call(Method::get, "/notes/abc", {}, reader)) == "not_found");
}

TEST_CASE_FIXTURE(Fixture, "router: access") {
    CHECK(code(call(Method::get, "/notes/1")) == "unauthenticated");
    CHECK(find_header(call(Method::get, "/notes/1"), "WWW-Authenticate"));
    CHECK(code(call(Method::get, "/notes/1", {}, {{"Authorization", "Bearer other"}})) == "forbidden");
    CHECK(call(Method::get, "/notes/1", {}, reader).status == 200);
    CHECK(code(call(Method::get, "/notes/1", {}, {{"Authorization", "Bearer expired"}})) ==
          "unauthenticated");
    CHECK(call(Method::get, "/notes", {}, {{"Authorization", "Bearer expired"}}).status == 200);  // public
}

TEST_CASE_FIXTURE(Fixture, "router: a permission for a part of the city opens only routes that filter") {
    router.get<Nothing, Note>("/part", {"t.part", may_within("note.read"), "Filters"},
                              [](Call&, Nothing) -> task<Note> { co_return Note{.id = 1}; });
    const Fixture::Headers limited{{"Authorization", "Bearer within:note.read"}};
    CHECK(call(Method::get, "/part", {}, limited).status == 200);
    CHECK(call(Method::get, "/part", {}, reader).status == 200);
    CHECK(code(call(Method::get, "/notes/1", {}, limited)) == "forbidden");
}

TEST_CASE_FIXTURE(Fixture,
                  "router: an act that needs a second person waits, then runs with the rights of its asker") {
    struct Gate final : ApprovalGate {
        task<std::optional<Response>> hold(const Call& c, std::string_view route) override {
            if (route != "t.create") co_return std::nullopt;
            held = c.request;
            co_return Response::json("{}", 202);
        }
        Request held;
    } gate;
    router.use(&gate);
    CHECK(call(Method::post, "/notes", std::string(note), {{"Authorization", "Bearer x"}}).status == 202);
    CHECK(made == 0);
    Principal asker;
    CHECK(code(loop.run_until(router.perform_as(gate.held, asker))) == "unauthenticated");
    asker.user_id = 42;
    CHECK(loop.run_until(router.perform_as(gate.held, asker)).status == 201);
    CHECK(made == 1);
    router.use(static_cast<ApprovalGate*>(nullptr));
}

TEST_CASE_FIXTURE(Fixture, "router: JSON bodies") {
    const Fixture::Headers who{{"Authorization", "Bearer x"}};
    CHECK(call(Method::post, "/notes", std::string(note), who).status == 201);
    CHECK(code(call(Method::post, "/notes", "{", who)) == "invalid_json");
    const Response unknown = call(Method::post, "/notes", R"({"id":1,"text":"a","parts":[],"x":1})", who);
    CHECK(code(unknown) == "unknown_field");
    CHECK(where(unknown) == "/x");
    CHECK(code(call(Method::post, "/notes", {}, who)) == "unsupported_media_type");
    Fixture::Headers text = who;
    text.insert(text.begin(), {"Content-Type", "text/plain"});
    CHECK(code(call(Method::post, "/notes", std::string(note), text)) == "unsupported_media_type");
    CHECK(code(call(Method::post, "/notes?x=1", std::string(note), who)) == "unknown_parameter");
}

TEST_CASE_FIXTURE(Fixture, "router: an unexpected exception tells nothing") {
    const Response r =
        call(Method::post, "/notes", R"({"id":1,"text":"fail","parts":[]})", {{"Authorization", "Bearer x"}});
    CHECK(r.status == 500);
    CHECK(r.content_type == "application/problem+json");
    CHECK(r.body.find("secret") == std::string::npos);
    CHECK(r.body.find(*find_header(r, "X-Request-Id")) != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "router: If-Match") {
    Fixture::Headers who{{"Authorization", "Bearer x"}};
    CHECK(call(Method::patch, "/notes/1", std::string(note), who).status == 428);
    who.emplace_back("If-Match", "\"6\"");
    CHECK(call(Method::patch, "/notes/1", std::string(note), who).status == 412);
    who.back().second = "W/\"7\"";
    CHECK(call(Method::patch, "/notes/1", std::string(note), who).status == 204);
    who.back().second = "seven";
    CHECK(call(Method::patch, "/notes/1", std::string(note), who).status == 400);
}

TEST_CASE_FIXTURE(Fixture, "router: If-None-Match, compression and security headers") {
    Fixture::Headers who = reader;
    const Response plain = call(Method::get, "/notes/1", {}, who);
    CHECK(*find_header(plain, "ETag") == "\"7\"");
    CHECK(*find_header(plain, "Vary") == "Accept-Encoding");
    CHECK(*find_header(plain, "Cache-Control") == "no-store");
    CHECK(find_header(plain, "Content-Security-Policy"));
    who.emplace_back("Accept-Encoding", "gzip");
    const Response packed = call(Method::get, "/notes/1", {}, who);
    CHECK(*find_header(packed, "Content-Encoding") == "gzip");
    CHECK(packed.body.size() < 200);
    CHECK(packed.body.starts_with("\x1f\x8b"));
    CHECK_FALSE(find_header(call(Method::get, "/notes", {}, who), "Content-Encoding"));  // too small
    who.emplace_back("If-None-Match", "\"7\"");
    const Response same = call(Method::get, "/notes/1", {}, who);
    CHECK(same.status == 304);
    CHECK(same.body.empty());
}

TEST_CASE_FIXTURE(Fixture, "router: Idempotency-Key") {
    Fixture::Headers who{{"Authorization", "Bearer x"}, {"Idempotency-Key", "k1"}};
    CHECK(call(Method::post, "/notes", std::string(note), who).status == 201);
    CHECK(call(Method::post, "/notes", std::string(note), who).status == 201);
    CHECK(made == 1);
    CHECK(code(call(Method::post, "/notes", R"({"id":2,"text":"a","parts":[]})", who)) ==
          "idempotency_conflict");
    who[1].second = "k2";
    CHECK(call(Method::post, "/notes", R"({"id":2,"text":"fail","parts":[]})", who).status == 500);
    CHECK_FALSE(idempotency.kept.contains("k2"));  // the client may try again
    who[1].second = std::string(300, 'k');
    CHECK(code(call(Method::post, "/notes", std::string(note), who)) == "invalid_parameter");
}

TEST_CASE_FIXTURE(Fixture, "router: cross-site requests") {
    const auto put = [&](Fixture::Headers h) { return call(Method::put, "/free", {}, std::move(h)).status; };
    const std::pair<std::string, std::string> cookie{"Cookie", "a=b; hatang_session=x"};
    CHECK(put({}) == 204);        // nobody, no browser
    CHECK(put({cookie}) == 403);  // by cookie, from nowhere
    CHECK(put({cookie, {"Origin", "https://A.vn"}}) == 204);
    CHECK(put({cookie, {"Origin", "https://evil.example"}}) == 403);
    CHECK(put({cookie, {"Origin", "https://a.vn.evil.example"}}) == 403);
    CHECK(put({cookie, {"Origin", "null"}}) == 403);
    CHECK(put({cookie, {"Referer", "https://a.vn/page"}}) == 204);
    CHECK(put({cookie, {"Referer", "https://evil.example/a.vn"}}) == 403);
    CHECK(put({{"Origin", "https://evil.example"}}) == 403);  // sign-in forced by another site
    CHECK(put({{"Authorization", "Bearer x"}, {"Origin", "https://evil.example"}}) == 204);
    CHECK(call(Method::get, "/notes", {}, {cookie, {"Origin", "https://evil.example"}}).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "router: the wall limit answers while the handler ends on its own") {
    router.use(&loop);
    CHECK(code(call(Method::post, "/slow")) == "timeout");
    CHECK(made == 0);
    loop.run_until(loop.sleep(std::chrono::milliseconds(50)));
    CHECK(made == 1);
}

TEST_CASE_FIXTURE(Fixture, "router: two routes may not share an id") {
    CHECK_THROWS(router.del<Nothing, Nothing>("/notes", {"t.list", everybody(), ""},
                                              [](Call&, Nothing) -> task<void> { co_return; }));
}

namespace {

void check_references(json::Value v, json::Value root, int& seen) {
    if (v.kind() == json::Kind::array)
        for (json::Value item : v.items()) check_references(item, root, seen);
    if (v.kind() != json::Kind::object) return;
    for (const auto [name, item] : v.members()) {
        if (name != "$ref") {
            check_references(item, root, seen);
            continue;
        }
        ++seen;
        json::Value at = root;
        const std::string text(item.text());
        REQUIRE(text.starts_with("#/"));
        for (const auto segment : path_segments(std::string_view(text).substr(1))) {
            const auto next = at.find(segment);
            REQUIRE_MESSAGE(next, text);
            at = *next;
        }
    }
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "openapi: the document is JSON, every reference resolves, every operation is complete") {
    router.websocket("/live", {"t.live", may("live.read"), "Live"},
                     [](Call&, std::shared_ptr<WebSocket>) -> task<void> { co_return; });
    router.post<RawBody, Response>(
        "/photos", {"t.photo", signed_in(), "Photo"},
        [](Call&, const RawBody&) -> task<Response> { co_return Response::no_content(); });
    const auto document = json::parse(router.openapi_json());
    const json::Value root = document.root();
    int seen = 0;
    check_references(root, root, seen);
    CHECK(seen > 10);
    std::set<std::string> ids;
    for (const auto [path, methods] : root.find("paths")->members())
        for (const auto [method, operation] : methods.members()) {
            CHECK(ids.insert(std::string(operation.find("operationId")->text())).second);
            CHECK(operation.find("responses")->size() >= 2);
            std::set<std::string> path_parameters;
            for (json::Value p : operation.find("parameters")->items())
                if (p.find("in")->text() == "path") path_parameters.emplace(p.find("name")->text());
            for (const std::string& name : template_parameters(path)) CHECK(path_parameters.contains(name));
        }
    CHECK(ids.size() == router.routes().size());
    CHECK(root.find("components")->find("schemas")->find("Part"));
    CHECK(root.find("paths")->find("/notes/{id}")->find("get")->find("x-permission")->text() == "note.read");
}
