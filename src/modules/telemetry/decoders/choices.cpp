#include "telemetry/decoders/choices.hpp"

#include "telemetry/decoders/queries.hpp"

namespace hatang::telemetry {

DecoderChoices::DecoderChoices(Loop& loop, db::Pool& pool, events::Bus& events, const DecoderBook& book)
    : loop_(loop), pool_(pool), book_(book) {
    events.subscribe("decoder_choice.", [this](const events::Event&) {
        loop_.spawn(load(), "telemetry.reload_decoder_choices");
    });
}

task<void> DecoderChoices::load() {
    const db::Rows rows = co_await pool_.run(sql::decoder_choices);
    by_device_.clear();
    by_profile_.clear();
    for (const db::Row row : rows) {
        // A decoder of a later version of the program is none here.
        const Decoder* decoder = book_.find(row.text("decoder"));
        if (decoder)
            (row.text("kind") == "device" ? by_device_ : by_profile_)[std::string(row.text("key"))] = decoder;
    }
}

const Decoder* DecoderChoices::find(std::string_view dev_eui, std::string_view profile) const {
    if (const auto found = by_device_.find(dev_eui); found != by_device_.end()) return found->second;
    const auto found = by_profile_.find(profile);
    return found == by_profile_.end() ? nullptr : found->second;
}

}  // namespace hatang::telemetry
