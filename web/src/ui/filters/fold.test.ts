import { expect, it } from "vitest";
import { foldText } from "./fold";

it("folds both spellings and đ", () => {
    expect(foldText("Hoà")).toBe(foldText("hòa"));
    expect(foldText("Đường Đê")).toBe("duong de");
});
