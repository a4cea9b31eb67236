import { expect, it } from "vitest";
import { fileName, seriesCsv } from "./export";

it("writes a file name without diacritics", () => {
    expect(fileName("Mực nước Hồ Đầm Đỗi / 24-11")).toBe("muc-nuoc-ho-dam-doi-24-11");
    expect(fileName("…")).toBe("hatang");
});

it("writes gaps as empty cells and quotes the name", () => {
    const csv = seriesCsv([{ id: 7, name: 'A "b"', unit: "m", series: { t: [0, 1000], value: [1.5, null] } }]);
    expect(csv).toBe('\uFEFFtime,datastream,name,unit,value\r\n1970-01-01T00:00:00.000Z,7,"A ""b""","m",1.5\r\n1970-01-01T00:00:01.000Z,7,"A ""b""","m",\r\n');
});

it("writes buckets and single readings under one head", () => {
    const csv = seriesCsv([
        { id: 1, name: "A", unit: "m", series: { t: [0], value: [2], min: [1], max: [3], count: [4], bad: [1] } },
        { id: 2, name: "B", unit: "m", series: { t: [0], value: [9], quality: [1] } },
    ]);
    expect(csv.split("\r\n").slice(0, 3)).toEqual([
        "\uFEFFtime,datastream,name,unit,value,min,max,count,bad,quality",
        '1970-01-01T00:00:00.000Z,1,"A","m",2,1,3,4,1,',
        '1970-01-01T00:00:00.000Z,2,"B","m",9,,,,,uncertain',
    ]);
});
