// Any bytes may be a text in an old encoding, the tags of a feature, or what GDAL says of a file.
#include <cstdlib>
#include <string_view>

#include "base/error.hpp"
#include "base/text.hpp"
#include "registry/transfer/layer_text.hpp"
#include "registry/transfer/other_tags.hpp"
#include "registry/transfer/text_encoding.hpp"

using namespace hatang;
using namespace hatang::registry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    for (const Encoding encoding : all_encodings) try {
            if (!is_utf8(decode(encoding, bytes))) std::abort();
        } catch (const Error& e) {
            if (e.code != Code::wrong_encoding) std::abort();
        }
    if (bytes_of(as_characters(bytes)) != bytes) std::abort();
    const std::string samples[] = {bytes};
    guess_encoding(samples);
    try {
        osm::read_other_tags(bytes);
    } catch (const Error&) {
    }
    for (const LayerText& layer : read_layer_texts(bytes)) crs_of_wkt(layer.wkt);
    crs_of_wkt(bytes);
    return 0;
}
