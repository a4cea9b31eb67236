// Everything the data files say, in memory. Read once when the program starts and never changed after.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded.hpp"
#include "catalogue/classes/class_index.hpp"
#include "catalogue/code_lists/code_lists.hpp"
#include "catalogue/grading/tables.hpp"
#include "catalogue/wards/ward_index.hpp"

namespace hatang::catalogue {

struct Domain {
    std::string key, name_vi, name_en, icon, hue;
};

struct Data {
    std::vector<Domain> domains;
    CodeLists code_lists;
    ClassIndex classes;
    WardIndex wards;
    grading::Tables grading;
    std::string hash;  // SHA-256 over the files: tells whether the tables hold them already
};

// Throws std::logic_error on a defect in the files.
Data read_data(std::span<const EmbeddedFile>);

}  // namespace hatang::catalogue
