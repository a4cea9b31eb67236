import { expect, it } from "vitest";
import { actionWords, differences } from "./auditEntry";

it("finds what differs, down to the leaves", () => {
    expect(
        differences(
            { name: "A", attributes: { lanes: 2 }, list: [1] },
            { name: "A", attributes: { lanes: 4 }, list: [1] },
        ),
    ).toEqual([{ path: "attributes.lanes", before: "2", after: "4" }]);
    expect(differences(null, { name: "A" })).toEqual([{ path: "name", before: undefined, after: "A" }]);
    expect(differences(null, null)).toEqual([]);
});

it("says an act in words and keeps unknown codes", () => {
    const entry = { action: "asset.change", entity: "asset", entity_id: 12 };
    expect(actionWords(entry, { change: "Sửa" }, { asset: "Công trình" })).toBe("Sửa · Công trình #12");
    expect(actionWords({ action: "session.create", entity: "session", entity_id: 7 }, { "session.create": "Đăng nhập" }, {})).toBe("Đăng nhập");
    expect(actionWords({ action: "x.melt", entity: "x", entity_id: null }, {}, {})).toBe("x.melt · x");
});
