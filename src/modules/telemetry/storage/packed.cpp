#include "telemetry/storage/packed.hpp"

#include <array>
#include <limits>

namespace hatang::telemetry {
namespace {

using Integers = std::span<const std::int64_t>;

constexpr std::size_t block = 64;
enum class Form : std::uint8_t { plain, differences, second_differences, dictionary };

std::size_t varint_bytes(std::uint64_t n) { return n == 0 ? 1 : (std::bit_width(n) + 6) / 7; }

struct Block {
    std::int64_t least;
    unsigned width;
    explicit Block(Integers integers) {
        std::int64_t low = integers.front(), high = low;
        for (const std::int64_t n : integers) {
            low = std::min(low, n);
            high = std::max(high, n);
        }
        least = low;
        width = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(difference(high, low))));
    }
    std::size_t bytes(std::size_t n) const { return varint_bytes(zigzag(least)) + 1 + (n * width + 7) / 8; }
};

template <class Use>
void each_block(Integers integers, Use use) {
    for (std::size_t i = 0; i < integers.size(); i += block)
        use(integers.subspan(i, std::min(block, integers.size() - i)));
}

std::size_t blocks_size(Integers integers) {
    std::size_t bytes = 0;
    each_block(integers, [&](Integers part) { bytes += Block(part).bytes(part.size()); });
    return bytes;
}

void put_blocks(ByteWriter& w, Integers integers) {
    each_block(integers, [&](Integers part) {
        const Block b(part);
        w.signed_varint(b.least);
        w.byte(static_cast<std::uint8_t>(b.width));
        std::uint64_t word = 0;
        unsigned used = 0;
        for (const std::int64_t n : part) {
            if (b.width == 0) break;
            const auto above = static_cast<std::uint64_t>(difference(n, b.least));
            word |= above << used;
            used += b.width;
            if (used < 64) continue;
            w.word(word);
            used -= 64;
            word = used == 0 ? 0 : above >> (b.width - used);
        }
        w.low_bytes(word, static_cast<int>((used + 7) / 8));
    });
}

constexpr std::size_t slack = 9;  // what unpack() may read beyond a block

// Each number begins in some bit of a byte, so a word from there has all of it when it is no wider than this.
constexpr unsigned in_word_most = 57;

void unpack(const std::uint8_t* bytes, std::int64_t least, unsigned width, std::span<std::int64_t> out) {
    const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    const auto word_at = [bytes](std::size_t bit) {
        std::uint64_t word;
        std::memcpy(&word, bytes + bit / 8, sizeof word);
        return word >> (bit % 8);
    };
    const auto number = [&](std::uint64_t word) {
        return sum(least, static_cast<std::int64_t>(word & mask));
    };
    if (width <= in_word_most) {
        for (std::size_t i = 0, bit = 0; i < out.size(); ++i, bit += width) out[i] = number(word_at(bit));
        return;
    }
    for (std::size_t i = 0, bit = 0; i < out.size(); ++i, bit += width) {
        std::uint64_t word = word_at(bit);
        if (bit % 8 + width > 64) word |= std::uint64_t{bytes[bit / 8 + 8]} << (64 - bit % 8);
        out[i] = number(word);
    }
}

bool get_blocks(ByteReader& r, std::span<std::int64_t> out) {
    for (std::size_t i = 0; i < out.size(); i += block) {
        const std::size_t n = std::min(block, out.size() - i);
        const std::int64_t least = r.signed_varint();
        const unsigned width = r.byte();
        if (r.failed() || width > 64) return false;
        const std::size_t bytes = (n * width + 7) / 8;
        const bool near_end = r.left() < bytes + slack;
        const std::uint8_t* at = r.skip(bytes);
        if (!at) return false;
        std::array<std::uint8_t, block * 8 + slack> copy;
        if (near_end) {
            std::memcpy(copy.data(), at, bytes);
            std::memset(copy.data() + bytes, 0, slack);
            at = copy.data();
        }
        unpack(at, least, width, out.subspan(i, n));
    }
    return true;
}

std::vector<std::int64_t> differences_of(Integers integers) {
    std::vector<std::int64_t> out(integers.size() - 1);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = difference(integers[i + 1], integers[i]);
    return out;
}

void add_up(std::span<std::int64_t> integers) {
    for (std::size_t i = 1; i < integers.size(); ++i) integers[i] = sum(integers[i], integers[i - 1]);
}

