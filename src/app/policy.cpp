// hatang policy list, hatang policy set
#include <iostream>

#include "app/program.hpp"

namespace hatang::app {
namespace {

task<int> show_policy(Program& p) {
    const std::vector<security::PolicySetting> all = co_await p.security.policy_settings();
    for (const security::PolicySetting& s : all)
        std::cout << s.key << '\t' << s.value
                  << (s.value == s.standard ? "" : "\t(mặc định " + s.standard + ")") << '\t' << s.title_vi
                  << '\n';
    co_return 0;
}

}  // namespace

int policy_list(const Common& common) { return run_command(common, show_policy); }

int policy_set(const Common& common, const std::string& key, const std::string& value) {
    return run_command(common, [key, value](Program& p) -> task<int> {
        co_await p.security.set_policy(key, value, security::system_actor("command line"));
        co_return 0;
    });
}

}  // namespace hatang::app
