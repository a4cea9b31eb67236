// What a person sees of sessions and devices.
#pragma once

#include <tuple>

#include "security/users/views.hpp"

namespace hatang::security {

struct SessionItem {
    std::int64_t id = 0;
    bool current = false;
    Instant created_at, last_seen_at;
    std::string address, user_agent;
    bool second_factor = false;
};
struct SessionList {
    std::vector<SessionItem> items;
};
struct DeviceItem {
    std::int64_t id = 0;
    std::string name, address;
    Instant first_seen_at, last_seen_at;
    bool current = false;
};
struct DeviceList {
    std::vector<DeviceItem> items;
};
struct AccountView {
    UserView user;
    Instant password_changed_at;
    bool password_change_due = false, second_factor_required = false;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::SessionItem> {
    using T = security::SessionItem;
    static constexpr std::string_view name = "SessionItem";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("current", &T::current, "The session of this request"),
                   field("created_at", &T::created_at, "When it began"),
                   field("last_seen_at", &T::last_seen_at, "Last request, within a minute"),
                   field("address", &T::address, "Where it began"),
                   field("user_agent", &T::user_agent, "What it began with"),
                   field("second_factor", &T::second_factor, "Began with a second factor")};
};
template <>
struct Describe<security::SessionList> {
    static constexpr std::string_view name = "SessionList";
    static constexpr auto fields =
        std::tuple{field("items", &security::SessionList::items, "Open sessions, newest first")};
};
template <>
struct Describe<security::DeviceItem> {
    using T = security::DeviceItem;
    static constexpr std::string_view name = "DeviceItem";
    static constexpr auto fields = std::tuple{field("id", &T::id, "Identifier"),
                                              field("name", &T::name, "Browser and system"),
                                              field("address", &T::address, "Where it last signed in"),
                                              field("first_seen_at", &T::first_seen_at, "First sign-in"),
                                              field("last_seen_at", &T::last_seen_at, "Last sign-in"),
                                              field("current", &T::current, "The device of this session")};
};
template <>
struct Describe<security::DeviceList> {
    static constexpr std::string_view name = "DeviceList";
    static constexpr auto fields =
        std::tuple{field("items", &security::DeviceList::items, "Known devices, latest first")};
};
template <>
struct Describe<security::AccountView> {
    using T = security::AccountView;
    static constexpr std::string_view name = "Account";
    static constexpr auto fields = std::tuple{
        field("user", &T::user, "The person signed in"),
        field("password_changed_at", &T::password_changed_at, "When the password was set"),
        field("password_change_due", &T::password_change_due, "Must be changed first"),
        field("second_factor_required", &T::second_factor_required, "The policy asks for one here")};
};

}  // namespace hatang::json
