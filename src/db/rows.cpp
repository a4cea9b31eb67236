#include "db/rows.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <deque>
#include <stdexcept>

#include "base/text.hpp"
#include "db/wire.hpp"

namespace hatang::db {

struct Rows::Native {
    explicit Native(PGresult* r) : result(r) {
        for (int i = 0; i < PQnfields(r); ++i) columns.push_back({PQfname(r, i), PQftype(r, i)});
    }
    ~Native() { PQclear(result); }
    Native(const Native&) = delete;

    struct Column {
        std::string_view name;
        std::uint32_t oid;
    };
    PGresult* result;
    std::vector<Column> columns;
    mutable std::deque<std::string> converted;  // texts that the result does not hold as such: uuid, date
};

namespace {

[[noreturn]] void misuse(std::string_view column, std::string_view what) {
    throw std::logic_error("db: column " + std::string(column) + ": " + std::string(what));
}

int find_column(const Rows::Native* native, std::string_view column) {
    if (native)
        for (std::size_t i = 0; i < native->columns.size(); ++i)
            if (native->columns[i].name == column) return static_cast<int>(i);
    misuse(column, "not in the result");
}

struct Cell {
    const Rows::Native* native;
    std::string_view column;
    std::uint32_t oid;
    std::string_view value;
};

bool null_at(const Rows::Native* native, int row, int column) {
    return PQgetisnull(native->result, row, column) != 0;
}

Cell cell(const Rows::Native* native, int row, std::string_view column) {
    const int i = find_column(native, column);
    if (row < 0 || row >= PQntuples(native->result)) misuse(column, "row out of range");
    if (null_at(native, row, i)) misuse(column, "is NULL");
    return {
        native,
        column,
        native->columns[static_cast<std::size_t>(i)].oid,
        {PQgetvalue(native->result, row, i), static_cast<std::size_t>(PQgetlength(native->result, row, i))}};
}

[[noreturn]] void wrong_type(const Cell& c, std::string_view wanted) {
    misuse(c.column, "type " + std::to_string(c.oid) + " is not " + std::string(wanted));
}

std::string uuid_text(std::string_view bytes) {
    std::string hex = to_hex(bytes);
    for (const std::size_t at : {8u, 13u, 18u, 23u}) hex.insert(at, 1, '-');
    return hex;
}

std::string date_text(std::int32_t days_since_2000) {
    if (days_since_2000 == std::numeric_limits<std::int32_t>::max()) return "infinity";
    if (days_since_2000 == std::numeric_limits<std::int32_t>::min()) return "-infinity";
    using namespace std::chrono;
    const year_month_day ymd{sys_days{year{2000} / 1 / 1} + days{days_since_2000}};
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    return out;
}

// Calls `item(bytes)` for each element, std::nullopt for NULL.
template <class Item>
void each_item(const Cell& c, Item item) {
    const char* at = c.value.data();
    const auto dimensions = wire::get<std::int32_t>(at);
    if (dimensions == 0) return;
    if (dimensions != 1) misuse(c.column, "array of more than one dimension");
    const auto count = wire::get<std::int32_t>(at + 12);
    at += 20;
    for (std::int32_t i = 0; i < count; ++i) {
        const auto length = wire::get<std::int32_t>(at);
        at += 4;
        if (length < 0) {
            item(std::optional<std::string_view>{});
            continue;
        }
        item(std::optional<std::string_view>({at, static_cast<std::size_t>(length)}));
        at += length;
    }
}

std::int64_t integer_of(std::string_view bytes) {
    switch (bytes.size()) {
        case 2:
            return wire::get<std::int16_t>(bytes.data());
        case 4:
            return wire::get<std::int32_t>(bytes.data());
        default:
            return wire::get<std::int64_t>(bytes.data());
    }
}
double float_of(std::string_view bytes) {
    if (bytes.size() == 4)
        return static_cast<double>(std::bit_cast<float>(wire::get<std::int32_t>(bytes.data())));
    return wire::get_double(bytes.data());
}

}  // namespace

bool Row::is_null(std::string_view column) const {
    return null_at(rows_->native_.get(), index_, find_column(rows_->native_.get(), column));
}

bool Row::boolean(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid != wire::boolean) wrong_type(c, "boolean");
    return c.value[0] != 0;
}

std::int64_t Row::integer(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid == wire::oid || c.oid == wire::xid) return wire::get<std::uint32_t>(c.value.data());
    if (c.oid != wire::int8 && c.oid != wire::int4 && c.oid != wire::int2) wrong_type(c, "an integer");
    return integer_of(c.value);
}

