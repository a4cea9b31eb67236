import { expect, it } from "vitest";
import { fieldsOf, groupsOf } from "./schemaFields";

const schema = {
    type: "object",
    required: ["number"],
    properties: {
        number: { type: "integer", title: "Số hiệu", title_en: "Number", minimum: 1, maximum: 99 },
        length_m: { type: "number", title: "Chiều dài", title_en: "Length", unit: "m", minimum: 0 },
        material: {
            type: "string",
            title: "Vật liệu",
            title_en: "Material",
            enum: ["steel"],
            enum_titles: { steel: "Thép" },
            enum_titles_en: { steel: "Steel" },
        },
        remark: { type: "string", title: "Ghi chú", maxLength: 2000 },
        osm_tags: { type: "object", title: "Thẻ" },
        under_river: { type: "boolean", title: "Dưới sông" },
    },
};

it("keeps the order and finds the kind of each attribute", () => {
    expect(fieldsOf(schema, "vi").map((f) => [f.key, f.kind])).toEqual([
        ["number", "integer"],
        ["length_m", "number"],
        ["material", "choice"],
        ["remark", "paragraph"],
        ["osm_tags", "map"],
        ["under_river", "boolean"],
    ]);
});

it("speaks the chosen language and falls back to Vietnamese", () => {
    const [number, , material, remark] = fieldsOf(schema, "en");
    expect(number).toMatchObject({ title: "Number", required: true, least: 1, most: 99 });
    expect(material?.options).toEqual([{ value: "steel", label: "Steel" }]);
    expect(remark?.title).toBe("Ghi chú");
    expect(fieldsOf(schema, "vi")[2]?.options).toEqual([{ value: "steel", label: "Thép" }]);
});

const grouped = {
    type: "object",
    groups: [{ title: "Kích thước", title_en: "Dimensions", properties: ["corners", "days"] }, { title: "Giấy tờ", properties: ["until"] }],
    properties: {
        until: { type: "string", format: "date", title: "Đến ngày" },
        days: { type: "array", maxItems: 7, title: "Ngày", items: { type: "string", enum: ["mon"], enum_titles: { mon: "Thứ hai" } } },
        corners: {
            type: "array", maxItems: 300, title: "Điểm góc",
            items: { type: "object", required: ["x"], properties: { x: { type: "number", title: "X", unit: "m" } } },
        },
        osm_tags: { type: "object", title: "Thẻ" },
    },
};

it("groups the fields as the class says and knows dates, several choices and tables", () => {
    const [size, papers] = groupsOf(grouped, "vi");
    expect(size?.fields.map((f) => [f.key, f.kind, f.itemsMax])).toEqual([["corners", "table", 300], ["days", "choices", 7]]);
    expect(size?.fields[0]?.columns).toMatchObject([{ key: "x", kind: "number", unit: "m", required: true }]);
    expect(size?.fields[1]?.options).toEqual([{ value: "mon", label: "Thứ hai" }]);
    expect(papers?.fields.map((f) => f.kind)).toEqual(["date"]);
    expect(groupsOf(grouped, "en")[0]?.title).toBe("Dimensions");
    expect(groupsOf(grouped, "en")[1]?.title).toBe("Giấy tờ");
});
