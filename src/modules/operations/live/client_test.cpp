#include "operations/live/client.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "operations/limits.hpp"

namespace hatang::operations {
namespace {

security::Scope everything() {
    return security::Scope({{.sensitivity_max = security::Sensitivity::restricted}}, false);
}
Reach reach_all() { return {everything(), everything(), everything(), everything()}; }

Instant at(double t_s) { return {static_cast<std::int64_t>(t_s * kSecond)}; }

Board board_of_three() {
    Board board;
    board.plan({{1, 10, 100, 1.0, {"bridge", 105.85, 21.04}},
                {2, 11, 101, {}, {"water", 105.90, 21.00}},
                {3, 12, 0, 1.0, {"", {}, {}}}});
    return board;
}
Subscription all(std::initializer_list<Topic> topics) {
    Subscription s;
    for (const Topic t : topics) s.topics[static_cast<std::size_t>(t)] = true;
    return s;
}
SharedJson json(const char* text) { return std::make_shared<const std::string>(text); }

}  // namespace

TEST_CASE("of each datastream a client gets the latest value, once") {
    Board board = board_of_three();
    Client client;
    client.subscribe(all({Topic::values}), reach_all(), board);
    CHECK(client.idle());
    board.update({1, at(1), 5, 0}, at(1));
    board.update({1, at(2), 6.5, 1}, at(2));
    board.update({1, at(1.5), 7, 0}, at(2));  // late
    board.update({3, at(2), -1, 2}, at(2));
    for (const std::size_t i : board.take_changed(at(2))) client.value_changed(i);
    CHECK(
        client.take_changes(board, Client::Part::all, 7, at(2)) ==
        R"({"type":"changes","cursor":7,"at":"1970-01-01T00:00:02Z","values":[[1,100,2000,6.5,1,0],[3,null,2000,-1,2,0]]})");
    CHECK(client.idle());
    CHECK(board.take_changed(at(3)).empty());
}

TEST_CASE("a slow reader is brought up to date, not through the past") {
    Board board = board_of_three();
    Client client;
    client.subscribe(all({Topic::values}), reach_all(), board);
    for (int i = 1; i <= 1'000; ++i) {
        board.update({1, at(i), static_cast<double>(i), 0}, at(i));
        for (const std::size_t slot : board.take_changed(at(i))) client.value_changed(slot);
    }
    const std::string message = client.take_changes(board, Client::Part::all, 0, at(1'000));
    CHECK(message.find("[[1,100,1000000,1000,0,0]]") != std::string::npos);
}

TEST_CASE("values grow stale by the clock, and only those with an interval") {
    Board board = board_of_three();
    board.update({1, at(0), 5, 0}, at(0));
    board.update({2, at(0), 5, 0}, at(0));
    board.take_changed(at(0));
    CHECK(board.fresh_sensors(everything()) == 2);
    board.sweep(at(30));
    CHECK(board.take_changed(at(30)).empty());
    board.sweep(at(30.1));
    const auto changed = board.take_changed(at(30.1));
    REQUIRE(changed.size() == 1);
    CHECK(board[changed[0]].row == "[1,100,0,5,0,1]");
    CHECK(board.fresh_sensors(everything()) == 1);
}

TEST_CASE("box, domains and assets narrow the values") {
    Board board = board_of_three();
    for (const std::int64_t id : {1, 2, 3}) board.update({id, at(0), 1, 0}, at(0));
    board.take_changed(at(0));
    const auto count = [&](Subscription s) {
        Client client;
        client.subscribe(std::move(s), reach_all(), board);
        const std::string message = client.take_changes(board, Client::Part::all, 0, at(0));
        return std::ranges::count(message, '[') - (message.find("values") != std::string::npos);
    };
    Subscription s = all({Topic::values});
    CHECK(count(s) == 3);
    s.box = Box{105.8, 21.02, 105.88, 21.1};
    CHECK(count(s) == 1);
    s.box.reset();
    s.domains = {"water", "bridge"};
    CHECK(count(s) == 2);
    s.assets = {101};
    CHECK(count(s) == 1);
    CHECK(count(all({Topic::alarms})) == 0);
}

TEST_CASE("alarms and work orders go ahead of values") {
    Board board = board_of_three();
    Client client;
    client.subscribe(all({Topic::values, Topic::alarms, Topic::work}), reach_all(), board);
    board.update({1, at(1), 5, 0}, at(1));
    for (const std::size_t i : board.take_changed(at(1))) client.value_changed(i);
    client.changed(Topic::alarms, 4, json(R"({"id":4,"version":1})"));
    client.changed(Topic::alarms, 4, json(R"({"id":4,"version":2})"));
    client.changed(Topic::assets, 9, json(R"({"id":9})"));  // not subscribed
    CHECK(client.urgent());
    CHECK(client.take_changes(board, Client::Part::urgent, 1, at(1)) ==
          R"({"type":"changes","cursor":1,"at":"1970-01-01T00:00:01Z","alarms":[{"id":4,"version":2}]})");
    CHECK_FALSE(client.urgent());
    CHECK_FALSE(client.idle());
}

TEST_CASE("what waits for one reader is bounded") {
    Board board = board_of_three();
    Client client;
    client.subscribe(all({Topic::alarms}), reach_all(), board);
    for (std::size_t i = 0; i <= waiting_max; ++i) {
        CHECK_FALSE(client.overrun());
        client.changed(Topic::alarms, static_cast<std::int64_t>(i), json("{}"));
    }
    CHECK(client.overrun());
}

TEST_CASE("a new datastream reaches clients that were there before it") {
    Board board = board_of_three();
    Client client;
    client.subscribe(all({Topic::values}), reach_all(), board);
    board.plan({{9, 13, 100, 1.0, {"bridge", 105.85, 21.04}}});
    client.replan(board);
    board.update({9, at(0), 1, 0}, at(0));
    for (const std::size_t i : board.take_changed(at(0))) client.value_changed(i);
    CHECK(client.take_changes(board, Client::Part::all, 0, at(0)).find("[9,100,0,1,0,0]") !=
          std::string::npos);
}

TEST_CASE("where tiles have changed is told by domain, in a few boxes") {
    Board board = board_of_three();
    Client client;
    client.subscribe(all({Topic::tiles}), reach_all(), board);
    client.tiles_changed("road", Box{105, 20, 105.5, 20.5});
    client.tiles_changed("bridge", std::nullopt);
    client.tiles_changed("bridge", Box{105, 20, 105.5, 20.5});
    CHECK_FALSE(client.idle());
    CHECK(
        client.take_changes(board, Client::Part::all, 1, at(1)) ==
        R"({"type":"changes","cursor":1,"at":"1970-01-01T00:00:01Z","tiles":[{"domain":"bridge"},{"domain":"road","bbox":[105,20,105.5,20.5]}]})");
    CHECK(client.idle());
    for (int i = 0; i < 100; ++i) client.tiles_changed("road", Box{1.0 * i, 0, 1.0 * i + 1, 1});
    const std::string many = client.take_changes(board, Client::Part::all, 1, at(1));
    CHECK(std::ranges::count(many, '{') == 1 + static_cast<int>(tile_areas_max));
    CHECK(many.find("[31,0,100,1]") != std::string::npos);
    Subscription narrow = all({Topic::tiles});
    narrow.box = Box{100, 0, 101, 1};
    client.subscribe(narrow, reach_all(), board);
    client.tiles_changed("road", Box{102, 0, 103, 1});
    CHECK(client.idle());
    client.tiles_changed("road", Box{99, 0, 103, 1});
    CHECK_FALSE(client.idle());
}

TEST_CASE("subscriptions are read strictly") {
    const auto verdict = [](std::string_view text) {
        const auto s = parse_subscription(text);
        return s ? std::string("ok") : std::string(error_info(s.error().code).code) + " " + s.error().where;
    };
    CHECK(
        verdict(
            R"({"type":"subscribe","topics":["values","alarms"],"bbox":[105,20,106,22],"domains":["bridge"],"assets":[1],"cursor":5})") ==
        "ok");
    CHECK(verdict("{") == "invalid_json ");
    CHECK(verdict(R"({"type":"subscribe"})") == "missing_field /topics");
    CHECK(verdict(R"({"type":"shout","topics":[]})") == "invalid_value /type");
    CHECK(verdict(R"({"type":"subscribe","topics":["gossip"]})") == "invalid_value /topics/0");
    CHECK(verdict(R"({"type":"subscribe","topics":[],"bbox":[1,2,3]})") == "invalid_value /bbox");
    CHECK(verdict(R"({"type":"subscribe","topics":[],"bbox":[200,0,201,1]})") ==
          "coordinates_outside_world /bbox");
    CHECK(verdict(R"({"type":"subscribe","topics":[],"bbox":[5,0,4,1]})") == "invalid_value /bbox");
    CHECK(verdict(R"({"type":"subscribe","topics":[],"since":1})") == "unknown_field /since");
}

}  // namespace hatang::operations
