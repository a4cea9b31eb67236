// From a tree of odata to SQL. Values become parameters of the Where; the text holds only what this program
// wrote.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "db/where.hpp"
#include "http/message.hpp"
#include "telemetry/sensorthings/readings.hpp"
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
    // `streams`: how many datastreams there are.
    Sql(db::Where& where, const http::Principal& who, std::size_t streams,
        std::function<const Bounds&()> bounds, const Answered& answered, bool own_features)
        : where_(where),
          who_(who),
          streams_(streams),
          bounds_(std::move(bounds)),
          answered_(answered),
          own_features_(own_features) {}

    // A condition on the row, to keep those for which it is true; lambdas add theirs.
    std::string condition(const odata::Expression&, const RowOf&);
    // The same as a value: true, false or null.
    std::string truth_value(const odata::Expression&, const RowOf&);
    // That the links lead from a row, for which the conditions hold, to that with this id.
    std::string reached(const std::string& id, const RowOf& from,
                        const std::vector<const odata::Navigation*>& steps,
                        const std::vector<const odata::Expression*>& conditions, const std::string& also);
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
    // Null and false are told apart, or not, for as long as this lives.
    class Nulls {
      public:
        Nulls(bool& matter, bool value) : matter_(matter), before_(std::exchange(matter, value)) {}
        ~Nulls() { matter_ = before_; }
        Nulls(const Nulls&) = delete;

      private:
        bool& matter_;
        bool before_;
    };
    // The rows that paths lead to, by variable and links.
    using Key = std::pair<int, std::vector<const odata::Navigation*>>;
    struct Rows {
        std::vector<RowOf> variables;
        std::map<Key, RowOf> reached;
    };

    static const RowOf& row_of(const odata::Path& p, const Rows& rows) {
        return p.steps.empty() ? rows.variables[static_cast<std::size_t>(p.variable)]
                               : rows.reached.at({p.variable, p.steps});
    }
    std::string truth(const odata::Expression&, Rows&);
    std::string primary(const odata::Expression&, Rows&);
    std::string smallest(const odata::Expression&, Rows&);  // all rows are there
    std::string comparison(const odata::Operation&, Rows&);
    std::string lambda(const odata::Lambda&, const odata::Expression&, Rows&);
    std::string over_observations(const odata::Expression&, const Key& streams_at, Rows&);
    std::string of_times(const TimeCondition&, const RowOf&);
    // That the row is one of these datastreams.
    std::string among(const std::string& alias, std::vector<std::int64_t> ids);
    // What follows from the two being equal and is found by an index; nothing: none would help.
    std::string implied_by_equal(const odata::Expression&, const odata::Expression& literal, Rows&);
    // Rows along the links behind those that are there; conditions and aliases are added.
    RowOf reach(const Key&, Rows&, std::vector<RowOf>& made, std::string& conditions);
    std::string exists(const std::vector<RowOf>& made, const std::string& conditions);
    Typed typed(const odata::Expression&, Rows&);
    // Beside an identifier a number is whole, so that an index finds it.
    Typed typed_beside(const odata::Expression&, const odata::Expression& other, Rows&);
    Typed path(const odata::Path&, odata::Kind, const RowOf&);
    std::string json_at(const odata::Path&, const Column&, const RowOf&);
    Typed operation(const odata::Operation&, odata::Kind, Rows&);
    std::string call(const odata::Call&, Rows&);
    std::string times(std::string_view word, const Typed&, const Typed&);
    std::string param(db::Param value, std::string_view cast = {}) {
        return where_.value(std::move(value)).append(cast);
    }

    db::Where& where_;
    const http::Principal& who_;
    std::size_t streams_;
    std::function<const Bounds&()> bounds_;
    const Answered& answered_;
    bool nulls_matter_ = false;  // null and false are told apart: below a `not`, in a value
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
    // From the entity that is asked, or from the variable of a lambda, to the Observations.
    int variable = 0;
    std::vector<const odata::Navigation*> steps;
    bool negated = false;      // all(): who has one that does not fit
    bool of_features = false;  // they are those of features, not of datastreams
};
std::vector<OverObservations> over_observations(const odata::Expression&);

}  // namespace hatang::telemetry::sta
