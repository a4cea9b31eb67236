// The phases of the engine as the table alarms.rule_state has them.
#pragma once

#include <string_view>

#include "alarms/engine/condition.hpp"

namespace hatang::alarms {

constexpr std::string_view phase_text(engine::Phase phase) {
    switch (phase) {
        case engine::Phase::pending_on:
            return "pending_on";
        case engine::Phase::active:
            return "active";
        case engine::Phase::pending_off:
            return "pending_off";
        case engine::Phase::normal:
            break;
    }
    return "normal";
}
constexpr engine::Phase phase_of(std::string_view text) {
    for (const auto phase : {engine::Phase::pending_on, engine::Phase::active, engine::Phase::pending_off})
        if (phase_text(phase) == text) return phase;
    return engine::Phase::normal;
}

}  // namespace hatang::alarms
