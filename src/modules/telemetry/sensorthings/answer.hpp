// Loads what a request for entities asks: pages of rows, and what hangs below them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "telemetry/sensorthings/observations.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"
#include "telemetry/sensorthings/sql.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry::sta {

struct Page;

// What an expanded link leads to.
struct Below {
    const odata::Expand* expand = nullptr;
    std::shared_ptr<Page> page;
};

// One entity. Its properties are JSON in the row of its page; those of an Observation are its reading.
struct Node {
    std::int64_t id = 0;
    int row = 0;
    ReadingOf reading;
    std::vector<Below> below;
    std::string result = {};  // JSON of a result that is no number
};

struct Page {
    Set set = Set::things;
    db::Rows rows;
    std::vector<Node> nodes;
    bool more = false;
    std::optional<std::int64_t> count;
    std::string next;        // a $skiptoken; empty: the next page goes by $skip
    bool in_places = false;  // the ObservedProperties of a MultiDatastream, in the order of its results
};

class Answer {
  public:
    Answer(Telemetry::State& state, const http::Principal& who) : state_(state), who_(who) {}

    // Throws not_found when an entity on the way is not there for who asks.
    task<Page> load(const odata::Resource&, const odata::Question&);
    // Observations that are known to be there and to be the caller's to read.
    task<Page> tell(const std::vector<ReadingOf>&);
    // Ids of what was read and is restricted, by kind, for the audit log.
    const std::map<std::string, std::vector<std::int64_t>>& restricted() const { return restricted_; }

  private:
    using Part = odata::Resource::Part;

    // Where a path ends, from the last Observation on it.
    struct Place {
        std::vector<Part> parts;
        std::optional<ReadingOf> observation;  // the path ends at it
    };
    task<Place> resolve(const odata::Resource&);
    task<ReadingOf> observation_at(const std::vector<Part>& streams, std::int64_t id,
                                   const std::string& path);
    std::string chain(Sql&, const std::vector<Part>&, const RowOf& last);
    // Rows of a statement that a question made, within its time; else filter_too_costly.
    task<db::Rows> ask(db::Query, std::vector<db::Param>);
    task<bool> is_there(const std::vector<Part>&);

    task<Page> load_rows(const std::vector<Part>&, const odata::Question&, bool collection);
    task<Page> load_observations(const std::vector<Part>&, const odata::Question&);
    task<void> expand(Page&, const odata::Options&);
    task<void> expand_rows(Page& above, const odata::Expand&);
    task<void> expand_observations(Page& above, const odata::Expand&);
    task<void> expand_features(Page& above, const odata::Expand&);
    // What each of these Observations is of; 0: of nothing.
    task<std::vector<std::int64_t>> features_of(const std::vector<Node>&);
    task<std::int64_t> feature_of(ReadingOf);
    task<std::map<std::int64_t, std::int64_t>> counts_below(const Page& above, const odata::Expand&);

    // Answers what a filter says of Observations below other entities. Null: no filter. The answers are known
    // by the places in the tree, which therefore has to be the one that is made SQL. `of` leads to the
    // entities that are asked for (null: they are not known): only datastreams of those that the rest of the
    // filter keeps are looked through.
    task<Answered> answer_before(const odata::Expression* filter, const std::vector<Part>* of = nullptr);
    // A further condition on the datastreams `e`; empty: none.
    using StreamCondition = std::function<std::string(Sql&)>;
    // The datastreams that a condition on them keeps, with their slots.
    struct StreamQuestion {
        std::vector<StreamToRead> streams;
        Slots slots;
    };
    // `by_feature`: apart by what their readings are of.
    task<StreamQuestion> streams_of(const std::vector<Part>& to_streams, const odata::Options&,
                                    const std::optional<TakenApart>&, bool by_feature = false,
                                    StreamCondition further = {});
    task<ObservationPage> read(StreamQuestion&, const odata::Options&, const std::optional<TakenApart>&,
                               const std::optional<std::string>& token, std::int64_t top);

    Sql sql(db::Where&, const Answered&);
    task<void> look_for_features();
    const Bounds& bounds();
    std::string columns(Set, const odata::Options&, std::string_view alias) const;
    // Puts the results that are no numbers into their nodes.
    task<void> tell_results(std::vector<Node>&);
    task<void> tell_parts(const Stream&, std::vector<Node*>&);
    void keep(Page&, const db::Rows&);
    void take_restricted(Set, const db::Row&);
    void spend(std::size_t entities);

    Telemetry::State& state_;
    const http::Principal& who_;
    std::map<std::string, std::vector<std::int64_t>> restricted_;
    std::optional<Bounds> bounds_;  // as they were when this request first asked
    std::size_t entities_ = 0;
    std::int64_t decoded_ = 0;  // chunks
};

}  // namespace hatang::telemetry::sta
