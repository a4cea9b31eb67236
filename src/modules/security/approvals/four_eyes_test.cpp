#include "security/approvals/four_eyes.hpp"

#include <doctest/doctest.h>

using namespace hatang::security;

TEST_CASE("acts are guarded by route, from their day on, and by what the body asks") {
    const std::string_view file = R"({"acts":[
        {"route":"a.delete","title_vi":"Xóa","title_en":"Delete","when":[],"valid_from":"2026-07-01","valid_to":null},
        {"route":"u.change","title_vi":"Đổi","title_en":"Change","when":["roles"],"valid_from":"2026-07-01",
         "valid_to":"2027-01-01"}]})";
    const FourEyes acts(file, "2026-11-24");
    CHECK(acts.find("a.read") == nullptr);
    REQUIRE(acts.find("a.delete"));
    CHECK(FourEyes::applies(*acts.find("a.delete"), ""));
    REQUIRE(acts.find("u.change"));
    const GuardedAct& change = *acts.find("u.change");
    CHECK(FourEyes::applies(change, R"({"roles":["admin"]})"));
    CHECK(!FourEyes::applies(change, R"({"roles":[]})"));
    CHECK(!FourEyes::applies(change, R"({"enabled":false})"));
    CHECK(!FourEyes::applies(change, "{"));
    CHECK(FourEyes(file, "2027-01-01").find("u.change") == nullptr);
    CHECK(FourEyes(file, "2026-06-30").find("a.delete") == nullptr);
}

TEST_CASE("who decides sees no secrets") {
    CHECK(preview_of(R"({"name":"an","password":"x","client_secret":"y"})") ==
          R"({"name":"an","password":"•••","client_secret":"•••"})");
    CHECK(preview_of("").empty());
    CHECK(preview_of("{").empty());
}
