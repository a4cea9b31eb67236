#include "db/pool.hpp"
#include "db/wire.hpp"

namespace hatang::db {
namespace {

void put_field(std::string& out, std::string_view bytes) {
    wire::put(out, static_cast<std::int32_t>(bytes.size()));
    out += bytes;
}

template <class Int>
void put_integer(std::string& out, Int value) {
    wire::put(out, static_cast<std::int32_t>(sizeof value));
    wire::put(out, value);
}

}  // namespace

CopyRows::CopyRows(int columns) : out_("PGCOPY\n\377\r\n\0", 11), columns_(columns) {
    wire::put<std::int32_t>(out_, 0);  // flags
    wire::put<std::int32_t>(out_, 0);  // length of the header extension
}
void CopyRows::begin_row() { wire::put(out_, static_cast<std::int16_t>(columns_)); }
void CopyRows::null() { wire::put<std::int32_t>(out_, -1); }
void CopyRows::integer(std::int64_t v) { put_integer(out_, v); }
void CopyRows::integer32(std::int32_t v) { put_integer(out_, v); }
void CopyRows::number(double v) { put_integer(out_, std::bit_cast<std::int64_t>(v)); }
void CopyRows::instant(Instant v) { put_integer(out_, wire::from_instant(v)); }
void CopyRows::boolean(bool v) { put_field(out_, v ? std::string_view("\1", 1) : std::string_view("\0", 1)); }
void CopyRows::bytes(std::string_view v) { put_field(out_, v); }
std::string CopyRows::take() {
    wire::put<std::int16_t>(out_, -1);
    return std::move(out_);
}

}  // namespace hatang::db