double Row::number(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid == wire::float8 || c.oid == wire::float4) return float_of(c.value);
    return static_cast<double>(integer(column));
}

std::string_view Row::text(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    switch (c.oid) {
        case wire::text:
        case wire::varchar:
        case wire::bpchar:
        case wire::name:
        case wire::json:
            return c.value;
        case wire::jsonb:
            return c.value.substr(1);  // a version byte comes first
        case wire::uuid:
            return c.native->converted.emplace_back(uuid_text(c.value));
        case wire::date:
            return c.native->converted.emplace_back(date_text(wire::get<std::int32_t>(c.value.data())));
        default:
            wrong_type(c, "text");
    }
}

std::string_view Row::bytes(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid != wire::bytea) wrong_type(c, "bytea");
    return c.value;
}

Instant Row::instant(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid != wire::timestamptz) wrong_type(c, "timestamptz");
    return wire::to_instant(wire::get<std::int64_t>(c.value.data()));
}

std::vector<std::int64_t> Row::integers(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    const bool transactions = c.oid == wire::xid_array;
    if (!transactions && c.oid != wire::int8_array && c.oid != wire::int4_array && c.oid != wire::int2_array)
        wrong_type(c, "an array of integers");
    std::vector<std::int64_t> out;
    each_item(c, [&](std::optional<std::string_view> item) {
        if (!item) misuse(column, "array holds NULL");
        out.push_back(transactions ? wire::get<std::uint32_t>(item->data()) : integer_of(*item));
    });
    return out;
}

std::vector<double> Row::numbers(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid != wire::float8_array && c.oid != wire::float4_array) wrong_type(c, "an array of numbers");
    std::vector<double> out;
    each_item(c, [&](std::optional<std::string_view> item) {
        out.push_back(item ? float_of(*item) : std::nan(""));
    });
    return out;
}

std::vector<std::string> Row::texts(std::string_view column) const {
    const Cell c = cell(rows_->native_.get(), index_, column);
    if (c.oid != wire::text_array) wrong_type(c, "an array of texts");
    std::vector<std::string> out;
    each_item(c, [&](std::optional<std::string_view> item) {
        if (!item) misuse(column, "array holds NULL");
        out.emplace_back(*item);
    });
    return out;
}

std::optional<bool> Row::maybe_boolean(std::string_view column) const {
    if (is_null(column)) return {};
    return boolean(column);
}
std::optional<std::int64_t> Row::maybe_integer(std::string_view column) const {
    if (is_null(column)) return {};
    return integer(column);
}
std::optional<double> Row::maybe_number(std::string_view column) const {
    if (is_null(column)) return {};
    return number(column);
}
std::optional<std::string> Row::maybe_text(std::string_view column) const {
    if (is_null(column)) return {};
    return std::string(text(column));
}
std::optional<Instant> Row::maybe_instant(std::string_view column) const {
    if (is_null(column)) return {};
    return instant(column);
}

Rows::Rows() = default;
Rows::Rows(std::shared_ptr<const Native> native) : native_(std::move(native)) {}
int Rows::size() const { return native_ ? PQntuples(native_->result) : 0; }

std::int64_t Rows::affected() const {
    if (!native_) return 0;
    const std::string_view tuples = PQcmdTuples(native_->result);
    std::int64_t n = 0;
    std::from_chars(tuples.data(), tuples.data() + tuples.size(), n);
    return n;
}

Rows made_rows(const std::vector<std::string>& columns, const std::vector<std::vector<Param>>& rows) {
    PGresult* const result = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
    std::vector<PGresAttDesc> described;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::uint32_t oid = rows.empty() ? 0 : rows.front()[i].wire().oid;
        described.push_back({.name = const_cast<char*>(columns[i].c_str()),
                             .tableid = 0,
                             .columnid = 0,
                             .format = 1,
                             .typid = oid ? oid : static_cast<std::uint32_t>(wire::text),
                             .typlen = -1,
                             .atttypmod = -1});
    }
    PQsetResultAttrs(result, static_cast<int>(columns.size()), described.data());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < columns.size(); ++j) {
            const std::optional<std::string>& value = rows[i][j].wire().value;
            PQsetvalue(result, static_cast<int>(i), static_cast<int>(j),
                       value ? const_cast<char*>(value->data()) : nullptr,
                       value ? static_cast<int>(value->size()) : -1);
        }
    return take_rows(result);
}

Rows take_rows(pg_result* result) { return Rows(std::make_shared<const Rows::Native>(result)); }

}  // namespace hatang::db
