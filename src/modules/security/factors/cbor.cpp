#include "security/factors/cbor.hpp"

#include "base/text.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

enum class Major : std::uint8_t { positive, negative, bytes, text, array, map, tag, simple };

class Reader {
  public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}
    std::size_t position() const { return at_; }

    bool read(CborValue& out, int depth) {
        if (depth > limits::cbor_depth_max || ++items_ > limits::cbor_items_max || at_ >= bytes_.size())
            return false;
        const auto head = static_cast<std::uint8_t>(bytes_[at_++]);
        const auto major = static_cast<Major>(head >> 5);
        if (major == Major::simple) return read_simple(head, out);
        std::uint64_t n = 0;
        if (!read_argument(head & 0x1f, n)) return false;
        switch (major) {
            case Major::positive:
                return n <= INT64_MAX && (out.is = static_cast<std::int64_t>(n), true);
            case Major::negative:
                return n <= INT64_MAX && (out.is = -1 - static_cast<std::int64_t>(n), true);
            case Major::bytes:
            case Major::text:
                return read_string(n, major == Major::text, out);
            case Major::array:
                return read_array(n, depth, out);
            case Major::map:
                return read_map(n, depth, out);
            default:
                return false;
        }
    }

  private:
    static bool read_simple(std::uint8_t head, CborValue& out) {
        constexpr std::uint8_t no = 0xf4, yes = 0xf5, null = 0xf6;
        if (head == no || head == yes)
            out.is = head == yes;
        else if (head == null)
            out.is = nullptr;
        return head == no || head == yes || head == null;
    }

    // The length or number after a head, in its shortest form.
    bool read_argument(std::uint8_t low, std::uint64_t& n) {
        constexpr std::uint8_t in_head_max = 23, eight_bytes = 27;
        if (low <= in_head_max) {
            n = low;
            return true;
        }
        if (low > eight_bytes) return false;
        const std::size_t width = std::size_t{1} << (low - in_head_max - 1);
        if (bytes_.size() - at_ < width) return false;
        for (std::size_t i = 0; i < width; ++i) n = n << 8 | static_cast<std::uint8_t>(bytes_[at_++]);
        return width == 1 ? n > in_head_max : n >> (width * 4) != 0;
    }

    bool read_string(std::uint64_t n, bool text, CborValue& out) {
        if (n > bytes_.size() - at_) return false;
        const std::string_view value = bytes_.substr(at_, static_cast<std::size_t>(n));
        at_ += static_cast<std::size_t>(n);
        if (!text)
            out.is = CborBytes{value};
        else if (is_utf8(value))
            out.is = CborText{value};
        else
            return false;
        return true;
    }

    bool read_array(std::uint64_t n, int depth, CborValue& out) {
        if (n > limits::cbor_items_max) return false;
        CborArray items(static_cast<std::size_t>(n));
        for (CborValue& item : items)
            if (!read(item, depth + 1)) return false;
        out.is = std::move(items);
        return true;
    }

    bool read_map(std::uint64_t n, int depth, CborValue& out) {
        if (n > limits::cbor_items_max) return false;
        CborMap members(static_cast<std::size_t>(n));
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (!read(members[i].key, depth + 1) || !read(members[i].value, depth + 1)) return false;
            for (std::size_t j = 0; j < i; ++j)
                if (same_key(members[i].key, members[j].key)) return false;
        }
        out.is = std::move(members);
        return true;
    }

    // Keys are integers or text; others are refused as if they were there twice.
    static bool same_key(const CborValue& a, const CborValue& b) {
        const auto *x = std::get_if<std::int64_t>(&a.is), *y = std::get_if<std::int64_t>(&b.is);
        const auto *s = std::get_if<CborText>(&a.is), *t = std::get_if<CborText>(&b.is);
        if ((!x && !s) || (!y && !t)) return true;
        return (x && y && *x == *y) || (s && t && s->value == t->value);
    }

    std::string_view bytes_;
    std::size_t at_ = 0, items_ = 0;
};

template <class Match>
const CborValue* find_if(const CborValue& value, Match match) {
    if (const auto* map = std::get_if<CborMap>(&value.is))
        for (const CborMember& member : *map)
            if (match(member.key)) return &member.value;
    return nullptr;
}

}  // namespace

std::optional<CborRead> read_cbor(std::string_view bytes) {
    Reader reader(bytes);
    CborRead out;
    if (!reader.read(out.value, 1)) return std::nullopt;
    out.size = reader.position();
    return out;
}

const CborValue* find(const CborValue& map, std::string_view key) {
    return find_if(map, [&](const CborValue& k) {
        const auto* text = std::get_if<CborText>(&k.is);
        return text && text->value == key;
    });
}

const CborValue* find(const CborValue& map, std::int64_t key) {
    return find_if(map, [&](const CborValue& k) {
        const auto* number = std::get_if<std::int64_t>(&k.is);
        return number && *number == key;
    });
}

std::optional<std::int64_t> integer_in(const CborValue& map, std::int64_t key) {
    const CborValue* value = find(map, key);
    const auto* number = value ? std::get_if<std::int64_t>(&value->is) : nullptr;
    return number ? std::optional(*number) : std::nullopt;
}

std::optional<std::string_view> bytes_in(const CborValue& map, std::int64_t key) {
    const CborValue* value = find(map, key);
    const auto* bytes = value ? std::get_if<CborBytes>(&value->is) : nullptr;
    return bytes ? std::optional(bytes->value) : std::nullopt;
}

}  // namespace hatang::security
