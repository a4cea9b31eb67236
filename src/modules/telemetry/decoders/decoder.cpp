#include "telemetry/decoders/decoder.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

namespace hatang::telemetry {
namespace {

Error undecodable(const Decoder& d, std::string why) {
    return Error(Code::undecodable, {}, {d.maker + " " + d.model, std::move(why)});
}

std::uint64_t byte_at(std::string_view bytes, std::int64_t at) {
    return static_cast<unsigned char>(bytes[static_cast<std::size_t>(at)]);
}

std::uint64_t unsigned_at(std::string_view part, std::int64_t offset, std::int64_t count, ByteOrder order) {
    std::uint64_t out = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        std::int64_t at = i;
        if (order == ByteOrder::little) at = count - 1 - i;
        // The last word comes first; inside a word nothing turns.
        if (order == ByteOrder::low_word_first) at = count - 2 - i + 2 * (i % 2);
        out = out << 8 | byte_at(part, offset + at);
    }
    return out;
}

std::uint64_t low_bits(std::uint64_t n, std::int64_t bits) {
    return bits >= 64 ? n : n & ((std::uint64_t{1} << bits) - 1);
}

bool holds(const DecoderCondition& c, std::string_view part) {
    const auto value = static_cast<std::int64_t>(low_bits(byte_at(part, c.offset) >> c.first_bit, c.bits));
    return std::ranges::find(c.in, value) != c.in.end();
}

void read_part(const Decoder& d, const DecoderPart& description, std::string_view part, Decoded& out) {
    for (const DecoderField& f : description.fields) {
        if (f.when && !holds(*f.when, part)) continue;
        std::uint64_t raw = unsigned_at(part, f.offset, f.bytes, f.order.value_or(d.order));
        const std::int64_t first = f.first_bit.value_or(0), bits = f.bits.value_or(8 * f.bytes - first);
        raw = low_bits(raw >> first, bits);
        auto number = static_cast<std::int64_t>(raw);
        if (f.is_signed.value_or(false) && bits < 64 && (raw >> (bits - 1)) != 0)
            number = static_cast<std::int64_t>(raw - (std::uint64_t{1} << bits));
        if (f.absent && std::ranges::find(*f.absent, number) != f.absent->end()) continue;
        const double value =
            f.is_signed.value_or(false) ? static_cast<double>(number) : static_cast<double>(raw);
        out.values.push_back({&f, (value + f.bias.value_or(0)) / f.divide.value_or(1)});
    }
}

Result<Decoded> decode_fixed(const Decoder& d, std::string_view bytes) {
    const DecoderPart& part = d.parts.front();
    const auto most = static_cast<std::size_t>(part.bytes);
    if (bytes.size() < most)
        return undecodable(d, std::to_string(bytes.size()) + " B < " + std::to_string(most) + " B");
    Decoded out;
    read_part(d, part, bytes.substr(0, most), out);
    if (bytes.size() > most) out.rest = undecodable(d, "+" + std::to_string(bytes.size() - most) + " B");
    return out;
}

Result<Decoded> decode_tagged(const Decoder& d, std::string_view bytes) {
    Decoded out;
    const std::string_view all = bytes;
    while (!bytes.empty()) {
        const DecoderPart* found = nullptr;
        std::string tag;
        for (const DecoderPart& part : d.parts) {
            tag = *bytes_of_hex(*part.tag);
            if (!bytes.starts_with(tag) || bytes.size() < tag.size() + static_cast<std::size_t>(part.bytes))
                continue;
            found = &part;
            break;
        }
        if (!found) {
            const Error rest = undecodable(d, to_hex(bytes.substr(0, 16)));
            if (bytes.size() == all.size()) return rest;
            out.rest = rest;
            return out;
        }
        const auto length = static_cast<std::size_t>(found->bytes);
        read_part(d, *found, bytes.substr(tag.size(), length), out);
        bytes.remove_prefix(tag.size() + length);
    }
    return out;
}

Result<Decoded> decode_flagged(const Decoder& d, std::string_view bytes) {
    const auto header = static_cast<std::size_t>(*d.header_bytes);
    if (bytes.size() < header) return undecodable(d, std::to_string(bytes.size()) + " B");
    std::uint64_t flags = unsigned_at(bytes, *d.flags_offset, 2, ByteOrder::big);
    bytes.remove_prefix(header);
    Decoded out;
    for (const DecoderPart& part : d.parts) {
        const bool there = (flags & 1) != 0;
        flags >>= 1;
        if (!there) continue;
        const auto length = static_cast<std::size_t>(part.bytes);
        if (bytes.size() < length)
            return undecodable(d, std::to_string(bytes.size()) + " B < " + std::to_string(length) + " B");
        read_part(d, part, bytes.substr(0, length), out);
        bytes.remove_prefix(length);
    }
    if (!bytes.empty() || flags != 0) out.rest = undecodable(d, to_hex(bytes.substr(0, 16)));
    return out;
}

void require(bool holds, const Decoder& d, std::string_view what) {
    if (!holds) throw std::logic_error("decoder " + d.key + ": " + std::string(what));
}

void check_field(const Decoder& d, const DecoderPart& part, const DecoderField& f) {
    const std::int64_t first = f.first_bit.value_or(0), bits = f.bits.value_or(8 * f.bytes - first);
    require(f.bytes >= 1 && f.bytes <= 8 && f.offset >= 0 && f.offset + f.bytes <= part.bytes, d,
            f.name + " is beyond its part");
    require(first >= 0 && bits >= 1 && first + bits <= 8 * f.bytes, d, f.name + " has bits beyond its bytes");
    require(f.divide.value_or(1) != 0, d, f.name + " is divided by zero");
    require(f.order.value_or(d.order) != ByteOrder::low_word_first || f.bytes % 2 == 0, d,
            f.name + " has half a word");
    if (!f.when) return;
    require(f.when->offset >= 0 && f.when->offset < part.bytes && f.when->first_bit >= 0 &&
                f.when->bits >= 1 && f.when->first_bit + f.when->bits <= 8,
            d, f.name + " has a condition beyond its part");
}

int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

void check_decoder(const Decoder& d) {
    require(!d.parts.empty(), d, "has no part");
    require(!d.begins || bytes_of_hex(*d.begins), d, "begins is not hexadecimal");
    require(d.layout != DecoderLayout::fixed || d.parts.size() == 1, d, "fixed is one part");
    require((d.layout == DecoderLayout::flagged) == (d.header_bytes && d.flags_offset), d,
            "header and flags belong together");
    if (d.layout == DecoderLayout::flagged)
        require(*d.flags_offset >= 0 && *d.flags_offset + 2 <= *d.header_bytes && d.parts.size() <= 16, d,
                "flags are beyond the header");
    std::vector<std::string> names, tags;
    for (const DecoderPart& part : d.parts) {
        require(part.bytes >= 1 && part.bytes <= 255, d, "a part is of 1…255 bytes");
        require((d.layout == DecoderLayout::tagged) == part.tag.has_value(), d,
                "tags belong to layout tagged");
        if (part.tag) {
            const Result<std::string> tag = bytes_of_hex(*part.tag);
            require(tag && !tag->empty(), d, "a tag is not hexadecimal");
            tags.push_back(*tag);
        }
        for (const DecoderField& field : part.fields) check_field(d, part, field);
    }
    std::ranges::sort(tags);
    require(std::ranges::adjacent_find(tags) == tags.end(), d, "a tag is there twice");
}

Result<Decoded> decode(const Decoder& d, std::int64_t port, std::string_view bytes) {
    if (d.ports && std::ranges::find(*d.ports, port) == d.ports->end())
        return undecodable(d, "FPort " + std::to_string(port));
    if (d.begins && !bytes.starts_with(*bytes_of_hex(*d.begins)))
        return undecodable(d, to_hex(bytes.substr(0, 16)));
    switch (d.layout) {
        case DecoderLayout::fixed:
            return decode_fixed(d, bytes);
        case DecoderLayout::tagged:
            return decode_tagged(d, bytes);
        default:
            return decode_flagged(d, bytes);
    }
}

DecoderBook::DecoderBook(std::span<const EmbeddedFile> files) {
    for (const EmbeddedFile& file : files) {
        if (!file.path.starts_with("data/decoders/")) continue;
        const json::Document document = json::parse(file.text);
        auto decoder = json::read<Decoder>(document.root());
        check_decoder(decoder);
        const std::string key = decoder.key;
        if (!by_key_.emplace(key, std::move(decoder)).second) throw std::logic_error("two decoders " + key);
    }
}

const Decoder* DecoderBook::find(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &found->second;
}

Result<std::string> bytes_of_hex(std::string_view text) {
    std::string out;
    int high = -1;
    for (const char c : text) {
        if (c == ' ') continue;
        const int digit = hex_digit(c);
        if (digit < 0)
            return Error(Code::invalid_value, {},
                         {std::string(1, c < 0x20 || c > 0x7e ? '?' : c), "0…9, a…f"});
        if (high < 0) {
            high = digit;
        } else {
            out += static_cast<char>(high << 4 | digit);
            high = -1;
        }
    }
    if (high >= 0) return Error(Code::invalid_value, {}, {std::to_string(text.size()), "2n"});
    return out;
}

Result<std::string> bytes_of_base64(std::string_view text) {
    const Error refused(Code::invalid_value, {}, {"base64", "RFC 4648"});
    if (text.size() % 4 != 0) return refused;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t word = 0;
        int count = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const char c = text[i + k];
            const int digit = base64_digit(c);
            const bool padding = c == '=' && i + 4 == text.size() && k >= 2 && (k == 3 || text[i + 3] == '=');
            if (digit < 0 && !padding) return refused;
            word = word << 6 | static_cast<std::uint32_t>(std::max(0, digit));
            count += digit >= 0;
        }
        for (int k = 0; k + 1 < count; ++k) out += static_cast<char>(word >> (16 - 8 * k) & 0xff);
    }
    return out;
}

}  // namespace hatang::telemetry
