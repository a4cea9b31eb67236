#include "security/oidc/config.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "http/url.hpp"
#include "json/describe.hpp"

template <>
struct hatang::json::Describe<hatang::security::OidcConfig> {
    using T = hatang::security::OidcConfig;
    static constexpr std::string_view name = "OidcConfig";
    static constexpr Limits address{.length_max = 2'000, .length_min = 1},
        word{.length_max = 255, .length_min = 1};
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "On the button", word),
        field("issuer", &T::issuer, "Issuer", address),
        field("client_id", &T::client_id, "Client", word),
        field("redirect_uri", &T::redirect_uri, "Our callback", address),
        field("account_claim", &T::account_claim, "Names the account", word),
        field("scopes", &T::scopes, "Asked for", word),
        field("second_factor_amr", &T::second_factor_amr, "Say that a second factor was used", word),
        field("second_factor_acr", &T::second_factor_acr, "Say that a second factor was used", word)};
};

namespace hatang::security {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t file_bytes_max = 64 * 1024;

std::string read_small(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    if (error || !in) throw Error(Code::unreadable_file, {}, {file.string(), "not readable"});
    if (size > file_bytes_max) throw Error(Code::unreadable_file, {}, {file.string(), "larger than 64 kB"});
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string mode_text(mode_t mode) {
    std::string out = "0000";
    for (int i = 0; i < 4; ++i)
        out[static_cast<std::size_t>(i)] = static_cast<char>('0' + (mode >> (9 - 3 * i) & 7));
    return out;
}

// Secrets and tokens travel to these addresses. Plain HTTP is for a provider on this very machine.
bool is_safe(std::string_view address) {
    const auto url = http::parse_url(address);
    if (!url) return false;
    if (url->secure || url->host == "localhost") return true;
    return url->address && (*url->address == IpAddress::v4(127, 0, 0, 1) || url->address->text() == "::1");
}

}  // namespace

Result<OidcConfig> read_oidc_config(std::string_view text) try {
    const json::Document document = json::parse(text);
    OidcConfig out = json::read<OidcConfig>(document.root());
    for (const auto& [where, address] :
         {std::pair{"issuer", &out.issuer}, {"redirect_uri", &out.redirect_uri}})
        if (!is_safe(*address)) return Error(Code::invalid_value, where, {*address, "https://…"});
    return out;
} catch (const Error& e) {
    return e;
}

std::optional<OidcConfig> load_oidc_config(const std::string& data_folder) {
    const fs::path file = fs::path(data_folder) / "oidc.json";
    if (!fs::exists(file)) return std::nullopt;
    OidcConfig out = read_oidc_config(read_small(file)).value();

    const fs::path secret = fs::path(data_folder) / "secrets" / "oidc-client-secret";
    if (!fs::exists(secret)) return out;
    struct stat info {};
    if (::stat(secret.c_str(), &info) != 0 || (info.st_mode & 077) != 0)
        throw Error(Code::secrets_exposed, {}, {secret.string(), mode_text(info.st_mode), "0600"});
    out.client_secret = read_small(secret);
    while (!out.client_secret.empty() &&
           std::string_view("\r\n").find(out.client_secret.back()) != std::string_view::npos)
        out.client_secret.pop_back();
    return out;
}

}  // namespace hatang::security
