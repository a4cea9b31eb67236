// The least of FlatBuffers (https://flatbuffers.dev/internals) that a writer needs: a buffer that grows
// downwards, so that what is pointed to is written before what points to it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::geo {

class FlatBuffer {
  public:
    using Offset = std::uint32_t;  // from the end of the buffer; 0: absent

    FlatBuffer() : bytes_(4'096), head_(bytes_.size()) {}
    void clear() {
        head_ = bytes_.size();
        alignment_ = 4;
    }

    Offset text(std::string_view s) {
        align(4, s.size() + 1);
        put_byte(0);
        put_bytes(s.data(), s.size());
        put<std::uint32_t>(static_cast<std::uint32_t>(s.size()));
        return size();
    }
    // A vector of scalars, little-endian as the machine is.
    template <class T>
    Offset vector(const T* items, std::size_t n) {
        align(4, n * sizeof(T));
        align(sizeof(T), n * sizeof(T));
        put_bytes(items, n * sizeof(T));
        put<std::uint32_t>(static_cast<std::uint32_t>(n));
        return size();
    }
    Offset offsets(const std::vector<Offset>& items) {
        align(4, items.size() * 4);
        for (std::size_t i = items.size(); i-- > 0;) put<std::uint32_t>(size() + 4 - items[i]);
        put<std::uint32_t>(static_cast<std::uint32_t>(items.size()));
        return size();
    }

    void begin_table() {
        fields_.clear();
        table_end_ = size();
    }
    template <class T>
    void scalar(std::uint16_t field, T value) {
        align(sizeof(T), 0);
        put(value);
        fields_.push_back({field, size()});
    }
    void offset(std::uint16_t field, Offset target) {
        if (target == 0) return;
        align(4, 0);
        put<std::uint32_t>(size() + 4 - target);
        fields_.push_back({field, size()});
    }
    Offset end_table() {
        align(4, 0);
        put<std::int32_t>(0);  // the way to the vtable, known below
        const Offset table = size();
        std::uint16_t slots = 0;
        for (const Field& f : fields_)
            slots = std::max<std::uint16_t>(slots, static_cast<std::uint16_t>(f.id + 1));
        std::vector<std::uint16_t> places(slots);
        for (const Field& f : fields_) places[f.id] = static_cast<std::uint16_t>(table - f.at);
        for (std::size_t i = slots; i-- > 0;) put(places[i]);
        put(static_cast<std::uint16_t>(table - table_end_));
        put(static_cast<std::uint16_t>((slots + 2u) * 2u));
        const auto way = static_cast<std::int32_t>(size() - table);
        std::memcpy(bytes_.data() + bytes_.size() - table, &way, 4);
        return table;
    }

    // The finished buffer.
    std::string_view finished(Offset root) {
        align(alignment_, 4);
        put<std::uint32_t>(size() + 4 - root);
        return {reinterpret_cast<const char*>(bytes_.data()) + head_, size()};
    }
    // The finished buffer behind its own length.
    std::string_view size_prefixed(Offset root) {
        align(alignment_, 8);
        put<std::uint32_t>(size() + 4 - root);
        put<std::uint32_t>(size());
        return {reinterpret_cast<const char*>(bytes_.data()) + head_, size()};
    }

  private:
    struct Field {
        std::uint16_t id;
        Offset at;
    };
    Offset size() const { return static_cast<Offset>(bytes_.size() - head_); }
    // Pads, so that after `further` bytes the place is a multiple of n.
    void align(std::size_t n, std::size_t further) {
        alignment_ = std::max(alignment_, n);
        while ((size() + further) % n != 0) put_byte(0);
    }
    void put_byte(std::uint8_t b) { put_bytes(&b, 1); }
    template <class T>
    void put(T value) {
        put_bytes(&value, sizeof value);
    }
    void put_bytes(const void* from, std::size_t n) {
        if (n > head_) grow(n);
        head_ -= n;
        if (n > 0) std::memcpy(bytes_.data() + head_, from, n);
    }
    void grow(std::size_t n) {
        const std::size_t used = size();
        std::vector<std::uint8_t> larger(2 * bytes_.size() + n);
        std::memcpy(larger.data() + larger.size() - used, bytes_.data() + head_, used);
        bytes_.swap(larger);
        head_ = bytes_.size() - used;
    }

    std::vector<std::uint8_t> bytes_;
    std::size_t head_;
    std::size_t alignment_ = 4;
    std::vector<Field> fields_;
    Offset table_end_ = 0;
};

}  // namespace hatang::geo
