#include "registry/attachments/document.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace hatang::registry {
namespace {

using namespace std::string_view_literals;

struct Kind {
    std::string_view extension, media_type;
};
constexpr Kind kinds[] = {
    {"pdf", "application/pdf"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"dwg", "image/vnd.dwg"},
    {"ifc", "application/x-step"},
    {"zip", "application/zip"},
};

std::string extension_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    std::string out(dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1));
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t n = 0;
    for (int i = count - 1; i >= 0; --i)
        n = n << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return n;
}

// The names in the central directory of a ZIP archive (APPNOTE 6.3.10, 4.3.12 and 4.3.16); nothing when it is
// not whole. ZIP64 is left out: files here stay far below its limits.
std::optional<std::vector<std::string_view>> names_in_zip(std::string_view zip) {
    constexpr std::size_t end_bytes = 22, entry_bytes = 46, comment_bytes_max = 65'535;
    if (!zip.starts_with("PK\x03\x04"sv) || zip.size() < end_bytes) return {};
    const std::size_t from = zip.size() - std::min(zip.size(), end_bytes + comment_bytes_max);
    const std::size_t end = zip.rfind("PK\x05\x06"sv);
    if (end == std::string_view::npos || end < from || end + end_bytes > zip.size()) return {};
    const std::size_t count = little_endian(zip, end + 10, 2);
    std::size_t at = little_endian(zip, end + 16, 4);
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < count; ++i) {
        if (at > end || end - at < entry_bytes || !zip.substr(at).starts_with("PK\x01\x02"sv)) return {};
        const std::size_t name = little_endian(zip, at + 28, 2), extra = little_endian(zip, at + 30, 2),
                          comment = little_endian(zip, at + 32, 2);
        if (end - at < entry_bytes + name + extra + comment) return {};
        names.push_back(zip.substr(at + entry_bytes, name));
        at += entry_bytes + name + extra + comment;
    }
    return names;
}

bool is_zip_of(std::string_view bytes, std::string_view extension) {
    const auto names = names_in_zip(bytes);
    if (!names) return false;
    const auto has = [&](std::string_view name) { return std::ranges::find(*names, name) != names->end(); };
    const bool macros =
        std::ranges::any_of(*names, [](std::string_view n) { return n.ends_with("vbaProject.bin"); });
    if (extension == "docx") return has("word/document.xml") && !macros;
    if (extension == "xlsx") return has("xl/workbook.xml") && !macros;
    return true;
}

bool fits(std::string_view extension, std::string_view bytes) {
    if (extension == "pdf") return bytes.starts_with("%PDF-"sv);
    if (extension == "dwg")
        return bytes.size() > 6 && bytes.starts_with("AC10"sv) && bytes[4] >= '0' && bytes[4] <= '9' &&
               bytes[5] >= '0' && bytes[5] <= '9';
    if (extension == "ifc") {
        if (bytes.starts_with("\xEF\xBB\xBF"sv)) bytes.remove_prefix(3);
        return bytes.starts_with("ISO-10303-21;"sv);
    }
    return is_zip_of(bytes, extension);
}

}  // namespace

Result<Document> document_of(std::string_view file_name, std::string_view bytes) {
    const std::string extension = extension_of(file_name);
    const auto* kind = std::ranges::find(kinds, std::string_view(extension), &Kind::extension);
    if (kind == std::end(kinds) || !fits(extension, bytes))
        return Error(Code::unsupported_document, "name", {std::string(file_name)});
    return Document{std::string(kind->media_type), extension};
}

std::string plain_file_name(std::string_view name, std::size_t characters) {
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    std::string out;
    for (const char c : name)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != '"') out += c;
    while (!out.empty() && (out.front() == '.' || out.front() == ' ')) out.erase(0, 1);
    // Cut from the front, so that the extension stays.
    while (code_points(out) > characters) {
        std::size_t first = 1;
        while (first < out.size() && (static_cast<unsigned char>(out[first]) & 0xC0) == 0x80) ++first;
        out.erase(0, first);
    }
    return out.empty() ? "tệp" : out;
}

}  // namespace hatang::registry
