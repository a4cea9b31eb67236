#include "telemetry/line_protocol/lines.hpp"

#include <doctest/doctest.h>
#include <bit>
#include <cstdlib>

#include <cmath>
#include <limits>
#include <random>

using namespace hatang;
using namespace hatang::telemetry;

namespace {

// "series|field=kind:value|…|time" of each line, "!line:column:expected" of each refused one.
std::vector<std::string> lines_read(std::string_view text) {
    LineReader reader(text);
    Line line;
    std::vector<std::string> out;
    for (LineReader::Got got; (got = reader.next(line)) != LineReader::Got::end;) {
        if (got == LineReader::Got::refused) {
            const Error e = reader.refusal();
            CHECK(e.code == Code::invalid_line);
            out.push_back("!" + e.args[0] + ":" + e.args[1] + ":" + e.args[2]);
            continue;
        }
        std::string one = std::to_string(line.number) + "|" + std::string(line.series);
        for (const LineField& f : line.fields) {
            char value[40];
            std::snprintf(value, sizeof value, "%.17g", f.value);
            one += "|" + std::string(f.key) + "=" + "niubt"[static_cast<int>(f.kind)] +
                   (f.kind == FieldKind::text ? "" : value) + (f.exact ? "" : "~");
        }
        if (line.time) one += "|" + std::to_string(*line.time);
        out.push_back(one);
    }
    return out;
}
std::string only(std::string_view text) {
    const auto lines = lines_read(text);
    return lines.size() == 1 ? lines[0] : std::to_string(lines.size()) + " lines";
}
std::string name_of(std::string_view written) {
    const Result<std::string> name = series_name(written);
    return name ? *name : "!" + name.error().args.back();
}
double number(std::string_view text) {
    const std::string line = "m f=" + std::string(text);
    LineReader reader(line);
    Line out;
    return reader.next(out) == LineReader::Got::line && out.fields[0].kind == FieldKind::number
               ? out.fields[0].value
               : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

TEST_CASE("the examples of the documentation") {
    // docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol
    CHECK(only("measurementName,tagKey=tagValue fieldKey=\"fieldValue\" 1465839830100400200") ==
          "1|measurementName,tagKey=tagValue|fieldKey=t|1465839830100400200");
    CHECK(only("myMeasurement,tag1=value1,tag2=value2 fieldKey=\"fieldValue\" 1556813561098000000") ==
          "1|myMeasurement,tag1=value1,tag2=value2|fieldKey=t|1556813561098000000");
    CHECK(only("myMeasurement fieldKey=1.0") == "1|myMeasurement|fieldKey=n1");
    CHECK(only("myMeasurement fieldKey=-1.234456e+78") == "1|myMeasurement|fieldKey=n-1.234456e+78");
    CHECK(only("myMeasurement fieldKey=12485903i") == "1|myMeasurement|fieldKey=i12485903");
    CHECK(only("myMeasurement fieldKey=12485903u") == "1|myMeasurement|fieldKey=u12485903");
    CHECK(only("my\\ Measurement fieldKey=\"string value\"") == "1|my\\ Measurement|fieldKey=t");
    CHECK(only("myMeasurement fieldKey=\"\\\"string\\\" within a string\"") == "1|myMeasurement|fieldKey=t");
    CHECK(only("myMeasurement,tag\\ Key1=tag\\ Value1,tag\\ Key2=tag\\ Value2 fieldKey=100") ==
          "1|myMeasurement,tag\\ Key1=tag\\ Value1,tag\\ Key2=tag\\ Value2|fieldKey=n100");
    CHECK(only("myMeasurement,tagKey=🍭 fieldKey=\"Launch 🚀\" 1556813561098000000") ==
          "1|myMeasurement,tagKey=🍭|fieldKey=t|1556813561098000000");
    CHECK(lines_read("# This is a comment\nmyMeasurement fieldKey=\"string value\" 1556813561098000000") ==
          std::vector<std::string>{"2|myMeasurement|fieldKey=t|1556813561098000000"});
}

TEST_CASE("booleans, several fields, empty lines, both line ends") {
    for (const char* yes : {"t", "T", "true", "True", "TRUE"})
        CHECK(only("m a=" + std::string(yes)) == "1|m|a=b1");
    for (const char* no : {"f", "F", "false", "False", "FALSE"})
        CHECK(only("m a=" + std::string(no)) == "1|m|a=b0");
    CHECK(lines_read("\n  \r\nm a=1,b=2i,c=t 5\r\n\n# x\n  m a=3\r\n") ==
          std::vector<std::string>{"3|m|a=n1|b=i2|c=b1|5", "6|m|a=n3"});
    CHECK(lines_read("").empty());
    CHECK(only("m a=1  -5  ") == "1|m|a=n1|-5");
    // A text may hold line ends, commas and quotes; the numbers of the lines go on.
    CHECK(lines_read("m a=\"x\ny, \\\\\",b=1\nm c=2") ==
          std::vector<std::string>{"1|m|a=t|b=n1", "3|m|c=n2"});
}

TEST_CASE("what is wrong, and where") {
    CHECK(only("m") == "!1:2:field=value");
    CHECK(only("m ") == "!1:3:field=value");
    CHECK(only(",a=b f=1") == "!1:1:measurement");
    CHECK(only("m, f=1") == "!1:3:tag=value");
    CHECK(only("m,a f=1") == "!1:4:tag=value");
    CHECK(only("m,a= f=1") == "!1:5:tag=value");
    CHECK(only("m,a=b=c f=1") == "!1:6:tag=value");
    CHECK(only("m f") == "!1:4:field=value");
    CHECK(only("m f=") == "!1:5:1.5, 7i, true, \"text\"");
    CHECK(only("m f=1,") == "!1:7:field=value");
    CHECK(only("m f=tru") == "!1:5:1.5, 7i, true, \"text\"");
    CHECK(only("m f=1e") == "!1:5:1.5, 7i, true, \"text\"");
    for (const char* none : {"NaN", "inf", "-inf", "+Inf", "1e999", "0x10", ".", "-", "1_0"})
        CHECK(only("m f=" + std::string(none)) == "!1:5:1.5, 7i, true, \"text\"");
    CHECK(only("m f=9223372036854775808i") == "!1:5:int64");
    CHECK(only("m f=1.5i") == "!1:5:int64");
    CHECK(only("m f=-1u") == "!1:5:uint64");
    CHECK(only("m f=\"open") == "!1:5:…\"");
    CHECK(only("m f=1 x") == "!1:7:timestamp");
    CHECK(only("m f=1 5x") == "!1:8:\\n");
    CHECK(only("m f=1 9223372036854775808") == "!1:7:timestamp");
    CHECK(only("m f=\"a\"b") == "!1:8:timestamp");
    CHECK(only(std::string(1'001, 'x') + " f=1") == "!1:1002:≤ 1000 B");
    // The good lines around a bad one stay.
    CHECK(lines_read("a f=1\nb f=?\nc f=\"open\nd f=2") ==
          std::vector<std::string>{"1|a|f=n1", "!2:5:1.5, 7i, true, \"text\"", "!3:5:…\"", "4|d|f=n2"});
}

TEST_CASE("every number is the nearest double") {
    for (const char* text : {"0", "-0", "1", "0.1", "0.30000000000000004", "123456.789", "9007199254740993",
                             "9007199254740992.5", "1e22", "1e23", "4.9e-324", "1.7976931348623157e308",
                             "0.000000000000000000000012345", "00012.500", "5.", ".5", "-273.15", "+7.25",
                             "123456789012345678901234567890"})
        CHECK(std::bit_cast<std::uint64_t>(number(text)) ==
              std::bit_cast<std::uint64_t>(std::strtod(text, nullptr)));
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const auto value = std::bit_cast<double>(random());
        if (!std::isfinite(value)) continue;
        char text[64];
        std::snprintf(text, sizeof text, "%.17g", value);
        if (number(text) != value) FAIL(text);
        std::snprintf(text, sizeof text, "%.*f", static_cast<int>(random() % 8),
                      static_cast<double>(random() % 100'000'000) / 1'000);
        if (number(text) != std::strtod(text, nullptr)) FAIL(text);
    }
}

TEST_CASE("integers that a double does not hold are told apart") {
    CHECK(only("m f=9007199254740992i") == "1|m|f=i9007199254740992");
    CHECK(only("m f=9007199254740993i") == "1|m|f=i9007199254740992~");
    CHECK(only("m f=-9223372036854775808i") == "1|m|f=i-9.2233720368547758e+18");
    CHECK(only("m f=9223372036854775807i") == "1|m|f=i9.2233720368547758e+18~");
    CHECK(only("m f=18446744073709551615u") == "1|m|f=u1.8446744073709552e+19~");
    CHECK(only("m f=9223372036854775808u") == "1|m|f=u9.2233720368547758e+18");
}

TEST_CASE("a series has one name, in whatever order its tags come") {
    CHECK(name_of("cpu,host=a,cpu=cpu0 usage_idle") == "cpu,cpu=cpu0,host=a usage_idle");
    CHECK(name_of("cpu,cpu=cpu0,host=a usage_idle") == "cpu,cpu=cpu0,host=a usage_idle");
    CHECK(name_of("a\\ b,k\\=1=v\\,2 f\\ g") == "a\\ b,k\\=1=v\\,2 f\\ g");
    CHECK(name_of("a=b f") == "a=b f");    // an equals sign in a measurement needs no escape
    CHECK(name_of("a\\=b f") == "a=b f");  // and may have one
    CHECK(name_of("m,t=c:\\path f") == "m,t=c:\\path f");
    CHECK(name_of("trạm,nơi=Hà\\ Nội mực\\ nước") == "trạm,nơi=Hà\\ Nội mực\\ nước");
    CHECK(name_of("m,t=1,t=2 f") == "!tag × 2");
    CHECK(name_of("m,t=\xff f") == "!UTF-8");
    CHECK(name_of("m,t=\x01 f") == "!UTF-8");
    CHECK(name_of("m") == "!measurement,tag=value field");
    CHECK(name_of("m f=1") == "!measurement,tag=value field");
    CHECK(name_of("m f\nm g") == "!measurement,tag=value field");
    CHECK(name_of("# f") == "!measurement,tag=value field");
    CHECK(name_of("") == "!measurement,tag=value field");
    CHECK(name_of("m " + std::string(999, 'f')) == "!≤ 1000 B");
}
