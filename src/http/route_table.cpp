#include "http/route_table.hpp"

#include <algorithm>
#include <stdexcept>

#include "http/target.hpp"

namespace hatang::http {
namespace {

struct Segment {
    std::string_view prefix, name, suffix;
    bool literal = true;
};

Segment read_segment(std::string_view text) {
    const auto open = text.find('{'), close = text.find('}');
    if (open == std::string_view::npos && close == std::string_view::npos) return {text, {}, {}, true};
    if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2 ||
        text.find('{', open + 1) != std::string_view::npos)
        throw std::logic_error("malformed path template segment: " + std::string(text));
    return {text.substr(0, open), text.substr(open + 1, close - open - 1), text.substr(close + 1), false};
}

}  // namespace

void RouteTable::add(Method method, std::string_view path_template, std::size_t route) {
    Node* node = &root_;
    std::map<Method, std::size_t>* routes = nullptr;
    for (const std::string_view text : path_segments(path_template)) {
        const Segment s = read_segment(text);
        if (routes) throw std::logic_error("segments behind {…*}: " + std::string(path_template));
        if (s.name.ends_with('*')) {
            node->rest_name = s.name.substr(0, s.name.size() - 1);
            routes = &node->rest_routes;
            continue;
        }
        std::unique_ptr<Node>* next = nullptr;
        if (s.literal) {
            next = &node->literals[std::string(text)];
        } else {
            const auto same = [&](const Pattern& p) {
                return p.prefix == s.prefix && p.name == s.name && p.suffix == s.suffix;
            };
            auto found = std::ranges::find_if(node->patterns, same);
            if (found == node->patterns.end()) {
                const std::size_t weight = s.prefix.size() + s.suffix.size();
                found = std::ranges::find_if(node->patterns, [&](const Pattern& p) {
                    return p.prefix.size() + p.suffix.size() < weight;
                });
                found = node->patterns.insert(found, Pattern{std::string(s.prefix), std::string(s.name),
                                                             std::string(s.suffix), nullptr});
            }
            next = &found->next;
        }
        if (!*next) *next = std::make_unique<Node>();
        node = next->get();
    }
    if (!routes) routes = &node->routes;
    if (!routes->emplace(method, route).second)
        throw std::logic_error("two routes for " + std::string(to_text(method)) + " " +
                               std::string(path_template));
}

void RouteTable::take(const std::map<Method, std::size_t>& routes, Method method, Match& match) {
    const auto found = routes.find(method == Method::head ? Method::get : method);
    if (found != routes.end()) match.route = found->second;
    for (const auto& [m, route] : routes) match.allowed.push_back(m);
}

void RouteTable::walk(const Node& node, const std::vector<std::string_view>& segments, std::size_t depth,
                      Method method, Match& match) {
    if (depth == segments.size()) {
        take(node.routes, method, match);
        return;
    }
    const std::string_view segment = segments[depth];
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
        walk(*literal->second, segments, depth + 1, method, match);
        if (match.route) return;
    }
    for (const Pattern& p : node.patterns) {
        if (segment.size() <= p.prefix.size() + p.suffix.size() || !segment.starts_with(p.prefix) ||
            !segment.ends_with(p.suffix))
            continue;
        walk(*p.next, segments, depth + 1, method, match);
        if (!match.route) continue;
        const auto length = segment.size() - p.prefix.size() - p.suffix.size();
        match.parameters.emplace(p.name, segment.substr(p.prefix.size(), length));
        return;
    }
    if (node.rest_name.empty()) return;
    take(node.rest_routes, method, match);
    // The segments lie in one text, one behind the other.
    const std::string_view last = segments.back();
    if (match.route)
        match.parameters.emplace(node.rest_name, std::string(segment.data(), last.data() + last.size()));
}

RouteTable::Match RouteTable::find(Method method, std::string_view path) const {
    Match match;
    walk(root_, path_segments(path), 0, method, match);
    if (std::ranges::count(match.allowed, Method::get) > 0) match.allowed.push_back(Method::head);
    std::ranges::sort(match.allowed);
    match.allowed.erase(std::unique(match.allowed.begin(), match.allowed.end()), match.allowed.end());
    return match;
}

bool RouteTable::shares_first_segment(std::string_view path) const {
    return root_.literals.contains(path_segments(path).front());
}

std::vector<std::string> template_parameters(std::string_view path_template) {
    std::vector<std::string> out;
    for (const std::string_view text : path_segments(path_template))
        if (const Segment s = read_segment(text); !s.literal)
            out.emplace_back(s.name.ends_with('*') ? s.name.substr(0, s.name.size() - 1) : s.name);
    return out;
}

}  // namespace hatang::http
