#include "catalogue/data.hpp"

#include "base/text.hpp"
#include "catalogue/reading.hpp"

namespace hatang::catalogue {
namespace {

json::Document document_of(std::span<const EmbeddedFile> files, std::string_view path) {
    for (const EmbeddedFile& file : files)
        if (file.path == path) return json::parse(file.text);
    throw std::logic_error("catalogue data: no file " + std::string(path));
}

std::vector<Domain> read_domains(json::Value root) {
    std::vector<Domain> out;
    for (const json::Value item : required(root, "domains").items())
        out.push_back({text_of(item, "key"), text_of(item, "name_vi"), text_of(item, "name_en"),
                       text_of(item, "icon"), text_of(item, "hue")});
    return out;
}

grading::Tables read_grading(std::span<const EmbeddedFile> files) {
    grading::Tables out;
    for (const EmbeddedFile& file : files)
        if (file.path.starts_with("data/grading/")) {
            const json::Document document = json::parse(file.text);
            out.add(document.root());
        }
    return out;
}

std::string hash_of(std::span<const EmbeddedFile> files) {
    std::string all;
    for (const EmbeddedFile& file : files)
        if (file.path.starts_with("data/"))
            all.append(file.path).append("\n").append(sha256_hex(file.text)).append("\n");
    return sha256_hex(all);
}

}  // namespace

Data read_data(std::span<const EmbeddedFile> files) {
    const json::Document domains = document_of(files, "data/domains.json");
    const json::Document lists = document_of(files, "data/code_lists.json");
    const json::Document wards = document_of(files, "data/wards.json");
    CodeLists code_lists = read_code_lists(lists.root());
    const json::Document blocks = document_of(files, "data/blocks.json");
    ClassIndex classes(files, read_blocks(blocks.root()), code_lists);
    return Data{read_domains(domains.root()), std::move(code_lists), std::move(classes),
                read_wards(wards.root()),     read_grading(files),   hash_of(files)};
}

}  // namespace hatang::catalogue
