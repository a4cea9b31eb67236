import { expect, it } from "vitest";
import { fileName, seriesCsv } from "./export";

it("writes a file name without diacritics", () => {
    expect(fileName("Mực nước Hồ Đầm Đỗi / 24-11")).toBe("muc-nuoc-ho-dam-doi-24-11");
    expect(fileName("…")).toBe("hatang");
});

it("writes gaps as empty cells and quotes the name", () => {
    const csv = seriesCsv('A "b"', "m", { t: [0, 1000], value: [1.5, null] });
    expect(csv).toBe('\uFEFFtime,"A ""b"" (m)"\r\n1970-01-01T00:00:00.000Z,1.5\r\n1970-01-01T00:00:01.000Z,\r\n');
});
