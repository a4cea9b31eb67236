#include "files/store.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "base/text.hpp"

using namespace hatang;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    Loop loop{2};
    fs::path folder;
    std::optional<files::Store> store;
    Fixture() {
        char name[] = "/tmp/hatang_files_XXXXXX";
        folder = fs::path(mkdtemp(name)) / "files";
        store.emplace(loop, folder.string());
    }
    ~Fixture() { fs::remove_all(folder.parent_path()); }
    std::size_t count() const {
        std::size_t n = 0;
        for (const auto& e : fs::recursive_directory_iterator(folder)) n += e.is_regular_file();
        return n;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "files: what is put comes back under the hash of its bytes, once") {
    const std::string bytes("\xff\xd8\0photo", 8);
    const std::string name = loop.run_until(store->put(bytes));
    CHECK(name == sha256_hex(bytes));
    CHECK(loop.run_until(store->put(bytes)) == name);
    CHECK(count() == 1);
    CHECK(loop.run_until(store->get(name)) == bytes);
    CHECK(loop.run_until(store->put("")) == sha256_hex(""));
    CHECK(loop.run_until(store->get(sha256_hex(""))) == "");
}

TEST_CASE_FIXTURE(Fixture, "files: unknown and malformed names are nothing") {
    CHECK_FALSE(loop.run_until(store->get(std::string(64, 'a'))));
    for (const std::string& bad :
         {std::string(), std::string(63, 'a'), std::string(64, 'A'), "../" + std::string(61, 'a')})
        CHECK_FALSE(loop.run_until(store->get(bad)));
}

TEST_CASE_FIXTURE(Fixture, "files: damaged bytes are not handed out") {
    const std::string name = loop.run_until(store->put("bridge"));
    fs::path file = folder / name.substr(0, 2) / name;
    std::ofstream(file, std::ios::trunc) << "bridgf";
    CHECK_THROWS_AS(loop.run_until(store->get(name)), Error);
}

TEST_CASE_FIXTURE(Fixture, "files: a write that fails is an error and leaves nothing") {
    fs::create_directories(folder.parent_path());
    std::ofstream(folder) << "a file where the folder should be";
    CHECK_THROWS_AS(loop.run_until(store->put("x")), Error);
    fs::remove(folder);
}

TEST_CASE_FIXTURE(Fixture, "files: half-written leftovers go at the start") {
    fs::create_directories(folder / "incoming");
    std::ofstream(folder / "incoming/old") << "half";
    fs::last_write_time(folder / "incoming/old", fs::file_time_type::clock::now() - std::chrono::hours(2));
    std::ofstream(folder / "incoming/new") << "under way";
    const files::Store again(loop, folder.string());
    CHECK_FALSE(fs::exists(folder / "incoming/old"));
    CHECK(fs::exists(folder / "incoming/new"));
}
