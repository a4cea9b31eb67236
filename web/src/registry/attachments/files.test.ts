import { expect, it } from "vitest";
import { sizeWords, tooLarge } from "./files";

it("knows what is too large before it is sent", () => {
    expect(tooLarge({ type: "image/jpeg", size: 21 * 2 ** 20 })).toBe(20 * 2 ** 20);
    expect(tooLarge({ type: "application/pdf", size: 21 * 2 ** 20 })).toBeUndefined();
    expect(tooLarge({ type: "application/pdf", size: 61 * 2 ** 20 })).toBe(60 * 2 ** 20);
});

it("writes sizes as people read them", () => {
    const number = (value: number, decimals: number) => value.toFixed(decimals);
    expect([1, 12_400, 999_999, 1_440_000].map((bytes) => sizeWords(bytes, number))).toEqual(["1 kB", "12 kB", "1000 kB", "1.4 MB"]);
});
