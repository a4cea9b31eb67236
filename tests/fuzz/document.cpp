// Any bytes may come as a document of an asset. What is taken has a kind that its name says; names stay short
// and plain.
#include <cstdlib>

#include "registry/attachments/document.hpp"

using namespace hatang::registry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"a.pdf", "a.docx", "a.xlsx", "a.dwg", "a.ifc", "a.zip"})
        if (const auto document = document_of(name, bytes))
            if (std::string("a.") + (*document).extension != name) std::abort();
    if (document_of("a.exe", bytes)) std::abort();
    const std::string plain = plain_file_name(bytes, 40);
    if (plain.empty() || plain.find_first_of("/\\\"\n") != std::string::npos) std::abort();
    return 0;
}
