import { expect, it } from "vitest";
import type { Asset, AssetVersion, HistoryEntry } from "@/api/types";
import { changesOf, fitsFilter, timelineOf } from "./timeline";

const state = (attributes: object) => ({ name: "Đèn 1", attributes, geometry: null, identifiers: [], other_names: [] }) as unknown as Asset;
const version = (n: number, at: string, attributes: object): AssetVersion => ({ version: n, valid_from: at, recorded_at: at, changed_by: "Lan", asset: state(attributes) });
const event = (id: number, at: string, kind: string) => ({ id, at, kind, title_vi: kind, title_en: kind }) as HistoryEntry;

const versions = [
    version(3, "2026-11-03T00:00:00Z", { power_w: 100 }),
    // The remainder of version 2, recorded again by the change after it.
    version(2, "2026-11-03T00:00:00Z", { power_w: 120 }),
    version(2, "2026-11-02T00:00:00Z", { power_w: 120 }),
    version(1, "2026-11-01T00:00:00Z", {}),
];

it("has one change for each version, told when it was first recorded", () => {
    expect(changesOf(versions).map((v) => [v.version, v.recorded_at])).toEqual([[1, "2026-11-01T00:00:00Z"], [2, "2026-11-02T00:00:00Z"], [3, "2026-11-03T00:00:00Z"]]);
});

it("joins changes and events, newest first, each once", () => {
    const history = [
        event(4, "2026-11-03T00:00:00Z", "asset_changed"),
        event(3, "2026-11-02T12:00:00Z", "alarm_raised"),
        event(2, "2026-11-02T13:00:00Z", "attachment_added"),
        event(1, "2026-11-01T00:00:00Z", "asset_created"),
    ];
    const course = timelineOf(history, versions);
    expect(course.map((e) => (e.kind === "version" ? `v${e.version.version}` : e.event.kind))).toEqual(["v3", "attachment_added", "alarm_raised", "v2", "v1"]);
    expect(course[0]).toMatchObject({ changed: ["/attributes/power_w"] });
    expect(course.filter((e) => fitsFilter(e, "changes"))).toHaveLength(3);
    expect(course.filter((e) => fitsFilter(e, "alarms"))).toHaveLength(1);
    expect(course.filter((e) => fitsFilter(e, "files"))).toHaveLength(1);
});

it("keeps the lines of changes whose versions are not here", () => {
    const course = timelineOf([event(1, "2026-10-01T00:00:00Z", "asset_created")], versions);
    expect(course.at(-1)).toMatchObject({ kind: "event" });
});
