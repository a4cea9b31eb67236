#include "base/account.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace hatang {
namespace {

Account account_from(const passwd& entry) {
    Account account{entry.pw_uid, entry.pw_gid, entry.pw_name, {}};
    int count = 32;
    account.groups.resize(static_cast<std::size_t>(count));
    if (::getgrouplist(entry.pw_name, entry.pw_gid, account.groups.data(), &count) < 0) {
        account.groups.resize(static_cast<std::size_t>(count));
        ::getgrouplist(entry.pw_name, entry.pw_gid, account.groups.data(), &count);
    }
    account.groups.resize(static_cast<std::size_t>(count));
    return account;
}

}  // namespace

std::optional<Account> account_named(const std::string& name) {
    if (const passwd* entry = ::getpwnam(name.c_str())) return account_from(*entry);
    return {};
}
std::optional<Account> account_with(uid_t uid) {
    if (const passwd* entry = ::getpwuid(uid)) return account_from(*entry);
    return {};
}

bool become(const Account& account) {
    if (::geteuid() != 0) return true;
    return ::setgroups(account.groups.size(), account.groups.data()) == 0 &&
           ::setresgid(account.gid, account.gid, account.gid) == 0 &&
           ::setresuid(account.uid, account.uid, account.uid) == 0;
}

}  // namespace hatang
