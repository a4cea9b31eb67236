#include "base/secrets.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace hatang;
namespace fs = std::filesystem;

namespace {

struct Folder {
    Folder() {
        std::string name = (fs::temp_directory_path() / "hatang-test-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    std::string path;
};

unsigned mode_of(const std::string& path) {
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

Code code_of(Secrets& secrets, std::string_view name) {
    try {
        secrets.key(name);
    } catch (const Error& e) {
        return e.code;
    }
    FAIL("no error");
    return Code::internal;
}

}  // namespace

TEST_CASE("a key is made once, for its owner alone, and found again") {
    const Folder folder;
    const std::string place = folder.path + "/secrets";
    Secrets first(place), second(place);
    const Secrets::Key key = first.key("one");
    CHECK(mode_of(place) == 0700);
    CHECK(mode_of(place + "/one.key") == 0600);
    CHECK(fs::file_size(place + "/one.key") == 32);
    CHECK(second.key("one") == key);
    CHECK(first.key("two") != key);
    CHECK(std::distance(fs::directory_iterator(place), fs::directory_iterator()) == 2);
    CHECK_THROWS_AS(first.key("../one"), std::logic_error);
}

TEST_CASE("a key that others may read, or of the wrong size, is refused by name") {
    const Folder folder;
    const std::string place = folder.path + "/secrets", file = place + "/one.key";
    Secrets(place).key("one");
    REQUIRE(::chmod(file.c_str(), 0640) == 0);
    Secrets exposed(place);
    CHECK(code_of(exposed, "one") == Code::secrets_exposed);
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    REQUIRE(::chmod(place.c_str(), 0750) == 0);
    CHECK(code_of(exposed, "one") == Code::secrets_exposed);
    REQUIRE(::chmod(place.c_str(), 0700) == 0);
    exposed.key("one");

    std::ofstream(file, std::ios::app) << "x";
    Secrets damaged(place);
    CHECK(code_of(damaged, "one") == Code::secrets_damaged);
    fs::remove(file);
    fs::create_symlink("/dev/zero", file);
    CHECK(code_of(damaged, "one") == Code::unreadable_file);
}

TEST_CASE("what was sealed opens under its name only, and not when a character changed") {
    const Folder folder;
    Secrets secrets(folder.path + "/secrets");
    for (const std::string& plaintext :
         {std::string(), std::string("mật khẩu\0x", 14), std::string(9'000, 'x')}) {
        const std::string sealed = secrets.seal("one", plaintext);
        CHECK(sealed != secrets.seal("one", plaintext));
        const auto opened = secrets.open("one", sealed);
        REQUIRE(opened);
        CHECK(*opened == plaintext);
        CHECK(secrets.open("two", sealed).error().code == Code::sealed_damaged);
        std::string changed = sealed;
        changed[sealed.size() / 2] = changed[sealed.size() / 2] == 'A' ? 'B' : 'A';
        CHECK_FALSE(secrets.open("one", changed));
        CHECK_FALSE(secrets.open("one", sealed.substr(0, sealed.size() - 4)));
    }
    for (const char* text : {"", "s1.", "s1.AAAA", "s2.AAAA", "s1.%%%%"})
        CHECK_FALSE(secrets.open("one", text));
}
