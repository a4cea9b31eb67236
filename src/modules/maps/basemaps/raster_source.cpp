#include "maps/basemaps/raster_source.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/log.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {
namespace fs = std::filesystem;

struct Kept {
    std::string name;
    std::uint64_t bytes;
    fs::file_time_type used;
};

// Everything below the folder, oldest first.
std::vector<Kept> kept_files(const std::string& folder) {
    std::vector<Kept> out;
    std::error_code error;
    fs::create_directories(folder, error);
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (!at->is_regular_file(ignored)) continue;
        out.push_back({fs::relative(at->path(), folder, ignored).string(), at->file_size(ignored),
                       at->last_write_time(ignored)});
    }
    std::ranges::sort(out, {}, &Kept::used);
    return out;
}

std::optional<std::string> read_picture(const std::string& path, std::chrono::hours& age) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return {};
    std::error_code error;
    const auto written = fs::last_write_time(path, error);
    age = std::chrono::duration_cast<std::chrono::hours>(fs::file_time_type::clock::now() - written);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// Whole or not at all: a name appears when its bytes are there.
void write_picture(const std::string& path, const std::string& picture) {
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    const std::string part = path + ".part";
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(picture.data(), static_cast<std::streamsize>(picture.size()));
    file.close();
    if (file) fs::rename(part, path, error);
    if (!file || error) fs::remove(part, error);
}

std::string name_of(const std::string& id, std::int64_t z, std::int64_t x, std::int64_t y) {
    return id + "/" + std::to_string(z) + "/" + std::to_string(x) + "/" + std::to_string(y);
}

}  // namespace

RasterSource::RasterSource(Platform& platform, std::uint64_t cache_bytes_max)
    : platform_(platform), folder_(platform.data_folder + "/basemap-cache"), index_(cache_bytes_max) {}

task<void> RasterSource::start(std::vector<Basemap> list) {
    for (Basemap& each : list) {
        const std::string id = each.id;
        auto map = std::make_unique<Map>();
        map->configured = std::move(each);
        if (map->configured.file) {
            try {
                map->file = open_raster_file(map->configured);
            } catch (const Error& e) {
                map->problem = e.text_en();
                log::warn("maps.basemap_unreadable", {{"id", id}, {"why", map->problem}});
            }
        }
        order_.push_back(id);
        maps_[id] = std::move(map);
    }
    const std::vector<Kept> kept = co_await platform_.loop.blocking([this] { return kept_files(folder_); });
    std::vector<std::string> gone;
    for (const Kept& file : kept)
        for (std::string& name : index_.put(file.name, file.bytes)) gone.push_back(std::move(name));
    co_await platform_.loop.blocking([this, gone] {
        std::error_code ignored;
        for (const std::string& name : gone) fs::remove(folder_ + "/" + name, ignored);
    });
}

BasemapViewList RasterSource::views() const {
    BasemapViewList out;
    for (const std::string& id : order_) {
        const Map& map = *maps_.at(id);
        const Basemap& c = map.configured;
        BasemapView view{c.id,          c.name,     c.kind,     {},
                         c.attribution, c.min_zoom, c.max_zoom, c.satellite.value_or(false),
                         c.date,        c.licence};
        if (is_own_path(c))
            view.tiles = c.url;
        else if (c.kind != BasemapKind::local && map.problem.empty())
            view.tiles = "/basemaps/" + c.id + "/{z}/{x}/{y}";
        out.items.push_back(std::move(view));
    }
    return out;
}

task<std::optional<std::string>> RasterSource::tile(std::string id, std::int64_t z, std::int64_t x,
                                                    std::int64_t y) {
    const auto found = maps_.find(id);
    if (found == maps_.end() || found->second->configured.kind == BasemapKind::local ||
        is_own_path(found->second->configured))
        throw Error(Code::not_found, "id", {"basemap " + id.substr(0, 40)});
    Map& map = *found->second;
    const Basemap& c = map.configured;
    if (z < 0 || z > 24 || x < 0 || y < 0 || x >= std::int64_t{1} << z || y >= std::int64_t{1} << z)
        throw Error(Code::invalid_parameter, "z", {std::to_string(z), "0…24, 0 ≤ x, y < 2^z"});
    if (z < c.min_zoom || z > c.max_zoom) co_return std::nullopt;
    if (!map.problem.empty()) throw Error(Code::unavailable, {}, {map.problem});
    if (map.file) co_return co_await from_file(map, z, x, y);
    co_return co_await from_server(map, z, x, y);
}

task<std::optional<std::string>> RasterSource::from_file(Map& map, std::int64_t z, std::int64_t x,
                                                         std::int64_t y) {
    std::optional<std::string> picture = co_await platform_.loop.blocking([&map, z, x, y] {
        const std::lock_guard alone(map.reading);
        return map.file->tile(z, x, y);
    });
    if (picture && image_type(*picture).empty()) throw Error(Code::file_refused, {}, {"PNG, JPEG, WebP"});
    co_return picture;
}

// Fresh from the cache; else from the server; when that fails, what the cache has, however old.
task<std::optional<std::string>> RasterSource::from_server(Map& map, std::int64_t z, std::int64_t x,
                                                           std::int64_t y) {
    const std::string name = name_of(map.configured.id, z, x, y);
    while (const auto waiting = under_way_.contains(name) ? under_way_.at(name) : nullptr)
        co_await waiting->wait();
    std::optional<std::string> old;
    if (index_.use(name)) {
        std::chrono::hours age{};
        const std::string path = folder_ + "/" + name;
        old = co_await platform_.loop.blocking([&age, path] { return read_picture(path, age); });
        if (old && age < limits::basemap_fresh) co_return old;
        if (!old) index_.remove(name);
    }
    const auto mine = std::make_shared<Signal>(platform_.loop);
    under_way_[name] = mine;
    std::exception_ptr failed;
    std::optional<std::string> picture;
    try {
        picture = co_await fetch(map, z, x, y);
        if (picture) co_await keep(name, *picture);
    } catch (...) {
        failed = std::current_exception();
    }
    under_way_.erase(name);
    mine->notify_all();
    if (picture) co_return picture;  // also one that could not be kept
    if (failed && old) co_return old;
    if (failed) std::rethrow_exception(failed);
    co_return picture;
}

task<std::optional<std::string>> RasterSource::fetch(Map& map, std::int64_t z, std::int64_t x,
                                                     std::int64_t y) {
    if (!outgoing_) throw Error(Code::unavailable, {}, {"basemap " + map.configured.id});
    http::OutgoingRequest request;
    request.url = tile_address(map.configured, z, x, y);
    request.headers = {{"Accept", "image/webp,image/png,image/jpeg"}, {"User-Agent", "hatang"}};
    http::Response answer = co_await outgoing_->send(
        std::move(request),
        {.bytes_max = limits::basemap_tile_bytes_max, .seconds_max = limits::basemap_wait});
    if (answer.status == 404 || answer.status == 204) co_return std::nullopt;
    if (answer.status != 200 || image_type(answer.body).empty())
        throw Error(Code::outgoing_failed, {}, {map.configured.id, "HTTP " + std::to_string(answer.status)});
    co_return std::move(answer.body);
}

task<void> RasterSource::keep(std::string name, std::string picture) {
    const std::vector<std::string> gone = index_.put(name, picture.size());
    co_await platform_.loop.blocking([this, &name, &picture, &gone] {
        write_picture(folder_ + "/" + name, picture);
        std::error_code ignored;
        for (const std::string& each : gone) fs::remove(folder_ + "/" + each, ignored);
    });
}

}  // namespace hatang::maps
