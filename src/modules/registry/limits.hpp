// Bounds of the register. Each is checked before anything is written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hatang::registry::limits {

// -- one asset
inline constexpr std::size_t name_characters_max = 400;
inline constexpr std::size_t other_names_max = 30;
inline constexpr std::size_t identifiers_max = 50;
inline constexpr std::size_t identifier_characters_max = 200;  // long enough for a URN
inline constexpr std::size_t identifier_kind_characters_max = 40;
inline constexpr std::size_t reason_characters_max = 2'000;
inline constexpr std::size_t attributes_bytes_max =
    256 * 1024;  // the fullest OpenStreetMap object has 20 kB of tags
// A province border of 100,000 vertices is about 3 MB of GeoJSON.
inline constexpr std::size_t body_bytes_max = 8 << 20;
// A work, its items and their components are three; complexes add a few. Deeper is a mistake or a loop.
inline constexpr std::int64_t hierarchy_depth_max = 16;
// Clocks of clients run ahead by seconds; "as of tomorrow" is a mistake.
inline constexpr std::int64_t valid_from_ahead_s_max = 60;

// -- many assets at once
// Each is changed with its checks, history, audit and event, some milliseconds: a request stays below two
// seconds. Larger selections come in several requests of one act.
inline constexpr std::size_t bulk_items_max = 200;
inline constexpr std::int64_t bulk_undo_rows = 200;

// -- codes
// Works that get their code in one transaction: a second of work at most.
inline constexpr std::int64_t code_batch_rows = 1'000;
// A road is cut into a dozen stretches at most; each work of the act is locked and changed.
inline constexpr std::size_t succession_works_max = 20;
inline constexpr std::size_t public_url_characters_max =
    200;                                           // a longer one makes a code too fine for a label
inline constexpr std::int64_t labels_max = 1'000;  // in one PDF: two seconds of drawing, 42 sheets
inline constexpr std::int64_t codes_default = 20;  // found by the beginning of a code

// -- attachments
inline constexpr std::int64_t attachments_max = 500;  // of one asset; its page lists them all
inline constexpr std::size_t attached_photo_bytes_max = 20u
                                                        << 20;  // 48 megapixels are 6–9 MB as JPEG, 20 as PNG
// Scanned dossiers and models; below what the content store holds in memory once (files/limits.hpp).
inline constexpr std::size_t attached_document_bytes_max = 60u << 20;
inline constexpr std::size_t file_name_characters_max = 200;
inline constexpr std::size_t caption_characters_max = 500;

// -- lists and search
inline constexpr std::int64_t page_default = 100;
inline constexpr std::int64_t page_max = 1'000;
inline constexpr std::int64_t features_page_max = 10'000;  // OGC clients read whole collections
// Counting further takes longer than the page it stands on; clients that want it say numberMatched=exact.
inline constexpr std::int64_t matched_cheap_max = 100'000;
// Matches of a bounding box that are sorted in memory; with more of them the index of ids is the shorter way.
inline constexpr std::int64_t box_hits_max = 5'000;
// Rows of a streamed answer in memory at once: a megabyte or two of text.
inline constexpr std::int64_t stream_batch_rows = 2'000;
// Works whose places are kept in memory, about 150 bytes each; rows of one read; changes after which a class
// is read anew, as each search walks through them.
inline constexpr std::size_t places_works_max = 1'000'000;
inline constexpr std::int64_t places_rows = 5'000;
inline constexpr std::size_t places_changes_max = 2'000;
// Features kept as texts, about 80,000 roads; a page of those costs a third.
inline constexpr std::size_t feature_texts_bytes_max = 64 << 20;
// Questions whose counts are remembered, half a kilobyte each.
inline constexpr std::size_t totals_kept = 1'000;
// A stream of a whole class may take an hour over a poor line; each batch has the limit of a statement.
inline constexpr int features_seconds_max = 60;
inline constexpr std::int64_t total_max = 10'001;  // counting further would cost more than the list
// Exact shapes of one answer: what an editor can snap to on one screen. 300,000 vertices are about 10 MB of
// GeoJSON.
inline constexpr std::int64_t shapes_default = 2'000;
inline constexpr std::int64_t shapes_max = 5'000;
inline constexpr std::int64_t shape_vertices_max = 300'000;
// Around one work: the widest protection zone in law is some kilometres; more is a map, not a list.
inline constexpr std::int64_t nearby_distance_m_max = 5'000;
inline constexpr std::int64_t nearby_default = 200;
inline constexpr std::int64_t nearby_max = 1'000;
// Corners of an area drawn by hand; it travels in the address of a list.
inline constexpr std::size_t area_corners_max = 200;
inline constexpr std::int64_t search_default = 10;
inline constexpr std::int64_t search_max = 50;
inline constexpr std::size_t search_characters_max = 200;
inline constexpr std::size_t search_words_max = 8;  // further words no longer narrow
// Assets that are ranked; a text that fits more of them is too short to rank well anyway.
inline constexpr std::int64_t search_candidates_max = 5'000;

