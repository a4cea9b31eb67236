// hatang policy list, hatang policy set
#include <iostream>

#include "app/program.hpp"

namespace hatang::app {
namespace {

void say(std::string_view step) { std::cerr << step << '\n'; }

task<int> show_policy(Program& p) {
    const std::vector<security::PolicySetting> all = co_await p.security.policy_settings();
    for (const security::PolicySetting& s : all)
        std::cout << s.key << '\t' << s.value
                  << (s.value == s.standard ? "" : "\t(mặc định " + s.standard + ")") << '\t' << s.title_vi
                  << '\n';
    co_return 0;
}

template <class Work>
int run(const Common& common, Work work) {
    try {
        Program program(common, say);
        return program.run(std::move(work));
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

}  // namespace

int policy_list(const Common& common) { return run(common, show_policy); }

int policy_set(const Common& common, const std::string& key, const std::string& value) {
    return run(common, [key, value](Program& p) -> task<int> {
        co_await p.security.set_policy(key, value, security::system_actor("command line"));
        co_return 0;
    });
}

}  // namespace hatang::app
