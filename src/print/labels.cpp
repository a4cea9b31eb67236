#include "print/labels.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace hatang::print {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
constexpr double padding_mm = 2.5;
constexpr int quiet_modules = 4;  // ISO/IEC 18004: light on all sides
constexpr const char* font_families = "Be Vietnam Pro, Noto Sans, DejaVu Sans, sans-serif";

template <auto function>
struct Release {
    template <class T>
    void operator()(T* p) const {
        function(p);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;
using Code = std::unique_ptr<QRcode, Release<QRcode_free>>;

cairo_status_t append(void* closure, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

struct Box {
    double x, y, width, height;
};

// The code fills a square; its dark modules are one path, so that no seams show between them.
void draw_code(cairo_t* canvas, std::string_view text, double x, double y, double side) {
    const auto rows = qr_modules(text);
    const double module = side / static_cast<double>(rows.size() + 2 * quiet_modules);
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t begin = 0; begin < rows.size();) {
            std::size_t end = begin;
            while (end < rows.size() && rows[row][end]) ++end;
            if (end > begin)
                cairo_rectangle(canvas, x + module * static_cast<double>(begin + quiet_modules),
                                y + module * static_cast<double>(row + quiet_modules),
                                module * static_cast<double>(end - begin), module);
            begin = end + 1;
        }
    cairo_fill(canvas);
}

// Draws the text from the top of the box; gives the height it took. `height`: 0 for one line, cut with ….
double draw_text(cairo_t* canvas, const std::string& text, const Box& box, double size, bool bold) {
    const Layout layout(pango_cairo_create_layout(canvas));
    const Font font(pango_font_description_from_string(font_families));
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(box.width * PANGO_SCALE));
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    // Negative: lines of a paragraph; positive: height of the whole.
    pango_layout_set_height(layout.get(), box.height > 0 ? static_cast<int>(box.height * PANGO_SCALE) : -1);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    cairo_move_to(canvas, box.x, box.y);
    pango_cairo_show_layout(canvas, layout.get());
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return height / static_cast<double>(PANGO_SCALE);
}

// The largest size at which a text of one line is not cut; a little less, because letters are fitted to the
// grid at each size.
double fitting_size(cairo_t* canvas, const std::string& text, double width, double most, double least) {
    const Layout layout(pango_cairo_create_layout(canvas));
    const Font font(pango_font_description_from_string(font_families));
    pango_font_description_set_absolute_size(font.get(), most * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    int taken = 0;
    pango_layout_get_size(layout.get(), &taken, nullptr);
    const double natural = taken / static_cast<double>(PANGO_SCALE) * 1.05;
    return natural <= width ? most : std::max(least, most * width / natural);
}

void draw_label(cairo_t* canvas, const Label& label, const Box& box) {
    const double padding = padding_mm * points_per_mm;
    // The quiet zone of the code is its padding on its own sides.
    const double side = std::min(box.height - padding, box.width * 0.48);
    draw_code(canvas, label.address, box.x + padding / 2, box.y + (box.height - side) / 2, side);
    const double x = box.x + padding / 2 + side, width = box.width - side - padding * 1.5;
    const double top = box.y + padding * 1.2, bottom = box.y + box.height - padding;
    const double small = std::clamp(box.height * 0.075, 5.5, 9.0);
    const double code_size =
        fitting_size(canvas, label.code, width, std::clamp(box.height * 0.16, 9.0, 20.0), 5.0);
    double y = top + draw_text(canvas, label.code, {x, top, width, 0}, code_size, true) + small * 0.3;
    const double below = static_cast<double>(label.lines.size()) * small * 1.4;
    const double title_height = bottom - below - y;
    const double title_size = small * 1.2;
    if (title_height > title_size)
        y += draw_text(canvas, label.title, {x, y, width, title_height}, title_size, false);
    cairo_set_source_rgb(canvas, 0.25, 0.25, 0.25);
    for (const std::string& line : label.lines) {
        if (y + small > bottom) break;
        y += draw_text(canvas, line, {x, y, width, 0}, small, false);
    }
    cairo_set_source_rgb(canvas, 0, 0, 0);
}

}  // namespace

const std::vector<Sheet>& sheets() {
    static const std::vector<Sheet> all = {
        {"a4_24", 210, 297, 70, 37, 3, 8, 0, 0.5, 0, 0},
        {"a4_14", 210, 297, 99.1, 38.1, 2, 7, 4.65, 15.15, 2.5, 0},
        {"a4_8", 210, 297, 99.1, 67.7, 2, 4, 4.65, 13.1, 2.5, 0},
        {"single_62x29", 62, 29, 62, 29, 1, 1, 0, 0, 0, 0},
        {"single_100x50", 100, 50, 100, 50, 1, 1, 0, 0, 0, 0},
    };
    return all;
}

const Sheet* find_sheet(std::string_view key) {
    const auto found = std::ranges::find(sheets(), key, &Sheet::key);
    return found == sheets().end() ? nullptr : &*found;
}

std::vector<std::vector<bool>> qr_modules(std::string_view text) {
    const Code code(QRcode_encodeData(static_cast<int>(text.size()),
                                      reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!code) throw std::logic_error("text does not fit into a QR code");
    const auto width = static_cast<std::size_t>(code->width);
    std::vector<std::vector<bool>> rows(width, std::vector<bool>(width));
    for (std::size_t y = 0; y < width; ++y)
        for (std::size_t x = 0; x < width; ++x) rows[y][x] = (code->data[y * width + x] & 1U) != 0;
    return rows;
}

std::string label_pdf(const std::vector<Label>& labels, const Sheet& sheet, int skip) {
    std::string out;
    {
        const Surface surface(cairo_pdf_surface_create_for_stream(
            append, &out, sheet.page_width_mm * points_per_mm, sheet.page_height_mm * points_per_mm));
        const Canvas canvas(cairo_create(surface.get()));
        int place = std::clamp(skip, 0, sheet.per_page() - 1);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const int column = place % sheet.columns, row = place / sheet.columns;
            const Box box{(sheet.left_mm + column * (sheet.label_width_mm + sheet.gap_x_mm)) * points_per_mm,
                          (sheet.top_mm + row * (sheet.label_height_mm + sheet.gap_y_mm)) * points_per_mm,
                          sheet.label_width_mm * points_per_mm, sheet.label_height_mm * points_per_mm};
            draw_label(canvas.get(), labels[i], box);
            if (++place == sheet.per_page() && i + 1 < labels.size()) {
                cairo_show_page(canvas.get());
                place = 0;
            }
        }
        cairo_surface_finish(surface.get());
        const cairo_status_t status = cairo_surface_status(surface.get());
        if (status != CAIRO_STATUS_SUCCESS) throw std::logic_error(cairo_status_to_string(status));
    }
    return out;
}

}  // namespace hatang::print
