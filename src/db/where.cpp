#include "db/where.hpp"

namespace hatang::db {

void Where::add(std::string_view fragment, std::vector<Param> values) {
    if (!text_.empty()) text_ += " and ";
    std::size_t next = 0;
    for (const char c : fragment) {
        if (c == '?')
            text_ += value(std::move(values.at(next++)));
        else
            text_ += c;
    }
}

std::string Where::value(Param param) {
    params_.push_back(std::move(param));
    return "$" + std::to_string(params_.size());
}

}  // namespace hatang::db
