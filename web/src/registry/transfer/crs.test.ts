import { expect, it } from "vitest";
import { advise, distance_m, toWgs84 } from "./crs";
import { meridianText, SYSTEMS, systemOf } from "./systems";

const hanoi = systemOf("EPSG:5897")!;

it("puts VN-2000 of Hà Nội where PROJ 9 with EPSG:6960 puts it", () => {
    const [lon, lat] = toWgs84(hanoi, 588000, 2326000)!;
    expect(lon).toBeCloseTo(105.84848792, 7);
    expect(lat).toBeCloseTo(21.02540967, 7);
    const utm = toWgs84(systemOf("EPSG:3405")!, 588565.364, 2325647.338)!;
    expect(utm[0]).toBeCloseTo(105.8542, 7);
    expect(utm[1]).toBeCloseTo(21.0285, 7);
});
it("knows that a missing datum shift is 224 m", () => {
    const vn = toWgs84(systemOf("EPSG:3405")!, 588565.364, 2325647.338)!;
    const wgs = toWgs84(systemOf("EPSG:32648")!, 588565.364, 2325647.338)!;
    expect(distance_m(vn, wgs)).toBeGreaterThan(222);
    expect(distance_m(vn, wgs)).toBeLessThan(226);
});
it("writes meridians as survey papers do", () => {
    expect(meridianText(105)).toBe("105°00′");
    expect(meridianText(107.75)).toBe("107°45′");
});
it("has each system once", () => {
    expect(new Set(SYSTEMS.map((each) => each.code)).size).toBe(SYSTEMS.length);
});

const points: [number, number][] = [[588000, 2326000], [590000, 2329000]];
it("says that a right choice fits, and what else would fit and how far off it is", () => {
    const advice = advise(hanoi, points, false);
    expect(advice.fits).toBe(true);
    expect(advice.exchange).toBe(false);
    const utm = advice.others.find((each) => each.system.code === "EPSG:32648");
    expect(utm?.off_m).toBeGreaterThan(200);
});
it("notices exchanged X and Y", () => {
    const exchanged = points.map(([x, y]): [number, number] => [y, x]);
    expect(advise(hanoi, exchanged, false)).toMatchObject({ fits: false, exchange: true });
    expect(advise(hanoi, exchanged, true)).toMatchObject({ fits: true, exchange: false });
});
it("finds the system of degrees without a choice", () => {
    const codes = advise(undefined, [[105.85, 21.03]], false).others.map((each) => each.system.code);
    expect(codes).toContain("EPSG:4326");
    expect(codes).not.toContain("EPSG:5897");
});
it("tells exchanged degrees from right ones", () => {
    const wgs = systemOf("EPSG:4326")!;
    expect(advise(wgs, [[21.03, 105.85]], false)).toMatchObject({ fits: false, exchange: true });
});
