import { expect, it } from "vitest";
import { ApiError } from "@/api/client";
import { refusalsOf } from "./refusals";

const refused = (where: string | undefined) =>
    new ApiError(422, "out_of_range", "quá lớn", "too large", where, undefined);
const known = (pointer: string) => ["/name", "/attributes/length_m", "/geometry"].includes(pointer);

it("shows a refusal at its field", () => {
    expect(refusalsOf(refused("/attributes/length_m"), known)).toEqual({ "/attributes/length_m": "quá lớn" });
});
it("climbs to the field that holds a refused part", () => {
    expect(refusalsOf(refused("/geometry/coordinates/0/1"), known)).toEqual({ "/geometry": "quá lớn" });
});
it("takes a bare field name as a pointer", () => {
    expect(refusalsOf(refused("name"), known)).toEqual({ "/name": "quá lớn" });
});
it("falls back to the whole form", () => {
    expect(refusalsOf(refused("/unknown"), known)).toEqual({ "": "quá lớn" });
    expect(refusalsOf(refused(undefined), known)).toEqual({ "": "quá lớn" });
    expect(refusalsOf(new Error("x"), known)).toEqual({});
});
