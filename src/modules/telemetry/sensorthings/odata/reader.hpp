// Inside of odata: reads expressions and options; resolves names, checks types and counts what it costs on
// the way.
#pragma once

#include <map>
#include <vector>

#include "telemetry/sensorthings/odata/ast.hpp"
#include "telemetry/sensorthings/odata/lexer.hpp"

namespace hatang::telemetry::odata {

// Shared by all options of a request.
struct Budget {
    std::size_t nodes = 0, vertices = 0, links = 0, expands = 0;
};

class Reader {
  public:
    Reader(std::string option, std::string_view text, Set asked, Budget& budget)
        : lexer_(std::move(option), text), budget_(budget), scopes_{{{}, asked}} {}

    Expression filter();
    std::vector<OrderBy> orderby();
    std::vector<std::string_view> select();
    std::vector<Expand> expand();
    std::int64_t number(std::int64_t most);  // `most` is only named
    std::int64_t skipped();
    bool truth();
    void end() const;

  private:
    struct Scope {
        std::string name;  // of the variable; empty: the entity that is asked
        Set set;
    };

    // expressions.cpp
    Expression value();
    Expression binary(int level);
    Expression unary();
    Expression primary();
    Expression literal();
    Expression named();
    Expression call(const Token&);
    Expression lambda(const Token&, int variable, std::vector<const Navigation*> steps);
    Expression in(Expression tested);
    Expression combine(Op, Expression left, Expression right, std::size_t offset);
    void want(Expression&, Kind, std::string_view expected) const;

    // reader.cpp
    void one_option(Options&, int depth);
    Expand* expand_item(std::vector<Expand>&, int depth);
    std::vector<Expand> expand_list(int depth);
    void node();
    Set asked() const { return scopes_.front().set; }

    // Holds one level of brackets.
    struct Level {
        explicit Level(Reader&);
        ~Level() { --reader.depth_; }
        Reader& reader;
    };

    Lexer lexer_;
    Budget& budget_;
    std::vector<Scope> scopes_;
    int depth_ = 0;
};

}  // namespace hatang::telemetry::odata
