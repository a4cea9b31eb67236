#include "mqtt/inflight.hpp"

namespace hatang::mqtt {
namespace {

constexpr unsigned ids = Outgoing::ids_end - 1;  // 1 … ids

std::uint16_t id_after(std::uint16_t first, std::size_t steps) {
    return static_cast<std::uint16_t>((first - 1 + steps) % ids + 1);
}

}  // namespace

std::uint64_t Incoming::add(std::uint16_t packet_id, int qos, std::size_t bytes) {
    waiting_.push_back({packet_id, qos == 2, false, static_cast<std::uint32_t>(bytes)});
    bytes_ += bytes;
    return first_token_ + waiting_.size() - 1;
}

void Incoming::drop_last() {
    bytes_ -= waiting_.back().bytes;
    waiting_.pop_back();
}

void Incoming::acknowledge(std::uint64_t token, std::string& out) {
    if (token < first_token_ || token - first_token_ >= waiting_.size()) return;
    waiting_[token - first_token_].acknowledged = true;
    while (!waiting_.empty() && waiting_.front().acknowledged) {
        const Entry& first = waiting_.front();
        append_ack(out, first.twice ? PacketType::pubrec : PacketType::puback, first.packet_id);
        bytes_ -= first.bytes;
        waiting_.pop_front();
        ++first_token_;
    }
}

void Incoming::reset() {
    first_token_ += waiting_.size();
    waiting_.clear();
    bytes_ = 0;
}

void Outgoing::add(Publish message, std::string& out) {
    message.packet_id = id_after(first_id_, waiting_.size());
    std::string packet;
    append_publish(packet, message);
    out.append(packet);
    bytes_ += packet.size();
    waiting_.push_back({std::move(packet), false});
}

void Outgoing::acknowledged(std::uint16_t packet_id) {
    if (packet_id == 0 || packet_id > ids) return;
    const std::size_t at = (packet_id + ids - first_id_) % ids;
    if (at >= waiting_.size()) return;
    waiting_[at].acknowledged = true;
    while (!waiting_.empty() && waiting_.front().acknowledged) {
        bytes_ -= waiting_.front().packet.size();
        waiting_.pop_front();
        first_id_ = id_after(first_id_, 1);
    }
}

void Outgoing::resend(std::string& out) const {
    for (const Entry& e : waiting_) {
        if (e.acknowledged) continue;
        const std::size_t start = out.size();
        out.append(e.packet);
        out[start] = static_cast<char>(out[start] | duplicate_flag);
    }
}

}  // namespace hatang::mqtt
