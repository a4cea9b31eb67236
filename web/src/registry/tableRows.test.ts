import { expect, it } from "vitest";
import type { SchemaField } from "./schemaFields";
import { looseNumber, pastedRows } from "./tableRows";

const column = (key: string, kind: SchemaField["kind"], options: SchemaField["options"] = []): SchemaField => ({ key, kind, options, title: key, required: false, columns: [] });
const corners = [column("label", "text"), column("northing_m", "number"), column("easting_m", "number")];

it("reads numbers as people write them", () => {
    expect(["2 325 118,45", "2.325.118,45", "2325118.45", "588432", "1.234.567", "-3,5"].map(looseNumber)).toEqual([2325118.45, 2325118.45, 2325118.45, 588432, 1234567, -3.5]);
    expect(["", "12m", "1,2,3x"].map(looseNumber)).toEqual([undefined, undefined, undefined]);
});

it("takes a table from a spreadsheet, without its heading", () => {
    expect(pastedRows("Điểm\tX (m)\tY (m)\r\n1\t2325118,45\t588432,10\r\n2\t2325120\t588440\r\n", corners)).toEqual([
        { label: "1", northing_m: 2325118.45, easting_m: 588432.1 },
        { label: "2", northing_m: 2325120, easting_m: 588440 },
    ]);
});

it("leaves a single value to its cell", () => {
    expect(pastedRows("2325118,45", corners)).toBeUndefined();
});

it("understands dates and names of codes", () => {
    const columns = [column("date", "date"), column("level", "choice", [{ value: "121", label: "Cấp 121" }])];
    expect(pastedRows("5/7/2026\tcap 121\n2026-07-06\t121", columns)).toEqual([{ date: "2026-07-05", level: "121" }, { date: "2026-07-06", level: "121" }]);
});
