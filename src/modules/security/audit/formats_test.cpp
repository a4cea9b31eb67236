// The escapes of each form, against its specification.
#include "security/audit/formats.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::security;

namespace {

AuditRow hostile() {
    AuditRow row;
    row.id = 7;
    row.at = *parse_rfc3339("2026-11-24T01:30:00.25Z");
    row.user_name = "=cmd|' /C calc'!A0";
    row.address = "10.0.0.1";
    row.action = "user.change";
    row.entity = "user";
    row.entity_id = 3;
    row.before = R"({"name": "a\"b]"})";
    row.reason = "một\ndòng = \\ | x";
    row.request_id = "r\"1]";
    return row;
}

}  // namespace

TEST_CASE("CSV quotes and runs no formula") {
    CHECK(csv_line(hostile()) ==
          "\"7\",\"2026-11-24T01:30:00.25Z\",\"\",\"'=cmd|' /C "
          "calc'!A0\",\"10.0.0.1\",\"user.change\",\"user\","
          "\"3\",\"{\"\"name\"\": \"\"a\\\"\"b]\"\"}\",\"\",\"một\ndòng = \\ | x\",\"r\"\"1]\"\r\n");
}

TEST_CASE("CEF escapes by place and stays one line") {
    AuditRow row = hostile();
    row.action = "a|b\\c";
    CHECK(cef_line(row) ==
          "CEF:0|Ha Tang|hatang|1|a\\|b\\\\c|a\\|b\\\\c|3|rt=1795483800250 externalId=7 suser=\\=cmd|' /C "
          "calc'!A0 "
          "src=10.0.0.1 act=a|b\\\\c cs1Label=entity cs1=user cn1Label=entityId cn1=3 cs2Label=requestId "
          "cs2=r\"1] cs3Label=before cs3={\"name\": \"a\\\\\"b]\"} reason=một\\ndòng \\= \\\\ | x\n");
}

TEST_CASE("syslog escapes its structured data and stays one line") {
    AuditRow row = hostile();
    row.action = "một hành động với tên rất dài, dài hơn ba mươi hai";
    const std::string message = syslog_message(row, "may chu");
    CHECK(message.find('\n') == std::string::npos);
    CHECK(message.starts_with("<109>1 2026-11-24T01:30:00.25Z may_chu hatang - m"));
    CHECK(message.find(R"( requestId="r\"1\]"] )"
                       "\xEF\xBB\xBF{\"action\":") != std::string::npos);
    CHECK(message.ends_with(R"("before":{"name": "a\"b]"},"reason":"một\ndòng = \\ | x"})"));
}
