// The life of an alarm (ISA-18.2): raised → acknowledged → cleared → closed. One that returned to normal
// before anybody acknowledged it is cleared too, and still wants to be acknowledged. One that comes back
// before it is closed is raised again: never two open alarms about the same thing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "json/describe.hpp"

namespace hatang::alarms {

enum class AlarmState : std::uint8_t { raised, acknowledged, cleared, closed };
enum class Act : std::uint8_t { raise, acknowledge, clear, close };

struct Life {
    AlarmState state = AlarmState::raised;
    bool acknowledged = false;

    bool active() const { return state == AlarmState::raised || state == AlarmState::acknowledged; }
    bool operator==(const Life&) const = default;
};

// What the act makes of it; nothing when it is not possible in this state.
constexpr std::optional<Life> after(const Life& life, Act act) {
    const bool cleared = life.state == AlarmState::cleared;
    switch (act) {
        case Act::raise:
            if (cleared) return Life{AlarmState::raised, false};
            break;
        case Act::acknowledge:
            if (life.state == AlarmState::raised) return Life{AlarmState::acknowledged, true};
            if (cleared && !life.acknowledged) return Life{AlarmState::cleared, true};
            break;
        case Act::clear:
            if (life.state == AlarmState::raised) return Life{AlarmState::cleared, false};
            if (life.state == AlarmState::acknowledged) return Life{AlarmState::cleared, true};
            break;
        case Act::close:
            if (cleared && life.acknowledged) return Life{AlarmState::closed, true};
            break;
    }
    return {};
}

}  // namespace hatang::alarms

template <>
struct hatang::json::Describe<hatang::alarms::AlarmState> {
    using S = hatang::alarms::AlarmState;
    static constexpr std::string_view name = "AlarmState";
    static constexpr std::array values{std::pair<S, std::string_view>{S::raised, "raised"},
                                       std::pair<S, std::string_view>{S::acknowledged, "acknowledged"},
                                       std::pair<S, std::string_view>{S::cleared, "cleared"},
                                       std::pair<S, std::string_view>{S::closed, "closed"}};
};

namespace hatang::alarms {

// "cleared, unacknowledged": a state for an error text.
inline std::string to_words(const Life& life) {
    std::string words(json::to_text(life.state));
    if (life.state == AlarmState::cleared) words += life.acknowledged ? ", acknowledged" : ", unacknowledged";
    return words;
}

}  // namespace hatang::alarms
