#include "security/watch/integrity.hpp"

#include <sodium.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "base/log.hpp"
#include "base/text.hpp"
#include "security/context.hpp"
#include "security/watch/limits.hpp"
#include "security/watch/queries.hpp"
#include "security/watch/views.hpp"

namespace hatang::security {
namespace {

namespace fs = std::filesystem;

std::string sha256_of_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return {};
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::vector<char> block(limits::integrity_block_bytes);
    while (in) {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    }
    if (in.bad()) return {};
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    return to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

void add_web_application(const fs::path& folder, FileHashes& out) {
    std::error_code none;
    if (!fs::exists(folder / "index.html", none)) return;
    for (fs::recursive_directory_iterator entry(folder, none), end; !none && entry != end;
         entry.increment(none)) {
        std::error_code gone;
        if (!entry->is_regular_file(gone) || out.size() >= limits::integrity_files_max) continue;
        out["web/" + entry->path().lexically_relative(folder).generic_string()] =
            sha256_of_file(entry->path());
    }
}

// Settings of the program (*.json) and of its own database cluster (*.conf).
void add_configuration(const fs::path& folder, FileHashes& out) {
    const auto add = [&](const fs::path& of, std::string_view extension) {
        std::error_code none;
        for (fs::directory_iterator entry(of, none), end; !none && entry != end; entry.increment(none)) {
            std::error_code gone;
            if (entry->is_regular_file(gone) && entry->path().extension() == extension)
                out["data/" + entry->path().lexically_relative(folder).generic_string()] =
                    sha256_of_file(entry->path());
        }
    };
    add(folder, ".json");
    add(folder / "postgres" / "data", ".conf");
}

std::string node_of(const Context& context) {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return std::string(host.data()) + ":" + context.platform.data_folder;
}

FileHashes manifest_of(const db::Rows& rows) {
    FileHashes out;
    for (const db::Row row : rows) out.emplace(row.text("path"), row.text("sha256"));
    return out;
}

task<FileHashes> files_now(Context& context) {
    const std::string web = context.surroundings.web_folder, data = context.platform.data_folder;
    const auto work = [web, data] { return hash_files(web, data); };
    co_return co_await context.platform.loop.blocking(work);
}

task<void> keep_manifest(Context& context, db::Session& tx, FileHashes files) {
    std::vector<std::string> paths, hashes;
    for (const auto& [path, hash] : files) {
        paths.push_back(path);
        hashes.push_back(hash);
    }
    const std::string node = node_of(context);
    co_await tx.run(sql::forget_manifest, node, context.surroundings.version);
    co_await tx.run(sql::keep_manifest, node, context.surroundings.version, paths, hashes,
                    context.platform.clock.now());
}

}  // namespace

FileHashes hash_files(const std::string& web_folder, const std::string& data_folder) {
    FileHashes out;
    out["program"] = sha256_of_file("/proc/self/exe");
    if (!web_folder.empty()) add_web_application(web_folder, out);
    add_configuration(data_folder, out);
    return out;
}

std::vector<FileDifference> differences(const FileHashes& manifest, const FileHashes& now) {
    std::vector<FileDifference> out;
    for (const auto& [path, hash] : manifest) {
        const auto found = now.find(path);
        if (found == now.end())
            out.push_back({path, FileState::missing});
        else if (found->second.empty())
            out.push_back({path, FileState::unreadable});
        else if (found->second != hash)
            out.push_back({path, FileState::changed});
    }
    for (const auto& [path, hash] : now)
        if (!manifest.contains(path)) out.push_back({path, FileState::added});
    return out;
}

task<Integrity> check_integrity(Context& context) {
    const FileHashes now = co_await files_now(context);
    const std::string node = node_of(context);
    const db::Rows rows = co_await context.platform.db.run(sql::manifest, node, context.surroundings.version);
    Integrity result;
    if (rows.empty()) {
        const auto body = [&](db::Session& tx) -> task<void> { return keep_manifest(context, tx, now); };
        co_await context.platform.db.transaction(body);
    } else {
        result.files = differences(manifest_of(rows), now);
    }
    result.checked_at = context.platform.clock.now();
    if (!result.files.empty())
        log::warn("security.files_changed",
                  {{"files", result.files.size()}, {"first", result.files.front().path}});
    co_return result;
}

task<Integrity> accept_files(Context& context, std::string reason, Actor actor) {
    const FileHashes now = co_await files_now(context);
    const std::string node = node_of(context);
    const db::Rows rows = co_await context.platform.db.run(sql::manifest, node, context.surroundings.version);
    IntegrityView differed;
    differed.files = differences(manifest_of(rows), now);
    Change change;
    change.action = "integrity.accept";
    change.entity = "policy";
    change.after = json::to_json(differed);
    change.reason = std::move(reason);
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await keep_manifest(context, tx, now);
        co_await context.security.audit(tx, actor, change);
    };
    co_await context.platform.db.transaction(body);
    Integrity result;
    result.checked_at = context.platform.clock.now();
    co_return result;
}

}  // namespace hatang::security
