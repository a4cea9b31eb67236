// Finds the route of a path. Templates are segments with at most one {parameter} each: "/api/v1/assets/{id}",
// "/tiles/{domain}.json", "/sta/v1.1/Datastreams({id})/Observations". Where several fit, the one with more
// literal text wins, from the left. A last segment "{parameter*}" takes all that is left, where nothing else
// fits. Pure.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace hatang::http {

class RouteTable {
  public:
    using Parameters = std::map<std::string, std::string, std::less<>>;
    struct Match {
        std::optional<std::size_t> route;  // nothing: no route for this method
        Parameters parameters;
        std::vector<Method> allowed;  // methods that the path takes; empty: the path is unknown
    };

    // Throws std::logic_error for a malformed template or a second route of the same method and path.
    void add(Method, std::string_view path_template, std::size_t route);
    // HEAD is served by GET.
    Match find(Method, std::string_view path) const;
    // Whether some route starts with the first segment of the path: then an unknown path is an error of an
    // API client, not a page of the web application.
    bool shares_first_segment(std::string_view path) const;

  private:
    struct Node;
    struct Pattern {
        std::string prefix, name, suffix;
        std::unique_ptr<Node> next;
    };
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::vector<Pattern> patterns;  // most literal text first
        std::map<Method, std::size_t> routes;
        std::string rest_name;  // of a last segment {name*}; empty: none
        std::map<Method, std::size_t> rest_routes;
    };
    Node root_;

    static void take(const std::map<Method, std::size_t>& routes, Method, Match&);
    static void walk(const Node&, const std::vector<std::string_view>& segments, std::size_t depth, Method,
                     Match&);
};

// The names in braces, in order.
std::vector<std::string> template_parameters(std::string_view path_template);

}  // namespace hatang::http
