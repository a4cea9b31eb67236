#include "http/file_body.hpp"
#include "registry/features/features.hpp"

namespace hatang::registry {
namespace {

// RFC 8142: each text begins with a record separator and ends with a line feed.
constexpr char record_separator = '\x1E';

constexpr std::string_view heights_begin = "select exists (select from ",
                           heights_end = " and st_ndims(a.geom) > 2) as z";

struct Stream {
    Stream(Features& f, const http::Call& c, Question q, Format form)
        : features(f),
          request(c.request),
          call(request),
          question(std::move(q)),
          format(form),
          writer(question.collection, question.crs, question.chosen) {
        call.who = c.who;
        call.id = c.id;
    }
    Features& features;
    http::Request request;  // of its own: the handler's has gone when the body is made
    http::Call call;
    Question question;
    Format format;
    FeatureWriter writer;
    std::optional<std::int64_t> left;  // as many features as the client wants at most
    std::optional<std::string> cursor;
    std::string head;  // goes out with the first batch
    bool ended = false;
};

task<std::string> next_piece(std::shared_ptr<Stream> s) {
    if (s->ended) co_return std::string();
    std::int64_t batch = limits::stream_batch_rows;
    if (s->left) batch = std::min(batch, *s->left);
    const Page page = co_await load_page(s->features, s->question, s->cursor, batch);
    co_await s->features.context.security.audit_read(s->call, "asset", page.restricted);
    std::string out = std::exchange(s->head, {});
    for (int i = 0; i < page.shown; ++i) {
        const db::Row row = page.rows[i];
        const std::string_view identifiers = page.identifiers.of(row.integer("id"));
        if (s->format == Format::flatgeobuf) {
            s->writer.append_flatgeobuf(out, row, identifiers);
        } else {
            out += record_separator;
            s->writer.append_geojson(out, row, identifiers);
            out += '\n';
        }
    }
    if (s->left) *s->left -= page.shown;
    s->cursor = page.next;
    s->ended = !page.next || (s->left && *s->left <= 0);
    co_return out;
}

}  // namespace

task<http::Response> stream(Features& features, const http::Call& call, Question question, ItemsQuery query,
                            Format format) {
    const auto s = std::make_shared<Stream>(features, call, std::move(question), format);
    s->left = query.limit;
    s->cursor = query.cursor;
    if (format == Format::flatgeobuf) {
        const Question& q = s->question;
        const std::string sql =
            std::string(heights_begin) + q.source + " where " + q.where.text() + std::string(heights_end);
        const db::Query heights{"registry.ogc.heights", sql};
        const db::Rows rows = co_await features.context.platform.db.run_params(heights, q.where.params());
        s->head = s->writer.flatgeobuf_header(rows.front().boolean("z"));
    }
    const std::string_view type = format == Format::flatgeobuf ? media::flatgeobuf : media::geojson_seq;
    http::Response response = http::Response::pieces(std::string(type), [s] { return next_piece(s); });
    response.header("Content-Crs", "<" + std::string(s->question.crs.uri) + ">");
    if (format == Format::flatgeobuf)
        response.header("Content-Disposition", http::attachment(s->question.collection.key() + ".fgb"));
    co_return response;
}

}  // namespace hatang::registry
