import { expect, it } from "vitest";
import { byValidity, cityDay, endedOn, filterBody, groupedCode } from "./codes";

it("groups codes of the city and leaves others alone", () => {
    expect(groupedCode("HT00000123T")).toBe("HT 0000 0123 T");
    expect(groupedCode("2528110016803")).toBe("2528110016803");
    expect(groupedCode("HT0000123T")).toBe("HT0000123T");
});

it("tells codes of today from past and coming ones", () => {
    const codes = [
        { kind: "a", value: "1", valid_to: "2026-01-01" },
        { kind: "b", value: "2" },
        { kind: "c", value: "3", valid_from: "2027-01-01" },
        { kind: "d", value: "4", valid_from: "2026-01-02", valid_to: "2026-11-29" },
    ];
    const { now, past, later } = byValidity(codes, "2026-11-29");
    expect([now, past, later].map((list) => list.map((each) => each.kind).join(""))).toEqual(["bd", "a", "c"]);
});

it("ends one code and no other of its kind", () => {
    const codes = [
        { kind: "a", value: "1" },
        { kind: "a", value: "2" },
    ];
    expect(endedOn(codes, codes[1]!, "2026-11-29")).toEqual([{ kind: "a", value: "1" }, { kind: "a", value: "2", valid_to: "2026-11-29" }]);
});

it("makes a body of the filters in the address", () => {
    expect(filterBody({ q: "cau", owner: "12", ward: undefined, finding: "missing" })).toEqual({ q: "cau", owner: 12, finding: "missing" });
});

it("knows the day of the city late in the evening", () => {
    expect(cityDay(new Date("2026-11-28T17:30:00Z"))).toBe("2026-11-29");
    expect(cityDay(new Date("2026-11-28T16:30:00Z"))).toBe("2026-11-28");
});
