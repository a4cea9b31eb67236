#include "registry/transfer/archive.hpp"

#include <zip.h>

#include <fstream>
#include <memory>

#include "base/error.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

[[noreturn]] void refuse(std::string reason) { throw Error(Code::archive_refused, {}, {std::move(reason)}); }

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Zip open(const std::string& path) {
    int error = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &error);
    if (!zip) {
        zip_error_t about;
        zip_error_init_with_code(&about, error);
        const std::string reason = zip_error_strerror(&about);
        zip_error_fini(&about);
        refuse(reason);
    }
    return {zip, zip_discard};
}

void check_name(std::string_view name) {
    const std::string shown(name.substr(0, 80));
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find(':') != std::string_view::npos)
        refuse("entry “" + shown + "” has a path that leaves the archive");
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (name.substr(begin, end - begin) == "..")
            refuse("entry “" + shown + "” has a path that leaves the archive");
        begin = end + 1;
    }
    for (const char c : name)
        if (static_cast<unsigned char>(c) < 0x20) refuse("an entry has control characters in its name");
}

}  // namespace

std::vector<ArchiveEntry> list_archive(const std::string& path) {
    const Zip zip = open(path);
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    if (count < 0 || static_cast<std::size_t>(count) > limits::archive_entries_max)
        refuse(std::to_string(count) + " entries, at most " + std::to_string(limits::archive_entries_max));
    std::vector<ArchiveEntry> out;
    std::uint64_t sum = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t about;
        zip_stat_init(&about);
        constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW, &about) != 0 ||
            (about.valid & needed) != needed)
            refuse("an entry cannot be read");
        const std::string_view name = about.name;
        check_name(name);
        if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
            refuse("entry “" + std::string(name.substr(0, 80)) + "” is encrypted");
        sum += about.size;
        if (about.size > limits::archive_bytes_max || sum > limits::archive_bytes_max)
            refuse("more than " + std::to_string(limits::archive_bytes_max) + " bytes unpacked");
        // Small entries of blanks shrink well and do no harm.
        if (about.size > (1 << 20) && about.size / (about.comp_size + 1) > limits::archive_ratio_max)
            refuse("entry “" + std::string(name.substr(0, 80)) + "” unpacks to more than " +
                   std::to_string(limits::archive_ratio_max) + " times its size");
        if (!name.ends_with('/'))
            out.push_back({static_cast<std::uint64_t>(i), about.size, std::string(name)});
    }
    return out;
}

void unpack(const std::string& path, const ArchiveEntry& entry, const std::string& target) {
    const Zip zip = open(path);
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(zip.get(), entry.index, 0),
                                                                  zip_fclose);
    if (!file) refuse(zip_strerror(zip.get()));
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    std::string piece(256 << 10, '\0');
    std::uint64_t written = 0;
    while (true) {
        const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
        if (got < 0) refuse("entry “" + entry.name.substr(0, 80) + "” is damaged");
        if (got == 0) break;
        written += static_cast<std::uint64_t>(got);
        if (written > entry.bytes) refuse("entry “" + entry.name.substr(0, 80) + "” is larger than it says");
        out.write(piece.data(), got);
    }
    out.close();
    if (!out) throw Error(Code::unavailable, {}, {"disk"});
}

std::string extension_of(std::string_view name) {
    const std::size_t dot = name.rfind('.'), slash = name.rfind('/');
    if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) return {};
    std::string out(name.substr(dot + 1));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 0x20);
    return out;
}

}  // namespace hatang::registry
