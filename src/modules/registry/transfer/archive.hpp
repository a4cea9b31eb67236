// Zip files from outside: looked over before anything is unpacked, unpacked under names of our own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::registry {

struct ArchiveEntry {
    std::uint64_t index = 0, bytes = 0;
    std::string name;
};

// The files of a zip, folders left out. Throws archive_refused: damaged, too many entries, encrypted, a name
// that leaves the folder, a promise of more than archive_bytes_max or of a ratio beyond archive_ratio_max.
std::vector<ArchiveEntry> list_archive(const std::string& path);

// Unpacks one entry into the file `target`; counts what really comes out, whatever the entry promised.
void unpack(const std::string& path, const ArchiveEntry&, const std::string& target);

// "a/b/Cau.SHP" → "shp"; empty without one.
std::string extension_of(std::string_view name);

}  // namespace hatang::registry
