import { describe, expect, it } from "vitest";
import { tryCommand, type Connecting } from "./ways";

const now = new Date("2026-11-24T01:30:00Z");
const state = (change: Partial<Connecting>): Connecting => ({ way: "http", stream: 7, secret: "hts_1", topic: "", devEui: "", decoder: null, since: 0, ...change });

describe("the command that sends one reading", () => {
    it("carries the credential and the exact topic", () => {
        expect(tryCommand(state({}), "https://hatang.example", now)).toContain("-H 'Authorization: Bearer hts_1'");
        expect(tryCommand(state({}), "https://hatang.example", now)).toContain(`'{"readings":[{"datastream":7,"t":"2026-11-24T01:30:00.000Z","value":1}]}'`);
        expect(tryCommand(state({ way: "mqtt" }), "https://hatang.example", now)).toContain("-h hatang.example -q 1 -t 'v1.1/Datastreams(7)/Observations'");
        expect(tryCommand(state({ way: "line_protocol" }), "https://hatang.example", now)).toContain("'Authorization: Token hts_1'");
    });
    it("goes to the server itself where it listens for devices", () => {
        expect(tryCommand(state({ way: "mqtt" }), "https://hatang.example", now, { port: 8883, tls: true })).toContain(
            "mosquitto_pub -h hatang.example -p 8883 --tls-use-os-certs -u device -P 'hts_1' -q 1 -t 'v1.1/Datastreams(7)/Observations'",
        );
    });
    it("quotes what a shell would run", () => {
        expect(tryCommand(state({ way: "json", topic: "city/'$(rm)'/+" }), "https://hatang.example", now)).toContain(`-t 'city/'\\''$(rm)'\\''/1'`);
    });
    it("is none where only the device can send", () => {
        expect(tryCommand(state({ way: "chirpstack" }), "https://hatang.example", now)).toBeUndefined();
        expect(tryCommand(state({ way: "json" }), "https://hatang.example", now)).toBeUndefined();
    });
});
