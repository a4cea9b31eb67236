#include "telemetry/storage/neighbours.hpp"

#include <exception>
#include <random>
#include <utility>

#include "base/log.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

constexpr const char* channel_of_batches = "hatang_batch";

}  // namespace

Neighbours::Neighbours(Loop& loop, db::Pool& pool, Committer& committer)
    : loop_(loop), pool_(pool), committer_(committer), wake_(loop), ended_(loop) {
    std::random_device random;
    name_ = std::to_string(random()) + std::to_string(random());
}

Neighbours::~Neighbours() {
    if (ear_) *ear_ = nullptr;
}

void Neighbours::start() {
    running_ = true;
    ear_ = std::make_shared<Neighbours*>(this);
    pool_.listen(channel_of_batches, [ear = ear_](std::string_view payload) {
        if (*ear) (*ear)->heard(payload);
    });
    committer_.on_committed.push_back([this](std::span<const Reading>) {
        if (silent_rounds_ >= silent_rounds_max || batch_) return;
        batch_ = true;
        wake_.notify_all();
    });
    committer_.on_others_first = [this] {
        turn_ = true;
        wake_.notify_all();
    };
    loop_.spawn(run(), "telemetry.neighbours");
}

task<void> Neighbours::stop() {
    stopping_ = true;
    if (ear_) *ear_ = nullptr;
    wake_.notify_all();
    while (running_) co_await ended_.wait();
}

task<void> Neighbours::run() {
    co_await say("here");
    while (!stopping_) {
        bool woken = batch_ || turn_;
        if (!woken) woken = co_await wake_.wait_for(limits::neighbours_pause);
        if (stopping_) break;
        if (!woken) {
            if (silent_rounds_ < silent_rounds_max) ++silent_rounds_;
            co_await say("here");
            continue;
        }
        const bool turn = std::exchange(turn_, false);
        batch_ = false;
        co_await say(turn ? "turn" : "batch");
    }
    running_ = false;
    ended_.notify_all();
}

task<void> Neighbours::say(std::string what) {
    const std::string payload = what + " " + name_;
    try {
        co_await pool_.run(sql::say, payload);
    } catch (const std::exception& e) {
        log::debug("telemetry.neighbours", {{"error", e.what()}});
    }
}

// Empty after each connection: something may have been missed.
void Neighbours::heard(std::string_view payload) {
    if (payload.ends_with(name_)) return;
    if (!payload.empty()) silent_rounds_ = 0;
    if (payload.starts_with("here")) return;
    if (payload.starts_with("turn")) committer_.give_way();
    committer_.wake();
}

}  // namespace hatang::telemetry
