// Paths of resources. What is no path of the model is not found, whatever is wrong with it.
#include <charconv>

#include "base/error.hpp"
#include "telemetry/sensorthings/odata/limits.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"

namespace hatang::telemetry::odata {
namespace {

struct PathPart {
    std::string_view name;
    bool has_key = false;
    std::int64_t key = 0;
};

// "Things(1)"; nothing for a malformed key.
std::optional<PathPart> read_part(std::string_view text) {
    const std::size_t open = text.find('(');
    if (open == text.npos) return PathPart{text};
    if (!text.ends_with(')')) return {};
    PathPart out{text.substr(0, open), true};
    const char* end = text.data() + text.size() - 1;
    const auto [stop, error] = std::from_chars(text.data() + open + 1, end, out.key);
    if (error != std::errc() || stop != end) return {};
    return out;
}

}  // namespace

Resource parse_resource(std::string_view path) {
    const auto not_found = [&]() -> Error {
        return Error(Code::not_found, {}, {std::string(path.substr(0, 200))});
    };
    Resource out;
    if (path.starts_with('/')) path.remove_prefix(1);
    std::string_view rest = path;
    bool ended = false;  // behind $value or $ref nothing follows
    while (!rest.empty()) {
        const std::size_t slash = rest.find('/');
        const std::string_view text = rest.substr(0, slash);
        rest = slash == rest.npos ? std::string_view{} : rest.substr(slash + 1);
        if (slash != std::string_view::npos && rest.empty()) throw not_found();
        if (ended || out.parts.size() >= limits::path_parts_max) throw not_found();
        const auto part = read_part(text);
        if (!part) throw not_found();
        if (out.form == Resource::Form::property) {
            if (part->name != "$value" || part->has_key) throw not_found();
            out.form = Resource::Form::value;
            ended = true;
            continue;
        }
        if (out.parts.empty()) {
            const EntityType* type = entity_of_set(part->name);
            if (!type) throw not_found();
            out.parts.push_back({nullptr, type->set, {}});
        } else {
            const EntityType& type = entity(out.set());
            const bool single = out.form == Resource::Form::entity;
            if (text == "$ref") {
                if (single) throw not_found();
                out.form = Resource::Form::references;
                ended = true;
                continue;
            }
            if (!single) throw not_found();
            const Navigation* link = type.navigation(part->name);
            if (!link) {
                out.property = part->has_key ? nullptr : type.property(part->name);
                if (!out.property) throw not_found();
                out.form = Resource::Form::property;
                continue;
            }
            if (part->has_key && !link->many) throw not_found();
            out.parts.push_back({link, link->target, {}});
            out.form = link->many ? Resource::Form::collection : Resource::Form::entity;
        }
        if (part->has_key) {
            out.parts.back().key = part->key;
            out.form = Resource::Form::entity;
        }
    }
    return out;
}

}  // namespace hatang::telemetry::odata
