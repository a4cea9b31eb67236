// From a tree of odata to SQL. Values become parameters of the Where; the text holds only what this program
// wrote.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "db/where.hpp"
#include "http/message.hpp"
#include "telemetry/sensorthings/odata/ast.hpp"
#include "telemetry/sensorthings/tables.hpp"

namespace hatang::telemetry::sta {

// Times of the first and last reading of every datastream that has one.
struct Bounds {
    std::vector<std::int64_t> ids;
    std::vector<Instant> first, last;
};

// Conditions over Observations, answered before: which datastreams, or features, have a reading that fits.
using Answered = std::map<const odata::Expression*, std::vector<std::int64_t>>;

// A row that is there in the statement.
struct RowOf {
    Set set;
    std::string alias;
    bool past = false;  // of a Location: also those that were left
};

class Sql {
  public:
    Sql(db::Where& where, const http::Principal& who, std::function<Bounds()> bounds,
        const Answered& answered, bool own_features)
        : where_(where),
          who_(who),
          bounds_(std::move(bounds)),
          answered_(answered),
          own_features_(own_features) {}

    // A condition on the row; lambdas add theirs.
    std::string condition(const odata::Expression&, const RowOf&);
    // A value to sort by or to hand out: typed SQL. Only links to one are crossed.
    std::string value(const odata::Expression&, const RowOf&);
    // Whether rows of this entity are seen by who asks.
    std::string scope(Set, std::string_view alias);
    // "telemetry.datastream e join …", after all conditions on that alias are made.
    std::string from(const RowOf&);
    // A number of the request, as a parameter.
    std::string number(std::int64_t n) { return param(n); }
    // The condition that joins the two rows, which stand in the statement.
    std::string link_to(const RowOf& from, std::string_view navigation, const RowOf& to);
    // The row of Observations is one for each feature that they are of.
    void by_feature(const RowOf& row) {
        if (own_features_) by_feature_.insert(row.alias);
    }
    bool is_by_feature(const std::string& alias) const { return by_feature_.contains(alias); }
    std::string next_alias() { return "n" + std::to_string(++aliases_); }

  private:
    struct Typed {
        odata::Kind kind = odata::Kind::null;
        std::string text, end;  // of a time: from, to
    };
    // The rows that paths lead to, by variable and links.
    using Key = std::pair<int, std::vector<const odata::Navigation*>>;
    struct Rows {
        std::vector<RowOf> variables;
        std::map<Key, RowOf> reached;
    };

    std::string truth(const odata::Expression&, Rows&);
    std::string primary(const odata::Expression&, Rows&);
    std::string smallest(const odata::Expression&, Rows&);  // all rows are there
    std::string comparison(const odata::Operation&, Rows&);
    std::string lambda(const odata::Lambda&, const odata::Expression&, Rows&);
    std::string over_observations(const odata::Expression&, const Key& streams_at, Rows&);
    // Rows along the links behind those that are there; conditions and aliases are added.
    RowOf reach(const Key&, Rows&, std::vector<RowOf>& made, std::string& conditions);
    std::string exists(const std::vector<RowOf>& made, const std::string& conditions);
    Typed typed(const odata::Expression&, Rows&);
    Typed path(const odata::Path&, odata::Kind, const RowOf&);
    Typed operation(const odata::Operation&, odata::Kind, Rows&);
    std::string call(const odata::Call&, Rows&);
    std::string times(std::string_view word, const Typed&, const Typed&);
    std::string param(db::Param value, std::string_view cast = {}) {
        return where_.value(std::move(value)).append(cast);
    }

    db::Where& where_;
    const http::Principal& who_;
    std::function<Bounds()> bounds_;
    const Answered& answered_;
    int aliases_ = 0;
    bool own_features_;  // some reading is of another feature than its work
    std::set<std::string> by_feature_;
    std::set<std::string> bounded_;  // aliases of datastreams whose times are asked for
    std::string bounds_sql_;
};

// The parts of a filter that speak of Observations below other entities: each is to be answered before, as a
// condition on an Observation. Throws invalid_filter where one compares them with other entities.
struct OverObservations {
    const odata::Expression* at;  // key of Answered
    odata::Expression inner;      // of an Observation
    bool negated = false;         // all(): who has one that does not fit
    bool of_features = false;     // they are those of features, not of datastreams
};
std::vector<OverObservations> over_observations(const odata::Expression&);

}  // namespace hatang::telemetry::sta
