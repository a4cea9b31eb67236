// The bytes of the proof, and what each manipulation of stored links and rows is called.
#include "security/audit/checker.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/text.hpp"
#include "db/test_database.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

AuditRow row_of(std::int64_t id) {
    AuditRow row;
    row.id = id;
    row.at = *parse_rfc3339("2026-11-24T01:30:00.25Z");
    row.user_id = 7;
    row.user_name = "quan_tri";
    row.address = "10.0.0.1";
    row.action = "asset.change";
    row.entity = "asset";
    row.entity_id = 12;
    row.before = R"({"name": "Cầu A"})";
    row.after = R"({"name": "Cầu B"})";
    row.request_id = "r" + std::to_string(id);
    return row;
}

// Five links over the rows 11…15; the first two rows are older than the chain.
struct Evidence {
    db::TemporaryFolder folder;
    Secrets secrets{folder.path + "/secrets"};
    AuditKeys keys{secrets};
    Hash origin = origin_hash("0123456789abcdef", 2);
    std::vector<StoredLink> links;

    Evidence() {
        Hash hash = origin;
        for (std::int64_t seq = 1; seq <= 5; ++seq) {
            AuditRow row = row_of(10 + seq);
            if (seq > 2) row.mac = keys.row_mac(row);
            add(hash, seq, row);
        }
    }
    void add(Hash& hash, std::int64_t seq, const AuditRow& row) {
        hash = link_hash(hash, seq, row);
        links.push_back({seq, row.id, std::string(bytes_of(hash)), keys.link_mac(seq, row.id, hash), row});
    }
    std::vector<std::string> problems(std::int64_t head_seq = 5, const std::string& head_hash = "") {
        std::vector<std::string> found;
        LinkChecker checker(keys, 2, 0, origin, [&](AuditProblem p) {
            CHECK(!p.text_vi.empty());
            CHECK(p.text_en.find("{") == std::string::npos);
            found.push_back(p.kind + " " + std::to_string(p.id));
        });
        if (!head_hash.empty()) checker.expect(head_seq, head_hash, audit_problem("head_mismatch", head_seq));
        for (const StoredLink& link : links) checker.check(link);
        checker.finish();
        return found;
    }
};
using List = std::vector<std::string>;

}  // namespace

