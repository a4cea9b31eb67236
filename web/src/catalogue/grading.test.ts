import { expect, it } from "vitest";
import { asksFor, intervalText, question, type GradingRow } from "./grading";

const row = (code: string, change: Partial<GradingRow> = {}): GradingRow => ({
    code,
    work_vi: "",
    work_en: "",
    criterion_vi: "",
    criterion_en: "",
    unit: "m",
    classes: [],
    importance: [],
    standard_speeds: false,
    raised_when: "never",
    legal_basis: "",
    valid_from: "",
    ...change,
});
const none = { length_m: 500, under_river: true, dangerous_chemicals: false, on: null };

it("asks nothing before a measure is complete", () => {
    expect(question([{ code: "a", value: null }], none, [row("a")])).toBeUndefined();
});

it("sends only the conditions that a chosen row depends on", () => {
    const rows = [row("a"), row("b", { length_limit_m: 1000, raised_when: "under_river" })];
    expect(question([{ code: "a", value: 3 }], none, rows)).toEqual({ measures: [{ code: "a", value: 3 }] });
    expect(question([{ code: "b", value: 3 }], none, rows)).toEqual({
        measures: [{ code: "b", value: 3 }],
        length_m: 500,
        under_river: true,
    });
    expect(asksFor([{ code: null, value: null }], rows)).toEqual({
        length: false,
        underRiver: false,
        dangerous: false,
    });
});

it("writes intervals with their open ends", () => {
    const text = (interval: object) =>
        intervalText({ grade: "I", from_open: false, to_open: false, ...interval }, String);
    expect(text({ from: 150 })).toBe("≥ 150");
    expect(text({ from: 30, to: 150, to_open: true })).toBe("30 – < 150");
    expect(text({ to: 10, to_open: true })).toBe("< 10");
    expect(text({ from: 80, to: 80 })).toBe("80");
    expect(text({ from: 100, from_open: true })).toBe("> 100");
});
