// Forwarding to a SIEM: RFC 5424 messages by RFC 5425, in the order of the chain, resumed where it ended.
#pragma once

#include <optional>
#include <string>

#include "base/client_stream.hpp"
#include "base/error.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::security {

struct SiemAddress {
    bool tls = true;
    std::string host, port;
};
// tls://host[:6514] or tcp://host:port; IPv6 in brackets. invalid_value otherwise.
Result<SiemAddress> parse_siem(std::string_view url);

// RFC 5425 octet counting: the length in bytes, a blank, the message.
std::string siem_frame(std::string_view message);

class Siem {
  public:
    Siem(Platform&, SiemTarget);  // throws what parse_siem gives
    void start();
    task<void> stop();

    struct Status {
        std::int64_t sent_seq = 0;  // last link that has arrived
        std::optional<std::int64_t> sent_to_id;
        std::optional<std::string> last_error;
        bool sending = false;  // this node holds the lease
    };
    const Status& status() const { return status_; }

  private:
    task<void> run();
    task<void> session();
    task<bool> send_next();
    task<void> arrived(std::int64_t seq, std::int64_t audit_id);
    static task<void> watch(std::shared_ptr<ClientStream>);

    Platform& platform_;
    SiemTarget target_;
    SiemAddress address_;
    std::string holder_, host_;
    std::shared_ptr<ClientStream> stream_;
    std::int64_t handed_seq_ = 0, handed_id_ = 0;  // given to the peer's kernel
    Instant handed_at_, renewed_at_;
    Status status_;
    Signal woken_, ended_;
    bool running_ = false, stopping_ = false;
};

}  // namespace hatang::security
