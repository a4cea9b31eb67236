// What the routes of OGC API Features share. Inside of features/.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "registry/features/feature_rows.hpp"
#include "registry/features/feature_texts.hpp"
#include "registry/features/formats.hpp"
#include "registry/features/keyset.hpp"
#include "registry/features/parameters.hpp"
#include "registry/features/places.hpp"
#include "registry/features/totals.hpp"
#include "registry/limits.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

class Features {
  public:
    explicit Features(Context& context)
        : context(context), totals(context.platform.db), places(context.platform, limits::places_works_max) {}

    // The collection of a path with {class}; throws not_found.
    const Collection& collection(const http::Call&);
    const Collection& collection(const catalogue::AssetClass&);

    Context& context;
    Totals totals;
    FeatureTexts texts{limits::feature_texts_bytes_max};
    Places places;

  private:
    std::map<const catalogue::AssetClass*, std::unique_ptr<Collection>> collections_;
};

// A request for features, read and checked: what to select, in which order, in which form.
struct Question {
    const Collection& collection;
    const geo::NamedCrs& crs;
    std::string source = "registry.asset a";  // rows `a`
    db::Where where;
    bool boxed = false;  // by a bounding box: few rows, found by place
    std::vector<SortKey> sort;
    std::vector<bool> chosen;
    std::string state = "a.xmin";  // which transaction wrote the row
    // Where nothing but a rectangle is asked for; `scope` is that of the caller then.
    std::optional<geo::DegreeBox> rectangle = {};
    const security::Scope* scope = nullptr;
};
// Everything but format, limit and cursor. Limited by what the caller may read.
Question question_of(const Collection&, const http::Call&, const ItemsQuery&);

struct Page {
    db::Rows rows;                 // with Columns::features
    std::vector<RowState> states;  // with Columns::states, those shown
    int shown = 0;                 // the first of `rows`; one more is there when the next page is not empty
    std::vector<std::int64_t> restricted;  // of those shown
    std::optional<std::string> next;       // cursor
    std::optional<std::int64_t> matched;   // where the statement knows it by itself
    IdentifierTexts identifiers;           // with Columns::features
};
enum class Columns { features, states };
task<Page> load_page(Features&, const Question&, std::optional<std::string> cursor, std::int64_t limit,
                     Columns = Columns::features);
// The same, and the text of each feature shown in `texts`, for a question in CRS84 with all properties.
struct TextPage {
    Page page;
    std::vector<FeatureTexts::Text> texts;
};
task<TextPage> load_texts(Features&, const Question&, std::optional<std::string> cursor, std::int64_t limit);

// A whole selection as GeoJSON text sequence or FlatGeobuf, made while it is sent.
task<http::Response> stream(Features&, const http::Call&, Question, ItemsQuery, Format);

void add_document_routes(http::Router&, Features&);
void add_item_routes(http::Router&, Features&);
void add_item_write_routes(http::Router&, Features&);

}  // namespace hatang::registry
