// The life of a work order: open → assigned → in_progress → completed → accepted, or cancelled on the way.
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "json/describe.hpp"

namespace hatang::maintenance {

enum class WorkState : std::uint8_t { open, assigned, in_progress, completed, accepted, cancelled };
enum class Act : std::uint8_t { assign, start, complete, accept, cancel };

constexpr bool is_final(WorkState state) {
    return state == WorkState::accepted || state == WorkState::cancelled;
}

// The state after the act; nothing when it is not possible. Assigning again hands the work to somebody else,
// who starts it anew.
constexpr std::optional<WorkState> after(WorkState state, Act act) {
    using S = WorkState;
    switch (act) {
        case Act::assign:
            if (state == S::open || state == S::assigned || state == S::in_progress) return S::assigned;
            break;
        case Act::start:
            if (state == S::assigned) return S::in_progress;
            break;
        case Act::complete:
            if (state == S::in_progress) return S::completed;
            break;
        case Act::accept:
            if (state == S::completed) return S::accepted;
            break;
        case Act::cancel:
            if (!is_final(state) && state != S::completed) return S::cancelled;
            break;
    }
    return {};
}

}  // namespace hatang::maintenance

template <>
struct hatang::json::Describe<hatang::maintenance::WorkState> {
    using S = hatang::maintenance::WorkState;
    static constexpr std::string_view name = "WorkState";
    static constexpr std::array values{std::pair<S, std::string_view>{S::open, "open"},
                                       std::pair<S, std::string_view>{S::assigned, "assigned"},
                                       std::pair<S, std::string_view>{S::in_progress, "in_progress"},
                                       std::pair<S, std::string_view>{S::completed, "completed"},
                                       std::pair<S, std::string_view>{S::accepted, "accepted"},
                                       std::pair<S, std::string_view>{S::cancelled, "cancelled"}};
};
