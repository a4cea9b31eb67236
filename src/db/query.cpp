#include "db/query.hpp"

#include "base/error.hpp"
#include "db/wire.hpp"

namespace hatang::db {
namespace {

Param::Wire binary(std::uint32_t oid, std::string value) { return {std::move(value), oid, true}; }

template <class Int>
Param::Wire integer(std::uint32_t oid, Int value) {
    std::string out;
    wire::put(out, value);
    return binary(oid, std::move(out));
}

// One-dimensional array without NULLs; `put_item` appends the bytes of one element.
template <class T, class PutItem>
Param::Wire array(std::uint32_t array_oid, std::uint32_t item_oid, const std::vector<T>& items,
                  PutItem put_item) {
    std::string out;
    wire::put<std::int32_t>(out, items.empty() ? 0 : 1);  // dimensions
    wire::put<std::int32_t>(out, 0);                      // has no NULLs
    wire::put<std::uint32_t>(out, item_oid);
    if (!items.empty()) {
        wire::put(out, static_cast<std::int32_t>(items.size()));
        wire::put<std::int32_t>(out, 1);  // lower bound
    }
    for (const T& item : items) put_item(out, item);
    return binary(array_oid, std::move(out));
}

void refuse_nul(std::string_view text) {
    if (text.find('\0') != std::string_view::npos)
        throw Error(Code::invalid_value, {}, {"\\u0000", "text without the NUL character"});
}

}  // namespace

Param::Param(bool v) : wire_(binary(wire::boolean, std::string(1, v ? '\1' : '\0'))) {}
Param::Param(std::int32_t v) : wire_(integer(wire::int4, v)) {}
Param::Param(std::int64_t v) : wire_(integer(wire::int8, v)) {}
Param::Param(double v) : wire_(integer(wire::float8, std::bit_cast<std::int64_t>(v))) {}
Param::Param(Instant v) : wire_(integer(wire::timestamptz, wire::from_instant(v))) {}

Param::Param(std::string_view v) {
    refuse_nul(v);
    wire_.value = std::string(v);
}

Param::Param(const std::vector<std::int64_t>& v)
    : wire_(array(wire::int8_array, wire::int8, v, [](std::string& out, std::int64_t item) {
          wire::put<std::int32_t>(out, 8);
          wire::put(out, item);
      })) {}

Param::Param(const std::vector<double>& v)
    : wire_(array(wire::float8_array, wire::float8, v, [](std::string& out, double item) {
          wire::put<std::int32_t>(out, 8);
          wire::put_double(out, item);
      })) {}

Param::Param(const std::vector<Instant>& v)
    : wire_(array(wire::timestamptz_array, wire::timestamptz, v, [](std::string& out, Instant item) {
          wire::put<std::int32_t>(out, 8);
          wire::put(out, wire::from_instant(item));
      })) {}

Param::Param(const std::vector<std::string>& v)
    : wire_(array(wire::text_array, wire::text, v, [](std::string& out, const std::string& item) {
          refuse_nul(item);
          wire::put(out, static_cast<std::int32_t>(item.size()));
          out += item;
      })) {}

Param Param::bytes(std::string v) {
    Param out(std::nullopt);
    out.wire_ = binary(wire::bytea, std::move(v));
    return out;
}

}  // namespace hatang::db
