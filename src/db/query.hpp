// A named SQL statement and the values that go into and come out of it. The name is the prepared statement,
// the label of its metric and the tag of its log lines: `inline constexpr db::Query
// asset_by_id{"registry.asset_by_id", "select …"}`. Values never enter the text; they travel beside it, in
// PostgreSQL's binary form where it is cheaper.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace hatang::db {

struct Query {
    std::string_view name;
    std::string_view sql;
};

// One value to send. Built implicitly from the C++ value; std::nullopt is NULL. The text of jsonb, geometry,
// date or numeric goes as text: write `$1::jsonb` in the SQL. Integers and numbers declare their type
// (bigint, float8): write
// `$1::int` where a function wants another. Text with a NUL character is Code::invalid_value: PostgreSQL has
// none.
class Param {
  public:
    Param(std::nullopt_t) {}
    Param(bool);
    Param(std::int32_t);
    Param(std::int64_t);
    Param(double);
    Param(Instant);  // timestamptz
    Param(std::string_view);
    Param(const char* s) : Param(std::string_view(s)) {}
    Param(const std::string& s) : Param(std::string_view(s)) {}
    Param(const std::vector<std::int64_t>&);  // bigint[]
    Param(const std::vector<double>&);        // float8[]
    Param(const std::vector<std::string>&);   // text[]
    Param(const std::vector<Instant>&);       // timestamptz[]
    // NULL keeps the type, so that one prepared statement serves both.
    template <class T>
    Param(const std::optional<T>& v) : Param(v ? Param(*v) : Param(T{})) {
        if (!v) wire_.value.reset();
    }
    static Param bytes(std::string);  // bytea

    struct Wire {
        std::optional<std::string> value;
        std::uint32_t oid = 0;  // 0: the server infers the type
        bool binary = false;
    };
    const Wire& wire() const { return wire_; }

  private:
    Wire wire_;
};

// Rows that came back. Copies share the same result; a Row points into its Rows. A getter throws
// std::logic_error on a column that is not there or has another type: that is a mistake in the program, never
// in the input.
class Rows;

class Row {
  public:
    bool is_null(std::string_view column) const;
    bool boolean(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;  // int2, int4, int8, oid, xid
    double number(std::string_view column) const;  // float4, float8, int2, int4, int8; cast numeric to float8
    // text, varchar, name, json, jsonb; uuid and date in their text form. Lives as long as the rows.
    std::string_view text(std::string_view column) const;
    std::string_view bytes(std::string_view column) const;  // bytea
    Instant instant(std::string_view column) const;         // timestamptz
    // int2[], int4[], int8[], xid[], no NULLs
    std::vector<std::int64_t> integers(std::string_view column) const;
    std::vector<double> numbers(std::string_view column) const;     // float4[], float8[]; NULL as NaN
    std::vector<std::string> texts(std::string_view column) const;  // text[], no NULLs

    std::optional<bool> maybe_boolean(std::string_view column) const;
    std::optional<std::int64_t> maybe_integer(std::string_view column) const;
    std::optional<double> maybe_number(std::string_view column) const;
    std::optional<std::string> maybe_text(std::string_view column) const;
    std::optional<Instant> maybe_instant(std::string_view column) const;

  private:
    friend class Rows;
    Row(const Rows& rows, int index) : rows_(&rows), index_(index) {}
    const Rows* rows_;
    int index_;
};

class Rows {
  public:
    Rows();
    struct Native;  // the PGresult and its decoded columns
    explicit Rows(std::shared_ptr<const Native> native);
    int size() const;
    bool empty() const { return size() == 0; }
    Row operator[](int index) const { return {*this, index}; }
    Row front() const { return {*this, 0}; }
    std::int64_t affected() const;  // of INSERT, UPDATE, DELETE

    struct Iterator {
        const Rows* rows;
        int index;
        Row operator*() const { return (*rows)[index]; }
        Iterator& operator++() {
            ++index;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return index != other.index; }
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

  private:
    friend class Row;
    std::shared_ptr<const Native> native_;
};

}  // namespace hatang::db
