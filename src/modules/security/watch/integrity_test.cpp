#include "security/watch/integrity.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/text.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

namespace fs = std::filesystem;

struct Folder {
    fs::path path = fs::temp_directory_path() / ("hatang-integrity-" + random_hex(8));
    Folder() { fs::create_directories(path / "web" / "assets"); }
    ~Folder() { fs::remove_all(path); }
    void write(const std::string& file, std::string_view text) const {
        std::ofstream(path / file, std::ios::binary) << text;
    }
    FileHashes hashes() const { return hash_files((path / "web").string(), path.string()); }
};

}  // namespace

TEST_CASE("integrity: the program, the web application and the settings are read") {
    const Folder folder;
    folder.write("web/index.html", "abc");
    folder.write("web/assets/app.js", "x");
    folder.write("oidc.json", "{}");
    folder.write("notes.txt", "not a setting");
    const FileHashes hashes = folder.hashes();
    CHECK(hashes.size() == 4);
    CHECK(hashes.at("program").size() == 64);
    CHECK(hashes.at("web/index.html") ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, "abc"
    CHECK(hashes.contains("web/assets/app.js"));
    CHECK(hashes.contains("data/oidc.json"));
}

TEST_CASE("integrity: a folder without index.html is no web application") {
    const Folder folder;
    folder.write("web/assets/app.js", "x");
    CHECK(folder.hashes().size() == 1);
}

TEST_CASE("integrity: a changed, a lost and a new file are named") {
    const Folder folder;
    folder.write("web/index.html", "abc");
    folder.write("oidc.json", "{}");
    const FileHashes before = folder.hashes();
    CHECK(differences(before, before).empty());
    folder.write("web/index.html", "abd");
    folder.write("web/assets/evil.js", "x");
    fs::remove(folder.path / "oidc.json");
    const auto found = differences(before, folder.hashes());
    REQUIRE(found.size() == 3);
    CHECK(found[0].path == "data/oidc.json");
    CHECK(found[0].state == FileState::missing);
    CHECK(found[1].path == "web/index.html");
    CHECK(found[1].state == FileState::changed);
    CHECK(found[2].path == "web/assets/evil.js");
    CHECK(found[2].state == FileState::added);
}

TEST_CASE("integrity: a file that can no longer be read is named") {
    const auto found = differences({{"program", "aa"}}, {{"program", ""}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].state == FileState::unreadable);
}
