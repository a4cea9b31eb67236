#include "security/approvals/four_eyes.hpp"

#include <algorithm>

#include "json/writer.hpp"
#include "security/data_items.hpp"

namespace hatang::security {
namespace {

bool is_given(json::Value v) {
    switch (v.kind()) {
        case json::Kind::null:
            return false;
        case json::Kind::array:
            return v.size() > 0;
        default:
            return true;
    }
}

bool is_secret(std::string_view name) {
    return name.find("password") != std::string_view::npos || name.find("secret") != std::string_view::npos ||
           name.find("token") != std::string_view::npos;
}

}  // namespace

FourEyes::FourEyes(std::string_view json_text, std::string_view date) {
    const json::Document document = json::parse(json_text);
    for (const json::Value item : document.root().find("acts")->items()) {
        if (!valid_on(date, item)) continue;
        GuardedAct act{
            std::string(item.find("title_vi")->text()), std::string(item.find("title_en")->text()), {}};
        for (const json::Value name : item.find("when")->items()) act.when.emplace_back(name.text());
        acts_.emplace(item.find("route")->text(), std::move(act));
    }
}

const GuardedAct* FourEyes::find(std::string_view route_id) const {
    const auto found = acts_.find(route_id);
    return found == acts_.end() ? nullptr : &found->second;
}

bool FourEyes::applies(const GuardedAct& act, std::string_view body) {
    if (act.when.empty()) return true;
    try {
        const json::Document document = json::parse(body);
        if (document.root().kind() != json::Kind::object) return false;
        return std::any_of(act.when.begin(), act.when.end(), [&](const std::string& name) {
            const auto member = document.root().find(name);
            return member && is_given(*member);
        });
    } catch (const Error&) {
        return false;
    }
}

std::string preview_of(std::string_view body) {
    if (body.empty()) return {};
    try {
        const json::Document document = json::parse(body);
        if (document.root().kind() != json::Kind::object) return document.root().dump();
        json::Writer w;
        w.begin_object();
        for (const auto [name, value] : document.root().members()) {
            if (is_secret(name))
                w.field(name, "•••");
            else
                w.raw_field(name, value.dump());
        }
        return w.end_object().take();
    } catch (const Error&) {
        return {};
    }
}

}  // namespace hatang::security
