#include "security/audit/reads.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "json/writer.hpp"
#include "security/audit/limits.hpp"
#include "security/audit/writer.hpp"

namespace hatang::security {
namespace {

std::string key_of(const http::Principal& who, std::string_view entity,
                   const std::vector<std::int64_t>& ids) {
    std::string text =
        std::to_string(who.user_id) + "/" + std::to_string(who.session_id) + "/" + std::string(entity);
    for (const std::int64_t id : ids) text += "," + std::to_string(id);
    return sha256_hex(text);
}

}  // namespace

bool ReadMemory::noted(const std::string& read, Instant now) const {
    const auto found = noted_.find(read);
    return found != noted_.end() && found->second + limits::read_repeat_us > now;
}

void ReadMemory::note(const std::string& read, Instant now) {
    if (noted_.size() >= limits::reads_remembered_max) {
        std::erase_if(noted_, [&](const auto& one) { return one.second + limits::read_repeat_us <= now; });
        // A flood of different reads: forgetting costs rows, never evidence.
        if (noted_.size() >= limits::reads_remembered_max) noted_.clear();
    }
    noted_[read] = now;
}

task<void> write_read(Platform& platform, const AuditKeys& keys, ReadMemory& memory, const http::Call& call,
                      std::string_view entity, std::vector<std::int64_t> ids) {
    if (ids.empty()) co_return;
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    const Instant now = platform.clock.now();
    const std::string key = key_of(call.who, entity, ids);
    if (memory.noted(key, now)) co_return;
    const Actor actor = actor_of(call);
    const std::string action = std::string(entity) + ".read_restricted";
    const auto body = [&](db::Session& tx) -> task<void> {
        for (std::size_t from = 0; from < ids.size(); from += limits::read_ids_per_row) {
            const std::size_t to = std::min(ids.size(), from + limits::read_ids_per_row);
            json::Writer after;
            after.begin_object().field("path", call.request.path).key("ids").begin_array();
            for (std::size_t i = from; i < to; ++i) after.value(ids[i]);
            after.end_array().end_object();
            Change change;
            change.action = action;
            change.entity = entity;
            if (ids.size() == 1) change.entity_id = ids.front();
            change.after = after.take();
            co_await write_audit(tx, keys, now, actor, change);
        }
    };
    co_await platform.db.transaction(body);
    memory.note(key, now);
}

}  // namespace hatang::security
