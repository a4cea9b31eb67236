import { describe, expect, it } from "vitest";
import { findingsOf } from "./findings";
import type { Connection, ConnectionList, IngestHealth } from "./types";

const calm: IngestHealth = {
    database: "up", readings_per_s: 10, lag_s: 0.2, queued: 0, queued_max: 200_000, unsealed: 0, unsealed_max: 20_000_000, datastreams: 5,
    mqtt: "connected", mqtt_paused: false, mqtt_pauses: 0, mqtt_listener: null, connections: 1, mappings: 0, waiting: 0,
};
const good: Connection = {
    path: "http", name: "a", first: "", last: "", messages: 1, accepted: 1, duplicates: 0, waiting: 0, left_out: 0, uncertain: 0, gaps: 0, missing: 0,
    lost: 0, refused: {}, refused_total: 0, lag_s: 0, lag_most_s: 0, clock: "good", clock_delay_s: 0,
};
const list = (...items: Connection[]): ConnectionList => ({ items, total: items.length, most: 20_000, units: [] });
const kinds = (health: IngestHealth, connections: ConnectionList) => findingsOf(health, connections).map((each) => each.kind);

describe("what asks for somebody", () => {
    it("is nothing when all is well", () => {
        expect(kinds(calm, list(good, { ...good, name: "b", clock: "unknown", waiting: 3, left_out: 2, uncertain: 1 }))).toEqual([]);
    });
    it("comes worst first", () => {
        const found = kinds(
            { ...calm, database: "down", mqtt_paused: true, queued: 170_000, waiting: 4 },
            { ...list({ ...good, clock: "local_as_utc", refused_total: 2, gaps: 1, lost: 1 }), units: [{ datastream_id: 7, scale: 0.001, shift: 0, value: 3400, t: "", run: 3 }] },
        );
        expect(found).toEqual(["database", "queue", "paused", "unit", "clock", "refused", "lost", "gaps", "waiting"]);
    });
    it("tells Fahrenheit from a wrong power of ten", () => {
        const [finding] = findingsOf(calm, { ...list(), units: [{ datastream_id: 7, scale: 5 / 9, shift: -160 / 9, value: 86, t: "", run: 3 }] });
        expect(finding).toMatchObject({ kind: "unit", fahrenheit: true, to: "/sensors/7" });
    });
});
