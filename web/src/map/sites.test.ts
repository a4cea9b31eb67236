import { expect, it } from "vitest";
import { SiteStates } from "./sites";

const site = (id: number) => ({ id, domain: "bridge", lon: 105.8, lat: 21 });
const value = (assetId: number, datastreamId: number, stale: boolean) => ({ assetId, datastreamId, stale });

it("adds sites once and then tells only changes of state", () => {
    const states = new SiteStates();
    states.setSites([site(1), site(2)]);
    states.update([value(1, 10, false)]);
    const first = states.takeChanges();
    expect(first?.add?.map((feature) => feature.properties?.["state"])).toEqual(["normal", "stale"]);
    states.update([value(1, 10, false), value(1, 11, false)]);
    expect(states.takeChanges()).toBeUndefined();
});

it("is stale only when every datastream is", () => {
    const states = new SiteStates();
    states.setSites([site(1)]);
    states.update([value(1, 10, false), value(1, 11, false)]);
    states.all();
    states.update([value(1, 10, true)]);
    expect(states.takeChanges()).toBeUndefined();
    states.update([value(1, 11, true)]);
    expect(states.takeChanges()?.update).toEqual([{ id: 1, addOrUpdateProperties: [{ key: "state", value: "stale" }] }]);
    states.update([value(1, 11, false)]);
    expect(states.takeChanges()?.update?.[0]?.addOrUpdateProperties?.[0]?.value).toBe("normal");
});
