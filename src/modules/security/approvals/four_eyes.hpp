// Which acts a second person must agree to: the dated file data/four_eyes.json. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::security {

struct GuardedAct {
    std::string title_vi, title_en;
    std::vector<std::string> when;  // only with one of these members in the body, not empty; none: always
};

class FourEyes {
  public:
    // Those of the file that are valid on an ISO date.
    FourEyes(std::string_view json_text, std::string_view date);
    // Null for a route that needs one person only.
    const GuardedAct* find(std::string_view route_id) const;
    // Whether a request of the act, with this body, needs a second person. A body that is no JSON object does
    // not: its handler refuses it.
    static bool applies(const GuardedAct&, std::string_view body);
    const std::map<std::string, GuardedAct, std::less<>>& acts() const { return acts_; }

  private:
    std::map<std::string, GuardedAct, std::less<>> acts_;  // by route id
};

// The body as it may be shown to who decides: passwords and secrets covered. Empty for what is no JSON.
std::string preview_of(std::string_view body);

}  // namespace hatang::security
