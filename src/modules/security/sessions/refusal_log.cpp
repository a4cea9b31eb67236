#include "security/sessions/refusal_log.hpp"

#include "base/log.hpp"
#include "security/sessions/queries.hpp"

namespace hatang::security {

void note_refusal(Context& context, const std::string& address, std::optional<std::int64_t> account_id,
                  std::string_view user, std::string_view code) {
    context.platform.metrics.count("hatang_sign_in_refused_total", "code=\"" + std::string(code) + "\"");
    log::warn("security.sign_in_refused", {{"code", code}, {"user", user}, {"address", address}});
    context.refusals.add(account_id, address, std::string(code), context.platform.clock.now());
}

task<void> write_refusals(Context& context) {
    const std::vector<Refusals::Count> counted = context.refusals.take();
    if (counted.empty()) co_return;
    constexpr std::int64_t nobody = 0;
    std::vector<std::int64_t> accounts, counts;
    std::vector<std::string> addresses, codes;
    for (const Refusals::Count& c : counted) {
        accounts.push_back(c.account_id.value_or(nobody));
        addresses.push_back(c.address);
        codes.push_back(c.code);
        counts.push_back(c.count);
    }
    co_await context.platform.db.run(sql::add_refusals, accounts, addresses, codes, counts,
                                     context.platform.clock.now());
}

}  // namespace hatang::security
