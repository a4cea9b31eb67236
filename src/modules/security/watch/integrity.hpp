// Whether the program, its web application and its configuration are what they were at the first start of the
// version.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "security/api.hpp"
#include "security/watch/file_state.hpp"

namespace hatang::security {

struct Context;

// Logical names ("program", "web/index.html", "data/oidc.json") and the SHA-256 of the files; an empty text
// for a file that cannot be read.
using FileHashes = std::map<std::string, std::string>;

// Reads all the files: blocks. A web folder without index.html is none.
FileHashes hash_files(const std::string& web_folder, const std::string& data_folder);

std::vector<FileDifference> differences(const FileHashes& manifest, const FileHashes& now);

// Compares with the manifest of this node and version; takes it when there is none.
task<Integrity> check_integrity(Context&);
// Takes what is there now as the manifest, with an audit row that names what differed.
task<Integrity> accept_files(Context&, std::string reason, Actor);

}  // namespace hatang::security
