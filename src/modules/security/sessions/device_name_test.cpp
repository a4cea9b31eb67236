#include "security/sessions/device_name.hpp"

#include <doctest/doctest.h>

#include "security/limits.hpp"

using namespace hatang::security;

TEST_CASE("browsers by the names that people know") {
    CHECK(device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                      "Chrome/131.0.0.0 Safari/537.36") == "Chrome, Windows");
    CHECK(device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                      "Chrome/131.0.0.0 Safari/537.36 Edg/131.0") == "Edge, Windows");
    CHECK(device_name(
              "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
              "Gecko) Version/17.5 Mobile/15E148 Safari/604.1") == "Safari, iPhone");
    CHECK(device_name("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0") ==
          "Firefox, Android");
    CHECK(device_name("curl/7.88.1") == "curl/7.88.1");
    CHECK(device_name("") == "");
    CHECK(device_name("\xff") == "");
    CHECK(device_name(std::string(119, 'a') + "đđ") == std::string(119, 'a'));
    CHECK(device_name(std::string(500, 'a')).size() == limits::device_name_length_max);
}
