// Which files an asset takes, by their bytes; what the sender says about them does not count. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::registry {

struct Document {
    std::string media_type;
    std::string extension;  // "pdf"
};

// The kind of a document whose bytes and extension agree. Code::unsupported_document for all else: another
// kind, a cut-off archive, an office file with macros.
Result<Document> document_of(std::string_view file_name, std::string_view bytes);

// The last part of a name as senders give it: no folders, no control characters, at most `characters` of it;
// "tệp" when nothing is left.
std::string plain_file_name(std::string_view name, std::size_t characters);

}  // namespace hatang::registry
