// Conditions of a statement that is put together at run time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/query.hpp"

namespace hatang::db {

// Conditions joined by "and", each with its values. Fragments are text of this program with ? for each value;
// what came from outside travels only as a value.
class Where {
  public:
    void add(std::string_view fragment, std::vector<Param> values = {});
    // Gives the place of a further value, "$7".
    std::string value(Param);
    std::string text() const { return text_.empty() ? "true" : text_; }
    const std::vector<Param>& params() const { return params_; }

  private:
    std::string text_;
    std::vector<Param> params_;
};

}  // namespace hatang::db
