// For tests: reads a vector tile strictly (MVT 2.1) and throws std::runtime_error where it breaks a rule.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "maps/encode/clip.hpp"
#include "maps/store/varint.hpp"

namespace hatang::maps {

struct ReadFeature {
    std::uint64_t id = 0;
    int type = 0;
    std::map<std::string, std::string> values;
    std::vector<Path> parts;
};
struct ReadLayer {
    std::string name;
    std::uint64_t extent = 0;
    std::vector<ReadFeature> features;
};

class TileReader {
  public:
    static std::vector<ReadLayer> read(std::string_view tile) {
        std::vector<ReadLayer> out;
        each_field(tile, [&](int field, std::uint64_t, std::string_view bytes) {
            if (field != 3) fail("unknown field of a tile");
            out.push_back(layer(bytes));
        });
        return out;
    }

  private:
    [[noreturn]] static void fail(const char* what) { throw std::runtime_error(what); }

    template <class Each>
    static void each_field(std::string_view rest, Each each) {
        while (!rest.empty()) {
            const std::uint64_t key = take_varint(rest);
            if ((key & 7) == 0) {
                if (rest.empty()) fail("cut off");
                each(static_cast<int>(key >> 3), take_varint(rest), {});
            } else if ((key & 7) == 2) {
                const std::uint64_t size = take_varint(rest);
                if (size > rest.size()) fail("cut off");
                each(static_cast<int>(key >> 3), 0, rest.substr(0, size));
                rest.remove_prefix(size);
            } else {
                fail("wire type");
            }
        }
    }

    static ReadLayer layer(std::string_view bytes) {
        ReadLayer out;
        std::uint64_t version = 0;
        std::vector<std::string> keys, values;
        std::vector<std::string_view> features;
        each_field(bytes, [&](int field, std::uint64_t n, std::string_view text) {
            if (field == 15)
                version = n;
            else if (field == 1)
                out.name = text;
            else if (field == 2)
                features.push_back(text);
            else if (field == 3)
                keys.emplace_back(text);
            else if (field == 4)
                values.push_back(value(text));
            else if (field == 5)
                out.extent = n;
            else
                fail("unknown field of a layer");
        });
        if (version != 2 || out.name.empty() || out.extent == 0) fail("version, name or extent");
        if (features.empty()) fail("a layer without features");
        for (const std::string_view f : features) out.features.push_back(feature(f, keys, values));
        return out;
    }

    static std::string value(std::string_view bytes) {
        std::string out;
        int found = 0;
        each_field(bytes, [&](int field, std::uint64_t n, std::string_view text) {
            ++found;
            if (field == 1)
                out = text;
            else if (field == 5)
                out = std::to_string(n);
            else if (field == 7)
                out = n ? "true" : "false";
            else
                fail("kind of value");
        });
        if (found != 1) fail("one value each");
        return out;
    }

    static ReadFeature feature(std::string_view bytes, const std::vector<std::string>& keys,
                               const std::vector<std::string>& values) {
        ReadFeature out;
        std::string_view geometry;
        each_field(bytes, [&](int field, std::uint64_t n, std::string_view text) {
            if (field == 1)
                out.id = n;
            else if (field == 3)
                out.type = static_cast<int>(n);
            else if (field == 4)
                geometry = text;
            else if (field == 2)
                while (!text.empty()) {
                    const std::uint64_t k = take_varint(text), v = take_varint(text);
                    if (k >= keys.size() || v >= values.size()) fail("tag out of range");
                    out.values[keys[k]] = values[v];
                }
            else
                fail("unknown field of a feature");
        });
        if (out.type < 1 || out.type > 3) fail("geometry type");
        out.parts = parts(geometry, out.type);
        return out;
    }

    static std::vector<Path> parts(std::string_view rest, int type) {
        std::vector<Path> out;
        Local at;
        bool outer = false;
        while (!rest.empty()) {
            const std::uint64_t head = take_varint(rest), count = head >> 3;
            const int command = static_cast<int>(head & 7);
            if (command == 7) {
                if (type != 3 || count != 1 || out.empty() || out.back().size() < 3) fail("ClosePath");
                const std::int64_t area = doubled_area(out.back());
                if (area == 0) fail("ring without area");
                if (area < 0 && !outer) fail("hole without ring");
                outer = true;
                continue;
            }
            if ((command != 1 && command != 2) || count == 0 || count > rest.size()) fail("command");
            if (command == 1 && type != 1 && count != 1) fail("MoveTo of several");
            if (command == 2 && (type == 1 || out.empty() || out.back().size() != 1)) fail("LineTo");
            for (std::uint64_t i = 0; i < count; ++i) {
                if (rest.empty()) fail("cut off");
                const Local before = at;
                at.x += unzigzag(take_varint(rest));
                at.y += unzigzag(take_varint(rest));
                if (command == 2 && at == before) fail("repeated point");
                if (command == 1) out.emplace_back();
                out.back().push_back(at);
            }
        }
        if (out.empty()) fail("no geometry");
        for (const Path& part : out)
            if (part.size() < static_cast<std::size_t>(type)) fail("short part");
        return out;
    }
};

}  // namespace hatang::maps
