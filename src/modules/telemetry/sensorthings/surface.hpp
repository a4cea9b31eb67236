// How version 1.1 of SensorThings spells an answer: its names (@iot.id, …), links and documents. The rest of
// the folder knows none of them, so another version is another file like this.
#pragma once

#include <string>

#include "http/message.hpp"
#include "json/writer.hpp"
#include "telemetry/sensorthings/answer.hpp"

namespace hatang::telemetry::sta {

class Surface {
  public:
    // `root`: "https://host/sta/v1.1".
    Surface(std::string root, const Streams& streams) : root_(std::move(root)), streams_(streams) {}

    // `broker`: its address, empty where there is none; `updates`: what changes is told there.
    std::string service(std::string_view broker, bool updates) const;
    std::string entity(const Page&, const odata::Options&) const;
    // `self`: path and query of the request, for the next link.
    std::string collection(const Page&, const odata::Question&, const http::Request& self) const;
    std::string references(const Page&, const odata::Question&, const http::Request& self) const;
    std::string data_array(const Page&, const odata::Question&, const http::Request& self) const;
    std::string csv(const Page&, const odata::Question&) const;
    // Of entities with a geometry of their own.
    std::string geojson(const Page&, const odata::Question&, const http::Request& self) const;
    static bool has_places(Set);
    // The address of the next page; empty when there is none.
    std::string next_link(const Page&, const odata::Question&, const http::Request& self) const;
    // {"name":"…"}, or the value alone; nothing when it is null.
    std::optional<std::string> property(const Page&, const odata::Property&, bool alone) const;

    std::string self_link(Set, std::int64_t id) const;

  private:
    Set stream_set(std::int64_t id) const;
    void write_entity(json::Writer&, const Page&, const Node&, const odata::Options&) const;
    void write_below(json::Writer&, const Page&, const Node&, const Below&) const;
    void write_head(json::Writer&, const Page&, const odata::Question&, const http::Request& self) const;
    // The JSON of a property; empty: it has no value.
    std::string json_of(const Page&, const Node&, const odata::Property&) const;

    std::string root_;
    const Streams& streams_;
    // Entities written: what is shared by many of them is written for each.
    mutable std::size_t written_ = 0;
};

}  // namespace hatang::telemetry::sta
