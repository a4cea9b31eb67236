// Where the works of a class lie, in memory: which of them meet a box is known without walking through the
// register. What is kept follows the events of the register; whether it is behind is asked in the statement
// that looks at the shapes on the border of the box, so an answer is exact as of that statement, and there is
// none otherwise. A class is read at its first question. Loop thread only; see docs/internals/box-search.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/box.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::registry {

// Which row, and which transaction wrote it (feature_texts.hpp).
struct RowState {
    std::int64_t id = 0, state = 0;
    bool restricted = false;
};

class Places {
  public:
    // `works_max`: of all classes together.
    Places(Platform&, std::size_t works_max);
    ~Places();
    // An event "asset.…".
    void hear(const events::Event&);

    // The works in service or not, but not retired, that meet the box and that the scope allows, in no order.
    // Nothing: not known here now, ask the register. `scope` is not used after the first suspension.
    task<std::optional<std::vector<RowState>>> meeting(std::string class_key, geo::DegreeBox,
                                                       const security::Scope& scope);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hatang::registry
