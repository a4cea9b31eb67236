import type { LayerSpecification } from "maplibre-gl";
import { expect, it } from "vitest";
import { chosenLayer, toggleClass, toggleDomain } from "./layerChoice";

const lamps: LayerSpecification = { id: "lighting-point", type: "circle", source: "register", "source-layer": "lighting", filter: ["==", ["geometry-type"], "Point"], layout: {} };

it("a class is switched alone, all of them together are their domain", () => {
    const one = toggleClass([], "lighting", ["lamp", "cabinet"], "lamp", false);
    expect(one).toEqual(["lighting/lamp"]);
    const both = toggleClass(one, "lighting", ["lamp", "cabinet"], "cabinet", false);
    expect(both).toEqual(["lighting"]);
    expect(toggleClass(both, "lighting", ["lamp", "cabinet"], "lamp", true)).toEqual(["lighting/cabinet"]);
    expect(toggleDomain(["lighting/cabinet", "road"], "lighting", true)).toEqual(["road"]);
    expect(toggleDomain(["lighting/cabinet"], "lighting", false)).toEqual(["lighting"]);
});

it("a layer is hidden with its domain, and keeps its own filter beside that of the classes", () => {
    expect(chosenLayer(lamps, ["lighting"], false).layout?.visibility).toBe("none");
    expect(chosenLayer(lamps, [], false).layout?.visibility).toBe("visible");
    expect(chosenLayer(lamps, ["lighting/lamp"], false)).toMatchObject({
        filter: ["all", ["==", ["geometry-type"], "Point"], ["!", ["in", ["get", "class"], ["literal", ["lamp"]]]]],
    });
});

it("of the past only the borders of wards stay; the base is never touched", () => {
    expect(chosenLayer(lamps, [], true).layout?.visibility).toBe("none");
    const wards: LayerSpecification = { id: "base-ward", type: "line", source: "register", "source-layer": "administrative" };
    expect(chosenLayer(wards, [], true).layout?.visibility).toBe("visible");
    const land: LayerSpecification = { id: "land", type: "fill", source: "land" };
    expect(chosenLayer(land, ["road"], true)).toBe(land);
});
