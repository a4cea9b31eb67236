#include "registry/attachments/document.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace hatang;
using namespace hatang::registry;

namespace {

std::string le(std::size_t n, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(n >> (8 * i) & 0xFF);
    return out;
}
// A ZIP of empty stored members (APPNOTE 4.3.7, 4.3.12, 4.3.16).
std::string zip_of(const std::vector<std::string>& names) {
    std::string files, directory;
    for (const std::string& name : names) {
        const std::string common = le(20, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(0, 4) + le(0, 4) +
                                   le(0, 4) + le(name.size(), 2) + le(0, 2);
        directory += "PK\x01\x02" + le(20, 2) + common + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) +
                     le(files.size(), 4) + name;
        files += "PK\x03\x04" + common + name;
    }
    return files + directory + "PK\x05\x06" + le(0, 4) + le(names.size(), 2) + le(names.size(), 2) +
           le(directory.size(), 4) + le(files.size(), 4) + le(0, 2);
}
std::string media(const std::string& name, const std::string& bytes) {
    const auto document = document_of(name, bytes);
    return document ? document->media_type : std::string(error_info(document.error().code).code);
}

}  // namespace

TEST_CASE("documents by their bytes and their extension") {
    CHECK(media("Hồ sơ.PDF", "%PDF-1.7\n") == "application/pdf");
    CHECK(media("mặt bằng.dwg", "AC1032 ") == "image/vnd.dwg");
    CHECK(media("cầu.ifc", "\xEF\xBB\xBFISO-10303-21;\nHEADER;") == "application/x-step");
    CHECK(media("a.zip", zip_of({"a.txt"})) == "application/zip");
    CHECK(media("a.docx", zip_of({"[Content_Types].xml", "word/document.xml"}))
              .ends_with("wordprocessingml.document"));
    CHECK(media("a.xlsx", zip_of({"xl/workbook.xml"})).ends_with("spreadsheetml.sheet"));
}

TEST_CASE("what is not what it says is refused") {
    CHECK(media("a.pdf", "<html>") == "unsupported_document");
    CHECK(media("a.html", "%PDF-1.7") == "unsupported_document");
    CHECK(media("a", "%PDF-1.7") == "unsupported_document");
    CHECK(media("a.exe", "MZ") == "unsupported_document");
    CHECK(media("a.docx", zip_of({"xl/workbook.xml"})) == "unsupported_document");
    CHECK(media("a.docx", zip_of({"word/document.xml", "word/vbaProject.bin"})) == "unsupported_document");
    CHECK(media("a.dwg", "AC10") == "unsupported_document");
    const std::string whole = zip_of({"a.txt", "b.txt"});
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(media("a.zip", whole.substr(0, size)) == "unsupported_document");
    std::string lying = whole;
    lying[whole.size() - 12] = '\x7F';  // more members than there are
    CHECK(media("a.zip", lying) == "unsupported_document");
}

TEST_CASE("names of senders") {
    CHECK(plain_file_name("C:\\hồ sơ\\bản vẽ.dwg", 100) == "bản vẽ.dwg");
    CHECK(plain_file_name("../../etc/passwd", 100) == "passwd");
    CHECK(plain_file_name("..", 100) == "tệp");
    CHECK(plain_file_name("a\n\"b.pdf", 100) == "ab.pdf");
    CHECK(plain_file_name("đường Láng.pdf", 8) == "Láng.pdf");
}
