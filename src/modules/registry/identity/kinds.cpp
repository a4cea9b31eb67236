#include "registry/identity/kinds.hpp"

#include <regex.h>

#include <algorithm>
#include <memory>
#include <span>
#include <stdexcept>

#include "base/embedded.hpp"
#include "json/value.hpp"
#include "registry/identity/check_character.hpp"
#include "registry/identity/city_code.hpp"
#include "registry/limits.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_registry();
}

namespace hatang::registry {
namespace {

// A POSIX extended regular expression, for the whole of a text.
class Pattern {
  public:
    explicit Pattern(const std::string& text) : compiled_(new regex_t{}) {
        const std::string whole = "^(" + text + ")$";
        if (regcomp(compiled_.get(), whole.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
            throw std::logic_error("pattern " + text);
    }
    bool matches(std::string_view value) const {
        const bool holds_nul = value.find('\0') != std::string_view::npos;
        return !holds_nul && regexec(compiled_.get(), std::string(value).c_str(), 0, nullptr, 0) == 0;
    }

  private:
    struct Free {
        void operator()(regex_t* compiled) const {
            regfree(compiled);
            delete compiled;
        }
    };
    std::unique_ptr<regex_t, Free> compiled_;
};

struct Known {
    std::vector<IdentifierKind> kinds;
    std::vector<Pattern> patterns;  // of kinds, in their order
    std::vector<std::string> provinces;
};

std::string text_or_empty(json::Value object, std::string_view field) {
    const auto found = object.find(field);
    return found ? std::string(found->text(field)) : std::string();
}
bool is_true(json::Value object, std::string_view field) {
    const auto found = object.find(field);
    return found && found->boolean(field);
}

Known read_kinds() {
    const auto files = embedded_registry();
    const auto file = std::ranges::find(files, "data/identifier_kinds.json", &EmbeddedFile::path);
    if (file == files.end()) throw std::logic_error("data/identifier_kinds.json");
    const json::Document document = json::parse(file->text);
    Known out;
    for (const json::Value code : document.root().find("provinces")->find("codes")->items())
        out.provinces.emplace_back(code.text());
    for (const json::Value one : document.root().find("kinds")->items()) {
        IdentifierKind k;
        k.key = text_or_empty(one, "key");
        k.name_vi = text_or_empty(one, "name_vi");
        k.name_en = text_or_empty(one, "name_en");
        k.issuer = text_or_empty(one, "issuer");
        k.legal_basis = text_or_empty(one, "legal_basis");
        k.example = text_or_empty(one, "example");
        k.pattern = text_or_empty(one, "pattern");
        k.opaque = is_true(one, "opaque");
        k.issued_here = is_true(one, "issued_here");
        k.province = is_true(one, "province");
        if (const auto most = one.find("length_max"))
            k.length_max = static_cast<std::size_t>(most->integer());
        out.patterns.emplace_back(k.pattern);
        out.kinds.push_back(std::move(k));
    }
    return out;
}

const Known& known() {
    static const Known all = read_kinds();
    return all;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

const std::vector<IdentifierKind>& identifier_kinds() { return known().kinds; }

const IdentifierKind* find_identifier_kind(std::string_view key) {
    const auto& kinds = known().kinds;
    const auto found = std::ranges::find(kinds, key, &IdentifierKind::key);
    return found == kinds.end() ? nullptr : &*found;
}

bool has_published_structure(std::string_view key, std::string_view value) {
    const IdentifierKind* kind = find_identifier_kind(key);
    if (!kind) return true;
    if (kind->length_max && characters(value) > kind->length_max) return false;
    if (kind->pattern.empty()) return true;
    const auto at = static_cast<std::size_t>(kind - known().kinds.data());
    if (!known().patterns[at].matches(value)) return false;
    if (kind->province && std::ranges::find(known().provinces, value.substr(0, 2)) == known().provinces.end())
        return false;
    return key != city_code_kind || check_character_holds(value);
}

bool fits_mask(std::string_view mask, std::string_view value) {
    return std::ranges::equal(mask, value, [](char m, char c) {
        const bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';
        return m == '#' ? digit : m == '@' ? letter : m == '*' ? digit || letter : m == c;
    });
}

bool valid_mask(std::string_view mask) {
    return mask.size() <= limits::identifier_characters_max &&
           mask.find_first_of("#@*") != std::string_view::npos && mask.front() != ' ' && mask.back() != ' ' &&
           std::ranges::all_of(mask, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace hatang::registry