TEST_CASE("the canonical row never changes") {
    AuditRow row = row_of(1);
    row.reason.reset();
    row.before.reset();
    std::string expected = "hatang.audit.row\x01";
    const auto number = [&](std::int64_t n) {
        expected += std::string("\x01\x00\x00\x00\x08", 5);
        for (int shift = 56; shift >= 0; shift -= 8) expected += static_cast<char>(n >> shift);
    };
    const auto text = [&](const std::string& t) {
        expected += std::string("\x01\x00\x00\x00", 4) + static_cast<char>(t.size()) + t;
    };
    number(1);
    number(1'795'483'800'250'000);
    number(7);
    text("quan_tri");
    text("10.0.0.1");
    text("asset.change");
    text("asset");
    number(12);
    expected += '\0';
    text(R"({"name": "Cầu B"})");
    expected += '\0';
    text("r1");
    CHECK(canonical(row) == expected);
    // sha256 over "hatang.audit.origin" 01, sixteen bytes and the number 2, by another program.
    CHECK(to_hex(bytes_of(origin_hash("0123456789abcdef", 2))) ==
          sha256_hex(std::string("hatang.audit.origin\x01") + "0123456789abcdef" + std::string(7, '\0') +
                     "\x02"));
}

TEST_CASE("every column is in the MAC, and NULL is not the empty text") {
    Evidence e;
    const AuditRow row = e.links[3].row.value();
    REQUIRE(e.keys.row_mac_holds(row));
    const std::vector<std::function<void(AuditRow&)>> changes{
        [](AuditRow& r) { r.id = 99; },
        [](AuditRow& r) { r.at = r.at + 1; },
        [](AuditRow& r) { r.user_id.reset(); },
        [](AuditRow& r) { r.user_name = "khac"; },
        [](AuditRow& r) { r.address = ""; },
        [](AuditRow& r) { r.action = "asset.create"; },
        [](AuditRow& r) { r.entity = "alarm"; },
        [](AuditRow& r) { r.entity_id = 13; },
        [](AuditRow& r) { r.before.reset(); },
        [](AuditRow& r) { r.after = "{}"; },
        [](AuditRow& r) { r.reason = ""; },
        [](AuditRow& r) { r.request_id += "x"; },
        [](AuditRow& r) { r.mac[5] = static_cast<char>(r.mac[5] ^ 1); },
        [](AuditRow& r) { r.mac.clear(); },
        [](AuditRow& r) {  // bytes that move from one field to the next
            r.user_name += r.address;
            r.address.clear();
        },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        CAPTURE(i);
        AuditRow changed = row;
        changes[i](changed);
        CHECK_FALSE(e.keys.row_mac_holds(changed));
        Evidence other;
        changes[i](*other.links[3].row);
        CHECK(other.problems() == List{"row_changed " + std::to_string(other.links[3].row->id)});
    }
}

TEST_CASE("an untouched chain has no problem") {
    Evidence e;
    CHECK(e.problems() == List{});
    CHECK(e.problems(5, to_hex(e.links[4].hash)) == List{});
}

TEST_CASE("what is missing, changed, inserted or out of order is named, and nothing else") {
    Evidence e;
    SUBCASE("a row without a MAC, older than the chain") {
        e.links[1].row->reason = "x";
        CHECK(e.problems() == List{"row_changed 12"});
    }
    SUBCASE("a deleted row") {
        e.links[2].row.reset();
        CHECK(e.problems() == List{"row_deleted 13"});
    }
    SUBCASE("a deleted link") {
        e.links.erase(e.links.begin() + 2);
        CHECK(e.problems() == List{"link_missing 3"});
    }
    SUBCASE("a deleted end") {
        const std::string head = to_hex(e.links[4].hash);
        e.links.pop_back();
        CHECK(e.problems(5, head) == List{"head_mismatch 5"});
    }
    SUBCASE("a changed link") {
        e.links[2].hash[0] = static_cast<char>(e.links[2].hash[0] ^ 1);
        CHECK(e.problems() == List{"link_changed 3"});
    }
    SUBCASE("a link that names another row") {
        e.links[2].audit_id = 14;
        CHECK(e.problems() == List{"link_changed 3"});
    }
    SUBCASE("two rows that changed places") {
        std::swap(e.links[2].row->action, e.links[3].row->reason.emplace());
        CHECK(e.problems() == List{"row_changed 13", "row_changed 14"});
    }
    SUBCASE("two links that changed places") {
        std::swap(e.links[2].seq, e.links[3].seq);
        std::swap(e.links[2], e.links[3]);
        CHECK(e.problems() == List{"link_changed 3", "link_changed 4"});
    }
    SUBCASE("a row that was put in and linked") {
        AuditRow row = row_of(16);
        Hash hash = *hash_of(e.links[4].hash);
        e.add(hash, 6, row);
        row.id = 17;
        row.mac = std::string(33, '\1');
        e.add(hash, 7, row);
        CHECK(e.problems() == List{"row_inserted 16", "row_inserted 17"});
    }
    SUBCASE("a chain computed anew from a changed row") {
        Hash hash = *hash_of(e.links[0].hash);
        e.links[1].row->action = "x";
        for (std::size_t i = 1; i < 5; ++i) {  // without the keys
            hash = link_hash(hash, e.links[i].seq, *e.links[i].row);
            e.links[i].hash = bytes_of(hash);
        }
        CHECK(e.problems() == List{"link_changed 2", "link_changed 3", "link_changed 4", "link_changed 5"});
    }
    SUBCASE("a link of another history with the same keys") {
        Evidence other;
        AuditRow row = row_of(13);
        row.action = "x";
        row.mac = e.keys.row_mac(row);
        Hash hash = *hash_of(e.links[1].hash);
        const Hash fork = link_hash(hash, 3, row);
        e.links[2] = {3, 13, std::string(bytes_of(fork)), e.keys.link_mac(3, 13, fork), row};
        CHECK(e.problems() == List{"link_order 4"});
    }
}

TEST_CASE("a row without a link may wait, not for ever, and not without its MAC") {
    Evidence e;
    AuditRow row = row_of(20);
    const Instant soon = row.at + kMinute, late = row.at + kHour;
    CHECK(check_unlinked(e.keys, row, soon)->kind == "row_inserted");
    row.mac = e.keys.row_mac(row);
    CHECK_FALSE(check_unlinked(e.keys, row, soon));
    CHECK(check_unlinked(e.keys, row, late)->kind == "row_unchained");
    row.action = "x";
    CHECK(check_unlinked(e.keys, row, soon)->kind == "row_inserted");
}

TEST_CASE("heads and seals are read back, and neither forged nor missing ones pass") {
    Evidence e;
    const AuditFolder folder(e.folder.path);
    Head head;
    head.chain = "00";
    head.seq = 5;
    head.sealed = "2026-11-23";
    sign(e.keys, head);
    REQUIRE(folder.replace({}, head));
    CHECK_FALSE(folder.replace({}, head));  // somebody else was faster
    const auto text = folder.head_text();
    REQUIRE(text);
    CHECK(signature_holds(e.keys, *head_of(*text)));
    head.seq = 6;
    CHECK_FALSE(signature_holds(e.keys, head));
    CHECK_FALSE(head_of("{}"));
    CHECK_FALSE(head_of("x"));

    CHECK(city_day(*parse_rfc3339("2026-11-23T17:00:00Z")) == "2026-11-24");
    CHECK(day_before("2026-03-01") == "2026-02-28");

    std::vector<Seal> seals;
    std::map<std::string, std::string> files;
    for (const char* day : {"2026-11-21", "2026-11-22", "2026-11-23"}) {
        Seal seal;
        seal.chain = "00";
        seal.day = day;
        if (!seals.empty()) seal.previous = seals.back().day;
        sign(e.keys, seal);
        folder.write(seal);
        files[day] = *folder.seal_text(day);
        seals.push_back(seal);
    }
    CHECK(folder.sealed_days() == List{"2026-11-21", "2026-11-22", "2026-11-23"});
    const auto problems = [&] {
        List found;
        check_seals(e.keys, seals, files, *head_of(*text),
                    [&](AuditProblem p) { found.push_back(p.text_en.substr(0, 200) + "|" + p.kind); });
        for (std::string& one : found) one = one.substr(one.rfind('|') + 1);
        return found;
    };
    CHECK(problems() == List{});
    SUBCASE("file gone") {
        files.erase("2026-11-22");
        CHECK(problems() == List{"seal_file_missing"});
    }
    SUBCASE("row gone") {
        seals.erase(seals.begin() + 1);
        CHECK(problems() == List{"seal_missing"});
    }
    SUBCASE("row and file gone") {
        seals.erase(seals.begin() + 1);
        files.erase("2026-11-22");
        CHECK(problems() == List{"seal_missing"});
    }
    SUBCASE("the newest gone altogether") {
        seals.pop_back();
        files.erase("2026-11-23");
        CHECK(problems() == List{"seal_missing"});
    }
    SUBCASE("forged row") {
        seals[1].seq = 9;
        CHECK(problems() == List{"seal_forged"});
    }
    SUBCASE("forged file") {
        files["2026-11-22"] = "{}";
        CHECK(problems() == List{"seal_forged"});
    }
}
