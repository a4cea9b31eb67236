// The free `properties` of an entity, of which some members are columns of our own.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "json/describe.hpp"

namespace hatang::telemetry::sta {

class OwnProperties {
  public:
    // Throws wrong_type for anything but an object.
    explicit OwnProperties(const std::optional<json::Raw>& raw)
        : document_(json::parse(raw ? raw->json : "{}")) {
        (void)document_.root().members("/properties");
    }
    // What is taken is no longer among the rest.
    std::optional<std::string> text(std::string_view name) { return text_patch(name).value; }
    std::optional<std::int64_t> integer(std::string_view name) { return integer_patch(name).value; }
    std::optional<double> number(std::string_view name) { return number_patch(name).value; }
    json::Patch<std::string> text_patch(std::string_view name) { return take<std::string>(name); }
    json::Patch<std::int64_t> integer_patch(std::string_view name) { return take<std::int64_t>(name); }
    json::Patch<double> number_patch(std::string_view name) { return take<double>(name); }

    void pass_over(std::string_view name) { taken_.emplace_back(name); }

    // The members that were not taken, as an object.
    std::string rest() const {
        json::Writer w;
        w.begin_object();
        for (const auto [name, value] : document_.root().members())
            if (std::ranges::find(taken_, name) == taken_.end()) w.raw_field(name, value.dump());
        w.end_object();
        return w.take();
    }
    static std::string where(std::string_view name) { return json::pointer("/properties", name); }

  private:
    template <class T>
    json::Patch<T> take(std::string_view name) {
        taken_.emplace_back(name);
        const auto v = document_.root().find(name);
        if (!v) return {};
        return json::read_value<json::Patch<T>>(*v, {}, where(name));
    }
    json::Document document_;
    std::vector<std::string> taken_;
};

}  // namespace hatang::telemetry::sta
