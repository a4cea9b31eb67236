import { expect, it } from "vitest";
import { endOfDay, readLink, writeLink } from "./link";

it("an address says all of it, and gives the same back", () => {
    const link = { view: { lon: 105.84321, lat: 21.02854, zoom: 15.25 }, asset: 42, hidden: ["lighting/lamp", "road"], basemap: "ve-tinh", date: "2026-03-01", minerals: true, right: { basemap: undefined, date: "2025-01-31" } };
    expect(readLink(writeLink(link))).toEqual(link);
});

it("what is not of its form is left out", () => {
    const read = readLink(new URLSearchParams("at=x,1&asset=-3&hidden=road,<b>,a/b/c&base=../etc&date=2026-13-45&swipe=1&date2=yesterday"));
    expect(read).toEqual({ view: undefined, asset: undefined, hidden: ["road"], basemap: undefined, date: undefined, minerals: undefined, right: { basemap: undefined, date: undefined } });
    expect(writeLink({ hidden: [] }).toString()).toBe("");
});

it("a day ends at midnight in Hà Nội", () => {
    expect(new Date(endOfDay("2026-03-01")).toISOString()).toBe("2026-03-01T16:59:59.000Z");
});
