import { expect, it } from "vitest";
import { completeness, dropped, fieldState, fits, fittingAttributes } from "./conditions";

const schema = {
    type: "object",
    properties: {
        laying: { type: "string", enum: ["overhead", "buried"] },
        depth_m: { type: "number" },
        survey: { type: "string" },
        fee: { type: "boolean" },
        price: { type: "integer" },
        iri: { type: "number" },
        iri_date: { type: "string", format: "date" },
    },
    required: ["laying"],
    allOf: [
        { if: { properties: { laying: { const: "overhead" } }, required: ["laying"] }, then: { properties: { depth_m: false } } },
        { if: { required: ["depth_m"] }, else: { properties: { survey: false } } },
        { if: { properties: { fee: { enum: [true] } }, required: ["fee"] }, then: { required: ["price"] }, else: { properties: { price: false } } },
    ],
    dependentRequired: { iri: ["iri_date"] },
    mandatory: [{ legal_basis: "TT", properties: ["laying", "depth_m", "iri"] }],
};
type Schema = Parameters<typeof fieldState>[0];
const s = schema as unknown as Schema;

it("shows a field only where the other values leave a place for it", () => {
    expect([...fieldState(s, { laying: "buried", depth_m: 1 }).hidden]).toEqual(["price"]);
    expect(fieldState(s, { laying: "overhead" }).hidden).toContain("depth_m");
    expect(fieldState(s, { fee: true }).hidden).not.toContain("price");
    expect(fieldState(s, { fee: false }).hidden).toContain("price");
});

it("counts a hidden value as empty for the conditions after it", () => {
    expect(fieldState(s, { laying: "buried", depth_m: 1 }).hidden).not.toContain("survey");
    expect(fieldState(s, { laying: "overhead", depth_m: 1 }).hidden).toContain("survey");
});

it("asks for what another value makes necessary", () => {
    expect([...fieldState(s, { fee: true, iri: 2 }).required].sort()).toEqual(["iri_date", "laying", "price"]);
    expect([...fieldState(s, {}).required]).toEqual(["laying"]);
});

it("drops what has lost its place, and says so before", () => {
    const values = { laying: "overhead", depth_m: 1.2, fee: false };
    expect(dropped(s, values)).toEqual(["depth_m"]);
    expect(fittingAttributes(s, values)).toEqual({ laying: "overhead", depth_m: null, fee: false });
});

it("counts what the law wants, without the fields that have no place", () => {
    expect(completeness(s, { laying: "overhead" })).toEqual([{ basis: "TT", filled: 1, wanted: 2, missing: ["iri"] }]);
    expect(completeness({ type: "object" }, {})).toEqual([]);
});

it("understands the conditions of the server's schemas", () => {
    expect(fits({ minimum: 2 }, 1)).toBe(false);
    expect(fits({ properties: { a: { const: 1 } } } as unknown as Schema, { b: 2 })).toBe(true);
    expect(fits({ required: ["a"] }, { a: "" })).toBe(false);
});
