// Which decoder reads the bytes of a device: chosen for the device itself, else for its device profile.
#pragma once

#include "db/pool.hpp"
#include "events/bus.hpp"
#include "telemetry/decoders/decoder.hpp"

namespace hatang::telemetry {

enum class ChoiceKind : std::uint8_t { device, profile };

class DecoderChoices {
  public:
    DecoderChoices(Loop&, db::Pool&, events::Bus&, const DecoderBook&);
    task<void> load();
    // Null when nobody has chosen one.
    const Decoder* find(std::string_view dev_eui, std::string_view profile) const;

  private:
    Loop& loop_;
    db::Pool& pool_;
    const DecoderBook& book_;
    std::map<std::string, const Decoder*, std::less<>> by_device_, by_profile_;
};

}  // namespace hatang::telemetry
