// Runs a fuzz target without libFuzzer: mutates its seeds for some seconds. Usage: fuzz_x [SECONDS
// [FIRST_NUMBER]]. When an input ends the program, its number is printed: the same command with that number
// repeats it at once.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// Well-formed beginnings of everything that our parsers take; mutation does the rest.
const std::vector<std::string> seeds{
    "",
    R"({"type":"Polygon","coordinates":[[[105.8,21],[105.9,21],[105.9,21.1],[105.8,21]]]})",
    R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[105.8,21,3]}]})",
    R"([{"phenomenonTime":"2026-11-24T08:30:00.25+07:00","result":12.5},{"phenomenonTime":"2026-11-24T01:30:01Z","result":-3e2}])",
    R"({"readings":[{"datastream":1,"t":"2026-11-24T01:30:00Z","value":1.5,"quality":"good"}]})",
    "NOT (a + 2 * -b >= 1.5e3 OR CASEI(name) LIKE casei('c\xe1\xba\xa7u%')) AND f((1), 'x''y') = TRUE AND a "
    "IN (1, 2.0)",
    "S_WITHIN(g, MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))) OR T_DURING(INTERVAL(t, '..'), INTERVAL('2026-01-01', "
    "'2026-11-29T00:00:00Z')) OR A_EQUALS((), (a, ('b'))) OR S_EQUALS(g, BBOX(0,0,1,1)) OR t IS NOT NULL",
    R"({"op":"and","args":[{"op":"=","args":[{"property":"a"},{"op":"+","args":[1,{"op":"f","args":[[],"\u00e2"]}]}]},{"op":"t_after","args":[{"interval":["..",{"property":"t"}]},{"date":"2026-01-01"}]},{"op":"s_within","args":[{"property":"g"},{"bbox":[0,0,1,1]}]}]})",
    "not (substringof('c\xe1\xba\xa7u', tolower(name)) and properties/n mul -2 ge 1.5e3) or "
    "Datastreams/any(d: "
    "d/Observations/all(o: o/result in (1, 2) and during(o/phenomenonTime, "
    "2026-01-01T00:00:00Z/2026-11-29T00:00:00Z)) and d/phenomenonTime gt now() sub duration'P1DT2H')",
    "Datastreams($filter=st_within(Thing/Locations/location, geography'POLYGON((0 0,1 0,1 1,0 "
    "0))');$top=1;$expand=Observations($orderby=phenomenonTime desc;$select=result)),Locations",
    "Things(1)/Datastreams(2)/Sensor/name/$value",
    "cpu,host=a\\ b,cpu=cpu0 usage_idle=98.5,n=12i,on=t,note=\"x \\\" y\" 1795000000000000000\n# x\nm f=1u\n",
    R"({"deviceInfo":{"devEui":"0101010101010101","deviceProfileName":"p"},"time":"2026-11-24T08:30:00Z","fCnt":1,"fPort":85,"data":"AXVcA3cCAA==","object":{"a":{"b":[1.5,true,"x"]}}})",
    R"([{"t":1795000000000,"v":[1,{"~/":2}]},{"t":1795000000000.5}])",
    "datastream;t;value;quality\r\n7;24/11/2026 08:30;\"1,25\";good\r\n",
    std::string("\x01\x75\x5c\x03\x77\x02\x00", 7),
    std::string("\x02\x01\x67\x00\x03\x3e\x80\x60\x17\x0c\x7f", 11),
    // A Sparkplug birth and the data behind it, as fuzz_sparkplug cuts them.
    std::string("\x00\x17\x08\x80\x01\x12\x10\x0a\x01\x46\x10\x01\x20\x0a\x69\x00\x00\x00\x00\x00\x00\xf0\x3f"
                "\x18\x00\x01\x0f\x12\x0b\x10\x01\x69\x00\x00\x00\x00\x00\x00\x00\x40\x18\x01",
                42),
    R"({"requests":[{"id":"1","atomicityGroup":"g","method":"post","url":"Things","body":{"a":{"@iot.id":"$1"}}},{"id":"2","dependsOn":["1"],"method":"patch","url":"$1/Datastreams","headers":{"If-Match":"\"1\""}}]})",
    "--b\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\nPOST /sta/v1.1/Things HTTP/1.1\r\n"
    "Content-Length: 2\r\n\r\n{}\r\n--b\r\nContent-Type: multipart/mixed;boundary=\"c\"\r\n\r\n--c\n"
    "Content-Type: application/http\n\nGET $1 HTTP/1.1\n\n--c--\n--b--\r\n",
    "GET /api/v1/assets?q=c%E1%BA%A7u&limit=10 HTTP/1.1\r\nHost: x\r\nCookie: a=b; hatang_session=00\r\n\r\n",
    std::string("\x10\x12\x00\x04MQTT\x04\x02\x00\x3c\x00\x06hatang", 20),
    std::string("\x32\x0e\x00\x03v/1\x00\x01{\"r\":1}", 16),
    std::string("\x10\x1f\x00\x04MQTT\x04\xce\x00\x3c\x00\x01x\x00\x03w/1\x00\x01\x00\x00\x01u\x00\x05hts_1",
                33) +
        std::string("\x34\x06\x00\x01t\x00\x01v\x62\x02\x00\x01\x82\x08\x00\x02\x00\x03"
                    "a/#\x01\xa2\x07\x00\x03\x00\x03"
                    "a/#\xc0\x00\xe0\x00",
                    35),
    std::string("\x01\x02\x04\x00\x00\x00\x00\x00\x00\xf8\x3f", 11),
    std::string("\x01\x02\x00\x00\x00\x02\x00\x00\x00", 9) + std::string(32, '\0'),
    std::string("\xa3\x63"
                "fmt\x64none\x67"
                "attStmt\xa0\x68"
                "authData\x58\x25",
                30),
    std::string("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10) + std::string(32, 'x') + "\x22\x58\x20" +
        std::string(32, 'y'),
};

std::uint64_t under_work = 0;

void name_input(int signal) {
    std::fprintf(stderr, "input %llu ended the program\n", static_cast<unsigned long long>(under_work));
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::string mutated(std::uint64_t number) {
    std::mt19937_64 random(number);
    const auto below = [&](std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random() % n); };
    std::string out = seeds[below(seeds.size())];
    for (std::size_t rounds = 1 + below(8); rounds > 0; --rounds) {
        const std::size_t at = below(out.size() + 1);
        switch (below(5)) {
            case 0:
                out.insert(at, 1, static_cast<char>(random()));
                break;
            case 1:
                out.erase(at, 1 + below(8));
                break;
            case 2:
                if (at < out.size()) out[at] = static_cast<char>(out[at] ^ (1 << below(8)));
                break;
            case 3:
                out.insert(at, out.substr(below(out.size() + 1), below(32)));
                break;
            default:
                out += seeds[below(seeds.size())].substr(0, below(64));
        }
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::strtod(argv[1], nullptr) : 10;
    std::uint64_t number = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::uint64_t tried = 0;
    // Run with ASAN_OPTIONS=abort_on_error=1, so that a finding arrives here.
    std::signal(SIGABRT, name_input);
    std::signal(SIGSEGV, name_input);
    for (; std::chrono::steady_clock::now() < end; ++number, ++tried) {
        under_work = number;
        const std::string input = mutated(number);
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    std::printf("%llu inputs, next %llu\n", static_cast<unsigned long long>(tried),
                static_cast<unsigned long long>(number));
}
