import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import { buildStyle } from "./style";
import { keepSovereignty, SOVEREIGNTY_ID, SOVEREIGNTY_LABELS, withSovereignty } from "./sovereignty";

const names = (style: StyleSpecification): unknown[] => {
    const source = style.sources[SOVEREIGNTY_ID];
    if (source?.type !== "geojson" || typeof source.data !== "object" || !("features" in source.data)) return [];
    return source.data.features.map((feature) => feature.properties?.["name"]);
};

const expected = ["Quần đảo Hoàng Sa\n(Việt Nam)", "Quần đảo Trường Sa\n(Việt Nam)"];
const empty: StyleSpecification = { version: 8, sources: {}, layers: [] };

/** A map that holds just enough of a style to be robbed of its labels. */
class FakeMap {
    layers: { id: string; hidden?: boolean }[] = [];
    sources = new Set<string>();
    private listener: () => void = () => undefined;
    getLayer = (id: string) => this.layers.find((each) => each.id === id) as never;
    getSource = (id: string) => (this.sources.has(id) ? {} : undefined) as never;
    getLayoutProperty = (id: string) => (this.layers.find((each) => each.id === id)?.hidden ? "none" : "visible");
    getLayersOrder = () => this.layers.map((each) => each.id);
    addSource = (id: string) => this.sources.add(id) as never;
    addLayer = (each: { id: string }) => this.layers.push({ id: each.id }) as never;
    removeLayer = (id: string) => (this.layers = this.layers.filter((each) => each.id !== id)) as never;
    moveLayer = (id: string) => {
        this.removeLayer(id);
        return this.addLayer({ id });
    };
    on = (_: string, listener: () => void) => ((this.listener = listener), this) as never;
    change(act: () => void): void {
        act();
        this.listener();
    }
}

describe("sovereignty labels", () => {
    it("stand where they belong", () => {
        expect(SOVEREIGNTY_LABELS.map(({ lon, lat }) => [lon, lat])).toEqual([[112, 16.5], [114, 10]]);
    });

    it("are added to a style that lacks them, on top", () => {
        const style = withSovereignty(empty, false);
        expect(names(style)).toEqual(expected);
        expect(style.layers.at(-1)?.id).toBe(SOVEREIGNTY_ID);
    });

    it("replace what a style puts under their name", () => {
        const robbed: StyleSpecification = {
            version: 8,
            sources: { [SOVEREIGNTY_ID]: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
            layers: [
                { id: SOVEREIGNTY_ID, type: "symbol", source: SOVEREIGNTY_ID, layout: { visibility: "none" } },
                { id: "cover", type: "background" } as LayerSpecification,
            ],
        };
        const style = withSovereignty(robbed, true);
        expect(names(style)).toEqual(expected);
        expect(style.layers.filter((layer) => layer.id === SOVEREIGNTY_ID)).toHaveLength(1);
        expect(style.layers.at(-1)).not.toHaveProperty("layout.visibility");
    });

    it.each([false, true])("are in the style of the product (dark: %s)", (isDark) => {
        for (const basemap of [undefined, { id: "x", name: "X", kind: "xyz" as const, satellite: true, tiles: "/x/{z}/{x}/{y}", attribution: "X", min_zoom: 0, max_zoom: 19 }]) {
            const style = buildStyle({ isDark, origin: "", hidden: new Set(["administrative"]), basemap });
            expect(names(style)).toEqual(expected);
            expect(style.layers.at(-1)?.id).toBe(SOVEREIGNTY_ID);
            expect(style.glyphs).toBeUndefined();
        }
    });

    it("come back on a running map when removed, hidden, covered or lost with the style", () => {
        const map = new FakeMap();
        keepSovereignty(map as never, () => false);
        const standing = () => map.sources.has(SOVEREIGNTY_ID) && map.getLayersOrder().at(-1) === SOVEREIGNTY_ID && map.getLayoutProperty(SOVEREIGNTY_ID) === "visible";
        map.change(() => undefined);
        expect(standing()).toBe(true);
        map.change(() => map.removeLayer(SOVEREIGNTY_ID));
        expect(standing()).toBe(true);
        map.change(() => Object.assign(map.layers[0] ?? {}, { hidden: true }));
        expect(standing()).toBe(true);
        map.change(() => map.addLayer({ id: "cover" }));
        expect(standing()).toBe(true);
        map.change(() => {
            map.layers = [];
            map.sources.clear();
        });
        expect(standing()).toBe(true);
    });
});
