// Reads of restricted rows as evidence.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "module.hpp"
#include "security/audit/keys.hpp"

namespace hatang::security {

// Which reads need no row of their own: the same ids by the same session within a minute.
class ReadMemory {
  public:
    bool noted(const std::string& read, Instant now) const;
    void note(const std::string& read, Instant now);

  private:
    std::map<std::string, Instant> noted_;
};

task<void> write_read(Platform&, const AuditKeys&, ReadMemory&, const http::Call&, std::string_view entity,
                      std::vector<std::int64_t> ids);

}  // namespace hatang::security