// -- import
// Rows per transaction: a second of work at most, so that readers see steady progress and locks are short.
inline constexpr std::size_t import_batch_rows = 1'000;
// GeoJSON of one batch in memory; a batch of large polygons closes earlier.
inline constexpr std::size_t import_batch_bytes_max = 32 << 20;
inline constexpr int import_writers = 2;  // connections of an import from the command line
// So many rows that were written make the tables worth a vacuum.
inline constexpr std::int64_t import_vacuum_rows = 5'000;
inline constexpr std::size_t feature_bytes_max = 16 << 20;  // one province border with all islands is 5 MB
// Everything in the file that is not a feature: type, name, crs, bbox.
inline constexpr std::size_t collection_frame_bytes_max = 64 * 1024;
// After decompression; a city of 10 million small assets is about this.
inline constexpr std::uint64_t import_file_bytes_max = std::uint64_t{8} << 30;
// GeoJSON shrinks 5 to 30 times; gzip can do 1,032. Beyond this the file was made to fill the disk or the
// memory.
inline constexpr std::uint64_t gzip_ratio_max = 200;
inline constexpr std::size_t refused_rows_kept = 1'000;  // in the report; all are counted

// -- import of foreign formats
inline constexpr std::size_t upload_part_bytes_max = 8 << 20;  // a part survives a bad line in seconds
inline constexpr std::int64_t upload_bytes_max = std::int64_t{1}
                                                 << 30;  // the roads of the country are 400 MB of PBF
inline constexpr std::int64_t imports_open_max = 20;     // of one person, uploads that were never committed
// An import nobody has touched for so long is taken away with its files; after the commit its report stays.
inline constexpr std::int64_t import_idle_days = 7;
inline constexpr std::size_t layers_max = 50;
inline constexpr std::size_t columns_max = 1'000;      // a spreadsheet of a survey has 200
inline constexpr std::size_t row_bytes_max = 4 << 20;  // of a table
// Metres or degrees: no map is wider than the 40,000 km of the Earth.
inline constexpr double coordinate_most = 1e8;
inline constexpr std::size_t samples_max = 5;        // texts of a field
inline constexpr std::size_t field_values_max = 50;  // more is no code list
inline constexpr std::size_t sample_bytes_max = 120;
inline constexpr std::size_t encoding_samples_max = 2'000;  // cells whose words are counted
inline constexpr std::size_t preview_features_max = 2'000;
inline constexpr std::size_t preview_bytes_max = 16 << 20;
inline constexpr std::size_t archive_entries_max = 10'000;
inline constexpr std::uint64_t archive_bytes_max = std::uint64_t{2} << 30;  // unpacked
inline constexpr std::uint64_t archive_ratio_max = 200;                     // as gzip_ratio_max
inline constexpr std::size_t converted_line_bytes_max = 64 << 20;           // a feature written out by GDAL
inline constexpr std::size_t warned_rows_kept = 10'000;

// -- export
inline constexpr std::int64_t exports_open_max = 20;  // of one person
inline constexpr std::int64_t export_hours = 24;      // then the file goes
inline constexpr std::int64_t export_rows_max = 2'000'000;
inline constexpr std::int64_t export_page_rows = 1'000;
inline constexpr std::size_t filter_ids_max = 1'000;

// -- polygons by corners
inline constexpr std::size_t corners_max = 2'000;
// Areas on paper are rounded and surveyed on other days; the law states no tolerance (facts/vietnam.md), so
// this only warns.
inline constexpr double area_differs_percent = 1;

}  // namespace hatang::registry::limits
