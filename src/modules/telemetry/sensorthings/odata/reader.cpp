#include "telemetry/sensorthings/odata/reader.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "telemetry/sensorthings/odata/limits.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"

namespace hatang::telemetry::odata {
namespace {

// Whether it has one value for an entity, whatever hangs below that.
bool has_one_value(const Expression& e) {
    const auto all = [](const std::vector<Expression>& args) {
        return std::ranges::all_of(args, has_one_value);
    };
    if (const auto* path = e.as<Path>()) return !path->crosses_many();
    if (const auto* o = e.as<Operation>()) return all(o->args);
    if (const auto* in = e.as<In>()) return all(in->args);
    if (const auto* call = e.as<Call>()) return all(call->args);
    return !e.as<Lambda>();
}

}  // namespace

Reader::Level::Level(Reader& r) : reader(r) {
    if (++reader.depth_ > limits::depth_max) {
        --reader.depth_;
        reader.lexer_.too_costly(reader.lexer_.now().offset, "depth", limits::depth_max);
    }
}

void Reader::node() {
    if (++budget_.nodes > limits::nodes_max)
        lexer_.too_costly(lexer_.now().offset, "operators", limits::nodes_max);
}

void Reader::end() const {
    if (!lexer_.is(Token::Kind::end)) lexer_.unexpected("end");
}

std::vector<OrderBy> Reader::orderby() {
    constexpr std::size_t keys_max = 8;
    std::vector<OrderBy> out;
    do {
        if (out.size() == keys_max) lexer_.too_costly(lexer_.now().offset, "$orderby", keys_max);
        OrderBy key{value(), false};
        const Kind kind = key.value.kind;
        if (kind == Kind::null || kind == Kind::geometry)
            lexer_.wrong(key.value.offset, to_text(kind), "number, text, time");
        if (!has_one_value(key.value)) lexer_.wrong(key.value.offset, "Datastreams/…", "one value");
        key.descending = lexer_.take_word("desc");
        if (!key.descending) lexer_.take_word("asc");
        out.push_back(std::move(key));
    } while (lexer_.take_symbol(','));
    return out;
}

std::vector<std::string_view> Reader::select() {
    const EntityType& type = entity(asked());
    std::vector<std::string_view> out;
    do {
        node();
        const Token t = lexer_.now();
        if (lexer_.take_symbol('*')) {
            out.push_back("id");
            for (const Property& p : type.properties) out.push_back(p.name);
            for (const Navigation& n : type.navigations) out.push_back(n.name);
            continue;
        }
        if (!lexer_.is(Token::Kind::name)) lexer_.unexpected("name");
        lexer_.advance();
        if (const Property* p = type.property(t.text))
            out.push_back(p->name);
        else if (const Navigation* n = type.navigation(t.text))
            out.push_back(n->name);
        else if (t.text == "selfLink" || t.text == "@iot.selfLink")
            out.push_back("selfLink");
        else
            lexer_.wrong(t.offset, t.text, type.type);
    } while (lexer_.take_symbol(','));
    return out;
}

std::vector<Expand> Reader::expand() { return expand_list(1); }

std::vector<Expand> Reader::expand_list(int depth) {
    std::vector<Expand> out;
    do expand_item(out, depth);
    while (lexer_.take_symbol(','));
    return out;
}

// Datastreams, Datastreams/Observations, Datastreams($top=1;$expand=Sensor). The same link twice is one with
// both.
Expand* Reader::expand_item(std::vector<Expand>& items, int depth) {
    if (depth > limits::expand_depth_max)
        lexer_.too_costly(lexer_.now().offset, "$expand", limits::expand_depth_max);
    if (++budget_.expands > limits::expands_max)
        lexer_.too_costly(lexer_.now().offset, "$expand", limits::expands_max);
    const Level level(*this);
    const EntityType& type = entity(asked());
    const Token t = lexer_.now();
    if (!lexer_.is(Token::Kind::name)) lexer_.unexpected("name");
    const Navigation* link = type.navigation(t.text);
    if (!link) {
        std::string known;
        for (const Navigation& n : type.navigations) known.append(known.empty() ? "" : ", ").append(n.name);
        lexer_.wrong(t.offset, t.text, known);
    }
    lexer_.advance();
    const auto same = std::ranges::find(items, link, &Expand::navigation);
    Expand& item = same == items.end() ? items.emplace_back(Expand{link, {}}) : *same;
    const std::vector<Scope> outer = std::exchange(scopes_, {{{}, link->target}});
    if (lexer_.take_symbol('/')) {
        expand_item(item.options.expand, depth + 1);
    } else if (lexer_.take_symbol('(')) {
        do one_option(item.options, depth);
        while (lexer_.take_symbol(';'));
        lexer_.expect_symbol(')');
    }
    scopes_ = outer;
    return &item;
}

void Reader::one_option(Options& options, int depth) {
    const Token t = lexer_.now();
    if (!lexer_.is(Token::Kind::name)) lexer_.unexpected("$filter, $expand, $select, …");
    lexer_.advance();
    lexer_.expect_symbol('=');
    const auto once = [&](bool given) {
        if (given) lexer_.wrong(t.offset, t.text, ")");
    };
    if (t.text == "$filter") {
        once(options.filter.has_value());
        options.filter = filter();
    } else if (t.text == "$orderby") {
        once(!options.orderby.empty());
        options.orderby = orderby();
    } else if (t.text == "$select") {
        once(options.select.has_value());
        options.select = select();
    } else if (t.text == "$expand") {
        std::vector<Expand>& into = options.expand;
        do expand_item(into, depth + 1);
        while (lexer_.take_symbol(','));
    } else if (t.text == "$top") {
        once(options.top.has_value());
        options.top = number(limits::top_max);
    } else if (t.text == "$skip") {
        once(options.skip.has_value());
        options.skip = skipped();
    } else if (t.text == "$count") {
        options.count = truth();
    } else {
        lexer_.wrong(t.offset, t.text, "$filter, $expand, $select, $orderby, $top, $skip, $count");
    }
}

std::int64_t Reader::number(std::int64_t most) {
    const Token t = lexer_.now();
    std::int64_t n = -1;
    const char* end = t.text.data() + t.text.size();
    if (t.kind != Token::Kind::number) lexer_.unexpected("0…" + std::to_string(most));
    const auto [stop, error] = std::from_chars(t.text.data(), end, n);
    if (error != std::errc() || stop != end || n < 0) lexer_.unexpected("0…" + std::to_string(most));
    lexer_.advance();
    return n;
}

std::int64_t Reader::skipped() {
    const std::size_t offset = lexer_.now().offset;
    const std::int64_t n = number(limits::skip_max);
    if (n > limits::skip_max) lexer_.too_costly(offset, "$skip", limits::skip_max);
    return n;
}

bool Reader::truth() {
    const bool yes = lexer_.at_word("true");
    if (!yes && !lexer_.at_word("false")) lexer_.unexpected("true, false");
    lexer_.advance();
    return yes;
}

Expression parse_filter(Set asked, std::string_view text) {
    Budget budget;
    if (text.size() > limits::bytes_max) throw too_costly("$filter", 0, "bytes", limits::bytes_max);
    if (!is_utf8(text)) throw Error(Code::invalid_utf8, "$filter");
    Reader reader("$filter", text, asked, budget);
    Expression out = reader.filter();
    reader.end();
    return out;
}

Question parse_options(Set asked, const std::vector<std::pair<std::string, std::string>>& query) {
    Question out;
    Budget budget;
    std::size_t bytes = 0;
    std::vector<std::string_view> seen;
    for (const auto& [name, text] : query) {
        bytes += text.size();
        if (bytes > limits::bytes_max) throw too_costly(name, 0, "bytes", limits::bytes_max);
        if (!is_utf8(text)) throw Error(Code::invalid_utf8, name);
        if (std::ranges::find(seen, name) != seen.end()) throw invalid_option(name, 0, text, "one " + name);
        seen.push_back(name);
        Reader reader(name, text, asked, budget);
        Options& options = out.options;
        if (name == "$filter") {
            options.filter = reader.filter();
        } else if (name == "$orderby") {
            options.orderby = reader.orderby();
        } else if (name == "$select") {
            options.select = reader.select();
        } else if (name == "$expand") {
            options.expand = reader.expand();
        } else if (name == "$top") {
            options.top = reader.number(limits::top_max);
        } else if (name == "$skip") {
            options.skip = reader.skipped();
        } else if (name == "$count") {
            options.count = reader.truth();
        } else if (name == "$skiptoken") {
            out.skip_token = text;
            continue;
        } else if (name == "$resultFormat") {
            if (text == "dataArray")
                out.format = Format::data_array;
            else if (text == "GeoJSON")
                out.format = Format::geojson;
            else if (text == "CSV")
                out.format = Format::csv;
            else if (text != "JSON" && text != "default")
                throw invalid_option(name, 0, text, "dataArray, GeoJSON, CSV");
            continue;
        } else {
            throw Error(Code::unknown_parameter, name, {excerpt(name)});
        }
        reader.end();
    }
    return out;
}

}  // namespace hatang::telemetry::odata
