import { expect, it } from "vitest";
import { openSteps, stepOf } from "./steps";
import type { FileLayer, Import, ImportSettings, ImportState } from "./types";

const layer: FileLayer = { name: "cau", features: 3, geometry: "Point", crs: null, encoding: "UTF-8", encoding_sure: true, fields: [], bbox_in_crs: null };
const settings: ImportSettings = { layer: "cau", class: null, crs: null, encoding: "UTF-8", x_column: null, y_column: null, name_column: null, id_column: null, id_kind: null, fields: [] };
const at = (state: ImportState, more: Partial<Import> = {}): Import => ({ id: 1, file_name: "cau.zip", bytes: 1, received: 1, part_bytes_max: 1, state, created_at: "", ...more });

it("opens where the person left it", () => {
    expect(stepOf(at("uploading"))).toBe("file");
    expect(stepOf(at("failed"))).toBe("file");
    expect(stepOf(at("inspected", { layers: [layer], settings }))).toBe("source");
    expect(stepOf(at("inspected", { layers: [layer], settings: { ...settings, crs: "EPSG:5897" } }))).toBe("mapping");
    expect(stepOf(at("inspected", { layers: [layer], settings: { ...settings, crs: "EPSG:5897", class: "bridge" } }))).toBe("preview");
    expect(stepOf(at("checked", { layers: [layer], settings }))).toBe("check");
    expect(stepOf(at("undone", { layers: [layer], settings }))).toBe("commit");
});
it("asks no coordinate system of a table without places", () => {
    const table = { ...layer, geometry: "None" };
    expect(stepOf(at("inspected", { layers: [table], settings }))).toBe("mapping");
    expect(stepOf(at("inspected", { layers: [table], settings: { ...settings, x_column: "Y", y_column: "X" } }))).toBe("source");
});
it("opens the last step only after a trial run", () => {
    const ready = { layers: [layer], settings: { ...settings, crs: "EPSG:5897", class: "bridge" } };
    expect(openSteps(at("inspected", ready))).not.toContain("commit");
    expect(openSteps(at("checked", ready))).toContain("commit");
    expect(openSteps(at("imported", ready))).toEqual(["file", "check", "commit"]);
    expect(openSteps(at("uploading"))).toEqual(["file"]);
});
