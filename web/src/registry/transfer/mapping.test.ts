import { expect, it } from "vitest";
import type { SchemaField } from "../schemaFields";
import { compact, guessIdColumn, guessIdKind, guessNameColumn, missing, remembered, suggestFields, suggestValues, unitFactor, unitInName, unmapped } from "./mapping";
import { guessColumns, samplePoints } from "./tableColumns";
import type { FileField, FileLayer, ImportSettings } from "./types";

const column = (name: string, ...samples: string[]): FileField => ({ name, type: "String", samples });
const attribute = (key: string, title: string, more: Partial<SchemaField> = {}): SchemaField => ({ key, title, kind: "number", required: false, options: [], columns: [], ...more });
const length = attribute("length_m", "Chiều dài", { unit: "m" });
const spans = attribute("span_count", "Số nhịp");
const surface = attribute("surface", "Kết cấu mặt đường", {
    kind: "choice",
    options: [
        { value: "asphalt", label: "Bê tông nhựa" },
        { value: "concrete", label: "Bê tông xi măng" },
    ],
});
const nobody = new Map();

it("compares names without diacritics and signs", () => {
    expect(compact("Chiều dài (m)")).toBe("chieudaim");
    expect(compact("ĐƯỜNG_KÍNH")).toBe("duongkinh");
});
it("pairs equal names whatever their spelling, with the unit of the column", () => {
    expect(suggestFields([column("CHIEU_DAI_KM", "1,2"), column("Số nhịp", "3")], [length, spans], nobody)).toEqual([
        { attribute: "length_m", column: "CHIEU_DAI_KM", unit_factor: 1000 },
        { attribute: "span_count", column: "Số nhịp" },
    ]);
});
it("pairs names that the Shapefile format cut off", () => {
    expect(suggestFields([column("KETCAUMATD", "x")], [surface], nobody)).toEqual([{ attribute: "surface", column: "KETCAUMATD" }]);
});
it("uses a column for one attribute only, the likest", () => {
    const found = suggestFields([column("Chiều dài")], [attribute("length_total_m", "Chiều dài toàn cầu"), length], nobody);
    expect(found).toEqual([{ attribute: "length_m", column: "Chiều dài" }]);
});
it("does not pair what is not alike", () => {
    expect(suggestFields([column("GHICHU"), column("L")], [length, spans, surface], nobody)).toEqual([]);
});

const settings: ImportSettings = {
    layer: "cau", class: "bridge", crs: "EPSG:5897", encoding: "UTF-8", x_column: null, y_column: null,
    name_column: "TEN", id_column: null, id_kind: null, fields: [{ attribute: "length_m", column: "L1", unit_factor: 0.001 }],
};
it("does as former imports of the class did", () => {
    const memory = remembered([settings], "bridge");
    expect(suggestFields([column("L1")], [length], memory)).toEqual([{ attribute: "length_m", column: "L1", unit_factor: 0.001 }]);
    expect(remembered([settings], "road").size).toBe(0);
});
it("finds codes by key and by name", () => {
    expect(suggestValues(["BÊ TÔNG NHỰA", "concrete", "đá"], surface)).toEqual({ "BÊ TÔNG NHỰA": "asphalt", concrete: "concrete" });
});
it("offers every text of a column to the list of codes, not only the first", () => {
    const many = { ...column("KETCAU", "asphalt"), values: ["asphalt", "Bê tông xi măng"] };
    expect(suggestFields([many], [{ ...surface, title: "Kết cấu" }], nobody)).toEqual([
        { attribute: "surface", column: "KETCAU", values: { asphalt: "asphalt", "Bê tông xi măng": "concrete" } },
    ]);
});
it("reads units from names", () => {
    expect(unitInName("Dài (km)")).toBe("km");
    expect(unitInName("DIENTICH_HA")).toBe("ha");
    expect(unitInName("ten")).toBeUndefined();
    expect(unitFactor("km", "m")).toBe(1000);
    expect(unitFactor("ha", "km²")).toBeCloseTo(0.01);
    expect(unitFactor("km", "kg")).toBeUndefined();
});
it("knows name and code columns, what is left over and what is missing", () => {
    const columns = [column("TEN"), column("MaHieu"), column("L1"), column("GHICHU")];
    expect(guessNameColumn(columns)).toBe("TEN");
    expect(guessIdColumn(columns)).toBe("MaHieu");
    expect(["MA_DEN", "Mã hố", "Ký hiệu", "SoHieu"].map((name) => guessIdColumn([column("TEN"), column(name)]))).toEqual(["MA_DEN", "Mã hố", "Ký hiệu", "SoHieu"]);
    expect(guessIdColumn([column("Mặt đường"), column("MAU")])).toBeNull();
    expect([guessIdKind("osm_id", { name: "points", geometry: "Point" }), guessIdKind("osm_id", { name: "lines", geometry: "LineString" }), guessIdKind("osm_id", { name: "multipolygons", geometry: "MultiPolygon" }), guessIdKind("MA", { name: "a", geometry: "Point" })]).toEqual(["osm_node", "osm_way", "osm_relation", "legacy_city"]);
    expect(unmapped(columns, settings).map((each) => each.name)).toEqual(["MaHieu", "GHICHU"]);
    expect(missing([{ ...spans, required: true }, { ...length, required: true }], settings).map((each) => each.key)).toEqual(["span_count"]);
});

const table = (...fields: FileField[]): FileLayer => ({ name: "t", features: 2, geometry: "None", crs: null, encoding: "UTF-8", encoding_sure: true, fields, bbox_in_crs: null });
it("finds northing and easting by their values, whichever is called X", () => {
    const vn = table(column("STT", "1", "2"), column("X", "2326000,5", "2326100"), column("Y", "588000", "588100"));
    expect(guessColumns(vn)).toEqual({ x_column: "Y", y_column: "X" });
    expect(samplePoints(vn, "Y", "X")).toEqual([[588000, 2326000.5], [588100, 2326100]]);
    const gis = table(column("X", "588000"), column("Y", "2326000"));
    expect(guessColumns(gis)).toEqual({ x_column: "X", y_column: "Y" });
});
it("finds longitude and latitude", () => {
    expect(guessColumns(table(column("Kinh độ", "105,85"), column("Vĩ độ", "21,03")))).toEqual({ x_column: "Kinh độ", y_column: "Vĩ độ" });
});
it("finds no place in a table without one", () => {
    expect(guessColumns(table(column("Tên", "Cầu A")))).toEqual({ x_column: null, y_column: null });
});
