// Labels with a QR code, as PDF. Hides cairo, pango and libqrencode.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::print {

struct Label {
    std::string address;             // what the QR code says
    std::string code;                // in large letters
    std::string title;               // as many lines as there is room for, then …
    std::vector<std::string> lines;  // small, one line each
};

// Where labels lie on a page, in millimetres.
struct Sheet {
    std::string_view key;
    double page_width_mm, page_height_mm;
    double label_width_mm, label_height_mm;
    int columns, rows;
    double left_mm, top_mm, gap_x_mm, gap_y_mm;

    int per_page() const { return columns * rows; }
};

// Sheets of A4 with 24, 14 and 8 labels as they are sold, and single labels of a label printer.
const std::vector<Sheet>& sheets();
// nullptr when there is none of this key.
const Sheet* find_sheet(std::string_view key);

// One page after the other; `skip` places of the first page stay empty: a sheet that is partly used goes in
// again. CPU work: about 2 ms a label. Throws std::logic_error when an address does not fit into a QR code.
std::string label_pdf(const std::vector<Label>& labels, const Sheet& sheet, int skip = 0);

// A QR code as rows of dark (1) and light (0) modules, without its quiet zone; error correction M.
std::vector<std::vector<bool>> qr_modules(std::string_view text);

}  // namespace hatang::print
