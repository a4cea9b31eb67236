#include "registry/identity/settings.hpp"

#include <algorithm>

#include "registry/identity/kinds.hpp"
#include "registry/identity/queries.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

constexpr std::string_view structure_prefix = "structure.";

// The kind whose structure a key sets; nullptr for another key, and for kinds whose structure is not ours to
// set: published, opaque by law, or issued here.
const IdentifierKind* kind_of_setting(std::string_view key) {
    if (!key.starts_with(structure_prefix)) return nullptr;
    const IdentifierKind* kind = find_identifier_kind(key.substr(structure_prefix.size()));
    return kind && kind->pattern.empty() && !kind->opaque && !kind->issued_here ? kind : nullptr;
}

std::string checked_value(const std::string& key, const std::string& value) {
    if (key == public_url_setting) {
        if (const auto url = plain_public_url(value)) return *url;
        throw Error(Code::invalid_value, key, {value.substr(0, 100), "https://hatang.example.vn"});
    }
    if (!valid_mask(value)) throw Error(Code::invalid_value, key, {value.substr(0, 100), "HK-####"});
    return value;
}

std::string as_json(const std::map<std::string, std::optional<std::string>>& values) {
    json::Writer w;
    w.begin_object();
    for (const auto& [key, value] : values) {
        if (value)
            w.field(key, *value);
        else
            w.raw_field(key, "null");
    }
    w.end_object();
    return w.take();
}

}  // namespace

std::optional<std::string> plain_public_url(std::string_view typed) {
    while (typed.ends_with('/')) typed.remove_suffix(1);
    const std::size_t scheme = typed.starts_with("https://") ? 8 : typed.starts_with("http://") ? 7 : 0;
    if (scheme == 0 || typed.size() > limits::public_url_characters_max) return std::nullopt;
    const std::string_view rest = typed.substr(scheme);
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~:/[]").find(c) != std::string_view::npos;
    };
    if (rest.empty() || rest.front() == '/' || rest.front() == ':' || !std::ranges::all_of(rest, plain))
        return std::nullopt;
    return std::string(typed);
}

task<void> load_settings(Context& context) {
    const db::Rows rows = co_await context.platform.db.run(sql::settings);
    std::map<std::string, std::string, std::less<>> values;
    for (const db::Row row : rows)
        values.emplace(std::string(row.text("key")), std::string(row.text("value")));
    context.settings = std::move(values);
}

task<std::vector<SettingView>> setting_views(Context& context) {
    std::vector<SettingView> out;
    out.push_back({std::string(public_url_setting),
                   {},
                   "Địa chỉ công khai mà mã QR trên nhãn dẫn tới",
                   "Public address that the QR codes of labels lead to",
                   {},
                   {}});
    for (const IdentifierKind& kind : identifier_kinds()) {
        const std::string key = std::string(structure_prefix) + kind.key;
        if (!kind_of_setting(key)) continue;
        out.push_back({key, {}, "Cấu trúc của " + kind.name_vi, "Structure of " + kind.name_en, {}, {}});
    }
    const db::Rows rows = co_await context.platform.db.run(sql::settings);
    for (const db::Row row : rows) {
        const auto known = std::ranges::find(out, row.text("key"), &SettingView::key);
        if (known == out.end()) continue;  // of a kind that has a published structure by now
        known->value = row.text("value");
        known->changed_at = row.instant("changed_at");
        known->changed_by = row.text("changed_by_name");
    }
    co_return out;
}

task<void> change_settings(Context& context, std::map<std::string, std::optional<std::string>> wanted,
                           security::Actor actor) {
    for (auto& [key, value] : wanted) {
        if (key != public_url_setting && !kind_of_setting(key))
            throw Error(Code::unknown_field, key.substr(0, 100), {key.substr(0, 100)});
        if (value) value = checked_value(key, *value);
    }
    const auto body = [&](db::Session& tx) -> task<void> {
        std::map<std::string, std::optional<std::string>> before;
        const db::Rows rows = co_await tx.run(sql::settings);
        for (const auto& [key, value] : wanted) before[key] = std::nullopt;
        for (const db::Row row : rows)
            if (const auto one = before.find(std::string(row.text("key"))); one != before.end())
                one->second = row.text("value");
        if (before == wanted) co_return;
        for (const auto& [key, value] : wanted) {
            if (value)
                co_await tx.run(sql::set_setting, key, *value, context.platform.clock.now(), actor.name);
            else
                co_await tx.run(sql::clear_setting, key);
        }
        security::Change change{"register.settings", "register", 0, as_json(before), as_json(wanted), {}};
        co_await context.security.audit(tx, actor, std::move(change));
        co_await context.platform.events.emit(tx, "register.settings", "settings", "{}");
    };
    co_await context.platform.db.transaction(body);
    co_await load_settings(context);
}

}  // namespace hatang::registry
