import { expect, it } from "vitest";
import { seriesParts } from "./seriesParts";

it("parts what is measured from where", () => {
    expect(seriesParts("line_protocol", "modbus,host=yen-so-1 muc_nuoc")).toEqual({ what: "muc_nuoc", where: "modbus,host=yen-so-1" });
    expect(seriesParts("line_protocol", "m a\\ b")).toEqual({ what: "m a\\ b", where: "" });
    expect(seriesParts("chirpstack", "24e124136b502217/state.a/b")).toEqual({ what: "state.a/b", where: "24e124136b502217" });
    expect(seriesParts("json", "city/pump/7 /flow/value")).toEqual({ what: "/flow/value", where: "city/pump/7" });
    expect(seriesParts("json", "city/level")).toEqual({ what: "city/level", where: "" });
    expect(seriesParts("sparkplug", "Cap-nuoc/Bac-Thang-Long/Ap luc")).toEqual({ what: "Ap luc", where: "Cap-nuoc/Bac-Thang-Long" });
});
