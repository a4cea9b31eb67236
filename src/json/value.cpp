#include "json/value.hpp"

#include <simdjson.h>

#include <bit>
#include <vector>

#include "base/text.hpp"

namespace hatang::json {
namespace {

using simdjson::dom::element;

// A Value is the two words of a simdjson element, so that no header of ours shows the library.
static_assert(sizeof(Value) == sizeof(element));
element to_element(const Value& v) { return std::bit_cast<element>(v); }
Value to_value(const element& e) { return std::bit_cast<Value>(e); }

std::string_view kind_name(Kind k) {
    switch (k) {
        case Kind::null:
            return "null";
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
            return "integer";
        case Kind::real:
            return "number";
        case Kind::text:
            return "string";
        case Kind::array:
            return "array";
        default:
            return "object";
    }
}

[[noreturn]] void wrong_type(std::string_view where, std::string_view wanted, Kind got) {
    throw Error(Code::wrong_type, std::string(where), {std::string(wanted), std::string(kind_name(got))});
}

}  // namespace

struct Document::State {
    simdjson::dom::parser parser;
    element root;
};

namespace {

// A parser owns half a dozen buffers: for the small documents that devices send by the hundred thousand a
// second, making them costs more than reading the text. Those of such documents are used again.
constexpr std::size_t small_bytes = 4 * 1024, spares_max = 8;
template <class State>
std::vector<std::unique_ptr<State>>& spares() {
    static thread_local std::vector<std::unique_ptr<State>> all;
    return all;
}
// AddressSanitizer must see a Value that outlives its Document.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool keeps_spares = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool keeps_spares = false;
#else
constexpr bool keeps_spares = true;
#endif
#else
constexpr bool keeps_spares = true;
#endif

}  // namespace

Document::Document(std::unique_ptr<State> s) : state_(std::move(s)) {}
Document::Document(Document&&) noexcept = default;
Document::~Document() {
    if (!keeps_spares || !state_ || state_->parser.capacity() != small_bytes) return;
    auto& all = spares<State>();
    if (all.size() < spares_max) all.push_back(std::move(state_));
}
Value Document::root() const { return to_value(state_->root); }

Document parse(std::string_view text) {
    std::unique_ptr<Document::State> state;
    const bool small = text.size() < small_bytes;
    if (auto& all = spares<Document::State>(); small && !all.empty()) {
        state = std::move(all.back());
        all.pop_back();
    } else {
        state = std::make_unique<Document::State>();
        const std::size_t bytes = keeps_spares && small ? small_bytes : text.size() + 1;
        if (state->parser.allocate(bytes, depth_max) != simdjson::SUCCESS)
            throw Error(Code::unavailable, {}, {"memory"});
    }
    const auto error = state->parser.parse(text.data(), text.size()).get(state->root);
    switch (error) {
        case simdjson::SUCCESS:
            break;
        case simdjson::DEPTH_ERROR:
            throw Error(Code::json_too_deep, {}, {std::to_string(depth_max)});
        case simdjson::UTF8_ERROR:
            throw Error(Code::invalid_utf8);
        default:
            if (!is_utf8(text)) throw Error(Code::invalid_utf8);
            throw Error(Code::invalid_json, {}, {simdjson::error_message(error)});
    }
    return Document(std::move(state));
}

Kind Value::kind() const {
    switch (to_element(*this).type()) {
        case simdjson::dom::element_type::ARRAY:
            return Kind::array;
        case simdjson::dom::element_type::OBJECT:
            return Kind::object;
        case simdjson::dom::element_type::INT64:
            return Kind::integer;
        case simdjson::dom::element_type::STRING:
            return Kind::text;
        case simdjson::dom::element_type::BOOL:
            return Kind::boolean;
        case simdjson::dom::element_type::NULL_VALUE:
            return Kind::null;
        default:
            return Kind::real;  // DOUBLE, and UINT64 beyond int64
    }
}

bool Value::boolean(std::string_view where) const {
    bool out;
    if (to_element(*this).get(out)) wrong_type(where, "boolean", kind());
    return out;
}
std::int64_t Value::integer(std::string_view where) const {
    std::int64_t out;
    if (to_element(*this).get(out)) wrong_type(where, "integer", kind());
    return out;
}
double Value::number(std::string_view where) const {
    double out;
    if (to_element(*this).get(out)) wrong_type(where, "number", kind());
    return out;
}
std::string_view Value::text(std::string_view where) const {
    std::string_view out;
    if (to_element(*this).get(out)) wrong_type(where, "string", kind());
    return out;
}

std::size_t Value::size() const {
    const element e = to_element(*this);
    if (e.is_array()) return e.get_array().value_unsafe().size();
    if (e.is_object()) return e.get_object().value_unsafe().size();
    return 0;
}
std::optional<Value> Value::find(std::string_view field) const {
    element out;
    if (to_element(*this).at_key(field).get(out)) return {};
    return to_value(out);
}
std::string Value::dump() const { return simdjson::minify(to_element(*this)); }

Value::Items Value::items(std::string_view where) const {
    simdjson::dom::array array;
    if (to_element(*this).get(array)) wrong_type(where, "array", kind());
    static_assert(sizeof(simdjson::dom::array::iterator) == 2 * sizeof(void*));
    const auto first = std::bit_cast<Items::Iterator>(array.begin()),
               last = std::bit_cast<Items::Iterator>(array.end());
    Items out;
    out.tape_ = first.tape;
    out.first_ = first.index;
    out.last_ = last.index;
    return out;
}
Value Value::Items::Iterator::operator*() const {
    return to_value(*std::bit_cast<simdjson::dom::array::iterator>(*this));
}
Value::Items::Iterator& Value::Items::Iterator::operator++() {
    auto inner = std::bit_cast<simdjson::dom::array::iterator>(*this);
    return *this = std::bit_cast<Iterator>(++inner);
}

Value::Members Value::members(std::string_view where) const {
    simdjson::dom::object object;
    if (to_element(*this).get(object)) wrong_type(where, "object", kind());
    static_assert(sizeof(simdjson::dom::object::iterator) == 2 * sizeof(void*));
    const auto first = std::bit_cast<Members::Iterator>(object.begin()),
               last = std::bit_cast<Members::Iterator>(object.end());
    Members out;
    out.tape_ = first.tape;
    out.first_ = first.index;
    out.last_ = last.index;
    return out;
}
Member Value::Members::Iterator::operator*() const {
    const auto inner = std::bit_cast<simdjson::dom::object::iterator>(*this);
    return {inner.key(), to_value(inner.value())};
}
Value::Members::Iterator& Value::Members::Iterator::operator++() {
    auto inner = std::bit_cast<simdjson::dom::object::iterator>(*this);
    return *this = std::bit_cast<Iterator>(++inner);
}

std::string pointer(std::string_view base, std::string_view member) {
    std::string out(base);
    out += '/';
    for (char c : member) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}
std::string pointer(std::string_view base, std::size_t index) {
    return std::string(base) + "/" + std::to_string(index);
}

}  // namespace hatang::json
