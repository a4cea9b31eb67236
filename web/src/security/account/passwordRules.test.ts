import { expect, it } from "vitest";
import { rulesOf } from "./passwordRules";

const unmet = (password: string, repeated: string, hasFactor = false) =>
    rulesOf(password, repeated, "an.nguyen", hasFactor ? 8 : 14, hasFactor)
        .filter((each) => !each.met)
        .map((each) => each.rule);

it("asks for length, four classes, no name, and the same twice", () => {
    expect(unmet("", "")).toEqual(["length", "classes", "name", "same"]);
    expect(unmet("Cầu-Long-Biên-1902", "Cầu-Long-Biên-1902")).toEqual([]);
    expect(unmet("cầu long biên 1902", "cầu long biên 1903")).toEqual(["classes", "same"]);
    expect(unmet("Toi-la-An.Nguyen-1", "Toi-la-An.Nguyen-1")).toEqual(["name"]);
});

it("asks for less where a second factor is in force", () => {
    expect(unmet("cầuchươngdương", "cầuchươngdương", true)).toEqual([]);
    expect(unmet("ngắn", "ngắn", true)).toEqual(["length"]);
});
