// The examples of the standard (opengeospatial/ogcapi-features, cql2/standard/schema/examples): each text
// gives the JSON of the same name, and both survive being written and read again.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "cql2/cql2.hpp"

namespace hatang::cql2 {
namespace {

namespace fs = std::filesystem;

// The archive of the examples; empty when it is not at hand.
fs::path archive() {
    const std::string name = "cql2/cql2-schema-and-examples.tar.gz";
    if (const char* set = std::getenv("HATANG_SHARED_DATA")) return fs::path(set) / name;
    for (fs::path at = fs::current_path();; at = at.parent_path()) {
        if (fs::exists(at / "shared/data" / name)) return at / "shared/data" / name;
        if (at == at.root_path()) return {};
    }
}

// Path → content of the files of a .tar.gz (POSIX ustar: headers and contents in blocks of 512 bytes).
std::map<std::string, std::string> unpacked(const fs::path& path) {
    std::FILE* gzip = ::popen(("gzip -dc '" + path.string() + "'").c_str(), "r");
    std::string bytes;
    char buffer[65'536];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, gzip)) > 0;) bytes.append(buffer, n);
    REQUIRE(::pclose(gzip) == 0);
    std::map<std::string, std::string> out;
    for (std::size_t at = 0; at + 512 <= bytes.size() && bytes[at] != '\0';) {
        const std::size_t size = std::stoul(bytes.substr(at + 124, 11), nullptr, 8);
        out[bytes.c_str() + at] = bytes.substr(at + 512, size);
        at += 512 + (size + 511) / 512 * 512;
    }
    return out;
}

// Numbers by value, objects by their members in any order.
bool same(json::Value a, json::Value b) {
    using json::Kind;
    const auto is_number = [](json::Value v) { return v.kind() == Kind::integer || v.kind() == Kind::real; };
    if (is_number(a) && is_number(b)) return a.number() == b.number();
    if (a.kind() != b.kind() || a.size() != b.size()) return false;
    if (a.kind() == Kind::array) {
        auto item = b.items().begin();
        for (const json::Value v : a.items()) {
            if (!same(v, *item)) return false;
            ++item;
        }
        return true;
    }
    if (a.kind() == Kind::object) {
        for (const auto [name, v] : a.members()) {
            const auto other = b.find(name);
            if (!other || !same(v, *other)) return false;
        }
        return true;
    }
    return a.dump() == b.dump();
}

Expression from_json(const std::string& text) {
    const json::Document document = json::parse(text);
    return parse_json(document.root());
}

}  // namespace

TEST_CASE("the 120 text and 109 JSON examples of OGC 21-065r2") {
    const fs::path data = archive();
    if (data.empty()) {
        MESSAGE("skipped: shared/data/cql2 is not at hand");
        return;
    }
    const std::map<std::string, std::string> files = unpacked(data);
    int texts = 0, pairs = 0, jsons = 0;
    for (const auto& [path, content] : files) {
        CAPTURE(path);
        if (path.starts_with("./examples/text/") && path.ends_with(".txt")) {
            ++texts;
            const Expression e = parse_text(content);
            CHECK(parse_text(to_text(e)) == e);
            CHECK(from_json(to_json(e)) == e);
            std::string stem = fs::path(path).stem().string();
            const bool other_spelling = stem.ends_with("-alt01");
            if (other_spelling) stem.resize(stem.size() - 6);
            pairs += !other_spelling;
            const json::Document expected = json::parse(files.at("./examples/json/" + stem + ".json")),
                                 got = json::parse(to_json(e));
            CHECK(same(expected.root(), got.root()));
        } else if (path.starts_with("./examples/json/") && path.ends_with(".json")) {
            ++jsons;
            const Expression e = from_json(content);
            const std::string canonical = to_json(e);
            CHECK(to_json(parse_text(to_text(e))) == canonical);
            const json::Document expected = json::parse(content), got = json::parse(canonical);
            CHECK(same(expected.root(), got.root()));
        }
    }
    CHECK(texts == 120);
    CHECK(pairs == 109);
    CHECK(jsons == 109);
}

}  // namespace hatang::cql2
