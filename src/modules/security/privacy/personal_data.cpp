#include "security/privacy/personal_data.hpp"

#include <stdexcept>

#include "base/embedded.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_security();
}

namespace hatang::security {
namespace {

PersonalData from_file() {
    for (const EmbeddedFile& file : embedded_security()) {
        if (file.path != "data/personal_data.json") continue;
        const json::Document document = json::parse(file.text);
        return json::read<PersonalData>(document.root());
    }
    throw std::logic_error("personal_data.json is not part of the program");
}

}  // namespace

const PersonalData& personal_data() {
    static const PersonalData data = from_file();
    return data;
}

}  // namespace hatang::security
