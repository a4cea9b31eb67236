#include "security/sessions/device_name.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

using Known = std::pair<std::string_view, std::string_view>;
// In this order: Edge and Opera name Chrome too, Chrome names Safari, Android names Linux.
constexpr std::array browsers{Known{"Edg/", "Edge"},       Known{"OPR/", "Opera"},
                              Known{"coc_coc", "Cốc Cốc"}, Known{"Firefox/", "Firefox"},
                              Known{"FxiOS/", "Firefox"},  Known{"CriOS/", "Chrome"},
                              Known{"Chrome/", "Chrome"},  Known{"Safari/", "Safari"}};
constexpr std::array systems{Known{"Android", "Android"}, Known{"iPhone", "iPhone"},
                             Known{"iPad", "iPad"},       Known{"Windows", "Windows"},
                             Known{"Mac OS X", "macOS"},  Known{"CrOS", "ChromeOS"},
                             Known{"Linux", "Linux"}};

template <std::size_t n>
std::string_view first_of(const std::array<Known, n>& all, std::string_view text) {
    for (const auto& [mark, name] : all)
        if (text.find(mark) != text.npos) return name;
    return {};
}

}  // namespace

std::string device_name(std::string_view user_agent) {
    if (!is_utf8(user_agent)) return {};
    const std::string_view browser = first_of(browsers, user_agent), system = first_of(systems, user_agent);
    if (browser.empty() && system.empty()) {
        std::string out(user_agent.substr(0, limits::device_name_length_max));
        while (!is_utf8(out)) out.pop_back();
        return out;
    }
    std::string out(browser);
    if (!browser.empty() && !system.empty()) out += ", ";
    return out.append(system);
}

}  // namespace hatang::security
