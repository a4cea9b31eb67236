import { expect, it } from "vitest";
import { fieldWords, valueWords } from "./fieldWords";

it("calls members as the forms do, and keeps what it does not know", () => {
    expect(fieldWords("status", "vi")).toBe("Tình trạng");
    expect(fieldWords("attributes.lanes", "en")).toBe("Attributes › lanes");
});
it("says values in words", () => {
    expect(valueWords("true", "vi")).toBe("có");
    expect(valueWords('["crew","viewer"]', "vi")).toBe("crew,viewer");
    expect(valueWords("2026-11-24T08:30:00Z", "vi")).toMatch(/^\d\d\/11\/2026 \d\d:\d\d:00$/);
    expect(valueWords("Cầu Chương Dương", "vi")).toBe("Cầu Chương Dương");
});
