#include "security/audit/siem.hpp"

#include <algorithm>
#include <array>

#include "base/log.hpp"
#include "base/text.hpp"
#include "security/audit/formats.hpp"
#include "security/audit/limits.hpp"
#include "security/audit/queries.hpp"
#include "security/audit/rows.hpp"
#include "security/context.hpp"

namespace hatang::security {

Result<SiemAddress> parse_siem(std::string_view url) {
    const Error wrong(Code::invalid_value, "siem",
                      {std::string(url.substr(0, 200)), "tls://HOST[:PORT], tcp://HOST:PORT"});
    SiemAddress out;
    if (url.starts_with("tls://"))
        out.port = "6514";  // RFC 5425
    else if (url.starts_with("tcp://"))
        out.tls = false;
    else
        return wrong;
    std::string_view rest = url.substr(6);
    const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
    const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    out.host = bracket == std::string_view::npos ? rest.substr(0, colon) : rest.substr(1, bracket - 1);
    if (colon != std::string_view::npos) out.port = rest.substr(colon + 1);
    const bool digits = std::ranges::all_of(out.port, [](char c) { return c >= '0' && c <= '9'; });
    const bool clean = out.host.find_first_of("/@ ?#") == std::string::npos;
    if (out.host.empty() || out.port.empty() || out.port.size() > 5 || !digits || !clean) return wrong;
    return out;
}

std::string siem_frame(std::string_view message) {
    return std::to_string(message.size()) + " " + std::string(message);
}

Siem::Siem(Platform& platform, SiemTarget target)
    : platform_(platform),
      target_(std::move(target)),
      address_(parse_siem(target_.url).value()),
      holder_(random_hex(8)),
      host_(host_name()),
      woken_(platform.loop),
      ended_(platform.loop) {
    platform.metrics.describe("hatang_siem_sent_total", "Rows of the audit log that the SIEM has taken");
    platform.metrics.describe("hatang_siem_failed", "1 while the SIEM cannot be reached");
}

void Siem::start() {
    running_ = true;
    stopping_ = false;
    platform_.loop.spawn(run(), "security.siem");
}

task<void> Siem::stop() {
    stopping_ = true;
    if (stream_) stream_->close();
    woken_.notify_all();
    while (running_) co_await ended_.wait();
}

// What the peer sends is of no interest; that it has gone is.
task<void> Siem::watch(std::shared_ptr<ClientStream> stream) {
    std::array<char, 1'024> ignored;
    try {
        for (;;) co_await stream->read_some(ignored);
    } catch (const Error&) {
        stream->close();
    }
}

task<void> Siem::arrived(std::int64_t seq, std::int64_t audit_id) {
    if (seq > status_.sent_seq)
        platform_.metrics.count("hatang_siem_sent_total", {}, static_cast<double>(seq - status_.sent_seq));
    const db::Rows moved =
        co_await platform_.db.run(sql::move_siem, target_.url, holder_, seq, limits::siem_lease_us);
    if (moved.affected() == 0) throw Error(Code::unavailable, {}, {"another node sends"});
    renewed_at_ = platform_.clock.now();
    status_.sent_seq = seq;
    if (audit_id != 0) status_.sent_to_id = audit_id;
}

// Hands one batch over and waits until the peer's kernel has all of it. The batch before has then arrived:
// the connection has outlived it. True when there may be more.
task<bool> Siem::send_next() {
    const db::Rows rows = co_await platform_.db.run(
        sql::linked_audit, handed_seq_, std::numeric_limits<std::int64_t>::max(), limits::siem_rows);
    if (rows.empty()) co_return false;
    std::string bytes;
    for (const db::Row row : rows)
        if (!row.is_null("id")) bytes += siem_frame(syslog_message(audit_row_of(row), host_));
    const std::chrono::microseconds limit = limits::siem_write_limit;
    co_await stream_->write(bytes, limit);
    const Instant patience = platform_.clock.now() + limit.count();
    while (stream_->unacknowledged() != 0) {
        if (platform_.clock.now() > patience) throw Error(Code::unavailable, {}, {"no acknowledgement"});
        const std::chrono::milliseconds moment{5};
        co_await platform_.loop.sleep(moment);
    }
    if (stream_->closed()) throw Error(Code::unavailable, {}, {"closed by the peer"});
    const std::int64_t before_seq = handed_seq_, before_id = handed_id_;
    handed_seq_ = rows[rows.size() - 1].integer("seq");
    handed_id_ = rows[rows.size() - 1].integer("audit_id");
    handed_at_ = platform_.clock.now();
    if (before_seq > status_.sent_seq) co_await arrived(before_seq, before_id);
    co_return rows.size() == limits::siem_rows;
}

task<void> Siem::session() {
    const db::Rows held =
        co_await platform_.db.run(sql::hold_siem, target_.url, holder_, limits::siem_lease_us);
    status_.sending = !held.empty();
    if (held.empty()) {  // another node sends: tell how far it is
        const db::Rows rows = co_await platform_.db.run(sql::siem_seq, target_.url);
        if (!rows.empty()) status_.sent_seq = rows.front().integer("seq");
        co_return;
    }
    renewed_at_ = platform_.clock.now();
    status_.sent_seq = handed_seq_ = held.front().integer("seq");
    std::optional<ClientStream::Tls> tls;
    if (address_.tls) tls = {target_.ca_file, target_.certificate_file, target_.key_file};
    stream_ = std::make_shared<ClientStream>(platform_.loop, address_.host, address_.port, tls);
    const std::chrono::microseconds limit = limits::siem_connect_limit;
    co_await stream_->connect(limit);
    platform_.loop.spawn(watch(stream_), "security.siem_watch");
    if (status_.last_error) log::info("security.siem_connected", {{"target", target_.url}});
    status_.last_error.reset();
    platform_.metrics.set("hatang_siem_failed", {}, 0);
    while (!stopping_) {
        const bool more = co_await send_next();
        if (more) continue;
        const Instant now = platform_.clock.now();
        if (handed_seq_ > status_.sent_seq && handed_at_ + limits::siem_settle_us < now)
            co_await arrived(handed_seq_, handed_id_);
        else if (renewed_at_ + limits::siem_renew_us < now)
            co_await arrived(status_.sent_seq, 0);
        const std::chrono::microseconds rest = limits::siem_interval;
        co_await woken_.wait_for(rest);
        if (stream_->closed() && !stopping_) throw Error(Code::unavailable, {}, {"closed by the peer"});
    }
}

task<void> Siem::run() {
    std::chrono::microseconds pause = limits::siem_pause_min;
    while (!stopping_) {
        const std::int64_t before = status_.sent_seq;
        std::string failed;
        try {
            co_await session();
        } catch (const Error& e) {
            failed = e.text_en();
        } catch (const std::exception& e) {
            failed = e.what();
        }
        if (stream_) stream_->close();
        stream_.reset();
        if (stopping_) break;
        if (!failed.empty()) {
            if (!status_.last_error)
                log::warn("security.siem_failed", {{"target", target_.url}, {"error", failed}});
            status_.last_error = failed.substr(0, limits::siem_error_length_max);
            platform_.metrics.set("hatang_siem_failed", {}, 1);
        }
        const bool standing_by = failed.empty();
        if (standing_by || status_.sent_seq > before)
            pause = limits::siem_pause_min;
        else
            pause = std::min<std::chrono::microseconds>(2 * pause, limits::siem_pause_max);
        const std::chrono::microseconds rest = standing_by ? limits::siem_standby : pause;
        co_await woken_.wait_for(rest);
    }
    try {
        co_await platform_.db.run(sql::leave_siem, target_.url, holder_);
    } catch (const std::exception&) {
        // The lease ends by itself.
    }
    running_ = false;
    ended_.notify_all();
}

}  // namespace hatang::security
