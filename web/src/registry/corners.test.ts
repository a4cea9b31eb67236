import { expect, it } from "vitest";
import { cornerState, exchanged, parseCoordinate, parsePaste, sentCorners } from "./corners";

it("reads coordinates in every way they are written", () => {
    for (const text of ["2326000.5", "2326000,5", "2 326 000,5", "2.326.000,5", "2,326,000.5", " 2326000.50 m"]) expect(parseCoordinate(text)).toBe(2326000.5);
    expect(parseCoordinate("588.000")).toBe(588);
    expect(parseCoordinate("2.326.000")).toBe(2326000);
    expect(parseCoordinate("105,8542")).toBe(105.8542);
    for (const text of ["", "X", "2.32.6", "12a"]) expect(parseCoordinate(text)).toBeUndefined();
});
it("takes rows from a spreadsheet, with or without the number of the corner, past headings", () => {
    expect(parsePaste("Góc\tX (m)\tY (m)\n1\t2.326.000,10\t588.000,20\r\n2\t2326100\t588100\n")).toEqual([
        { label: "1", x: "2.326.000,10", y: "588.000,20" },
        { label: "2", x: "2326100", y: "588100" },
    ]);
    expect(parsePaste("2326000\t588000\n2326100\t588100")).toEqual([
        { label: "1", x: "2326000", y: "588000" },
        { label: "2", x: "2326100", y: "588100" },
    ]);
    expect(parsePaste("2326000\t588000\t12,5")).toEqual([{ label: "1", x: "2326000", y: "588000" }]);
    expect(parsePaste("A1; 2326000; 588000")).toEqual([{ label: "A1", x: "2326000", y: "588000" }]);
    expect(parsePaste("không có số")).toEqual([]);
});
it("sends three complete corners and never a half one", () => {
    const rows = parsePaste("2326000\t588000\n2326100\t588100\n2326000\t588200");
    expect(sentCorners([...rows, { label: "4", x: "", y: "" }])).toEqual([
        { label: "1", northing: 2326000, easting: 588000 },
        { label: "2", northing: 2326100, easting: 588100 },
        { label: "3", northing: 2326000, easting: 588200 },
    ]);
    expect(sentCorners(rows.slice(0, 2))).toBeUndefined();
    expect(sentCorners([...rows, { label: "4", x: "2326000", y: "" }])).toBeUndefined();
    expect(cornerState({ label: "1", x: "abc", y: "1" })).toBe("wrong");
});
it("exchanges X and Y", () => {
    expect(exchanged([{ label: "1", x: "a", y: "b" }])).toEqual([{ label: "1", x: "b", y: "a" }]);
});