// The distinct values, when the first ones say that there are few; else nothing.
std::vector<std::int64_t> dictionary_of(Integers integers) {
    constexpr std::size_t looked_at = 128;
    const auto distinct = [](Integers part) {
        std::vector<std::int64_t> out(part.begin(), part.end());
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    };
    const Integers first = integers.first(std::min(looked_at, integers.size()));
    if (distinct(first).size() * 4 > first.size() * 3) return {};
    return distinct(integers);
}

std::vector<std::int64_t> places_in(const std::vector<std::int64_t>& dictionary, Integers integers) {
    std::vector<std::int64_t> out;
    out.reserve(integers.size());
    for (const std::int64_t n : integers)
        out.push_back(std::lower_bound(dictionary.begin(), dictionary.end(), n) - dictionary.begin());
    return out;
}

}  // namespace

std::size_t packed_size(Integers integers) {
    std::size_t best = blocks_size(integers);
    if (integers.size() > 2) {
        const std::vector<std::int64_t> first = differences_of(integers);
        best = std::min({best, blocks_size(first), blocks_size(differences_of(first))});
    }
    return best + 1;
}

void put_packed(ByteWriter& w, Integers integers) {
    if (integers.empty()) return;
    const auto form = [&](Form f) { w.byte(static_cast<std::uint8_t>(f)); };
    const std::size_t plain = blocks_size(integers);
    if (integers.size() < 3) {
        form(Form::plain);
        put_blocks(w, integers);
        return;
    }
    const std::vector<std::int64_t> first = differences_of(integers), second = differences_of(first);
    const std::size_t by_first = blocks_size(first) + varint_bytes(zigzag(integers[0])),
                      by_second = blocks_size(second) + varint_bytes(zigzag(integers[0])) +
                                  varint_bytes(zigzag(first[0]));
    const std::size_t best = std::min({plain, by_first, by_second});
    // A dictionary is sorted, so its own differences are small. Where a value takes a byte it gains nothing.
    std::vector<std::int64_t> dictionary;
    if (best > integers.size()) dictionary = dictionary_of(integers);
    if (dictionary.size() > 1) {
        const std::vector<std::int64_t> places = places_in(dictionary, integers),
                                        steps = differences_of(dictionary);
        if (blocks_size(places) + blocks_size(steps) + varint_bytes(dictionary.size()) +
                varint_bytes(zigzag(dictionary[0])) <
            best) {
            form(Form::dictionary);
            w.varint(dictionary.size());
            w.signed_varint(dictionary[0]);
            put_blocks(w, steps);
            put_blocks(w, places);
            return;
        }
    }
    if (best == plain) {
        form(Form::plain);
        put_blocks(w, integers);
    } else if (best == by_first) {
        form(Form::differences);
        w.signed_varint(integers[0]);
        put_blocks(w, first);
    } else {
        form(Form::second_differences);
        w.signed_varint(integers[0]);
        w.signed_varint(first[0]);
        put_blocks(w, second);
    }
}

bool get_packed(ByteReader& r, std::span<std::int64_t> out) {
    if (out.empty()) return true;
    const std::uint8_t form = r.byte();
    switch (static_cast<Form>(form)) {
        case Form::plain:
            return get_blocks(r, out);
        case Form::differences:
            out[0] = r.signed_varint();
            if (!get_blocks(r, out.subspan(1))) return false;
            add_up(out);
            return true;
        case Form::second_differences:
            if (out.size() < 2) return false;
            out[0] = r.signed_varint();
            out[1] = r.signed_varint();
            if (!get_blocks(r, out.subspan(2))) return false;
            add_up(out.subspan(1));
            add_up(out);
            return true;
        case Form::dictionary: {
            const std::uint64_t size = r.varint();
            if (size == 0 || size > out.size()) return false;
            std::vector<std::int64_t> dictionary(size);
            dictionary[0] = r.signed_varint();
            if (!get_blocks(r, std::span(dictionary).subspan(1)) || !get_blocks(r, out)) return false;
            add_up(dictionary);
            for (std::int64_t& n : out) {
                if (static_cast<std::uint64_t>(n) >= size) return false;
                n = dictionary[static_cast<std::size_t>(n)];
            }
            return true;
        }
    }
    return false;
}

}  // namespace hatang::telemetry
