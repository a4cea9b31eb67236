/** Lengths and areas on the ellipsoid of WGS 84, in metres: what a surveyor would get, not what the flat map suggests. Pure. */
export type Position = [lon: number, lat: number];

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const RAD = Math.PI / 180;
/** The iteration closes in by a thousand each step; places of one city need three. */
const STEPS = 50;

/** The geodesic between two places (Vincenty 1975, inverse). Exact to a millimetre within a country. */
export function distance_m([lon1, lat1]: Position, [lon2, lat2]: Position): number {
    const u1 = Math.atan((1 - F) * Math.tan(lat1 * RAD));
    const u2 = Math.atan((1 - F) * Math.tan(lat2 * RAD));
    const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    const l = (lon2 - lon1) * RAD;
    let lambda = l;
    for (let step = 0; step < STEPS; step++) {
        const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
        const sinS = Math.hypot(cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL);
        if (sinS === 0) return 0;
        const cosS = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
        const sigma = Math.atan2(sinS, cosS);
        const sinA = (cosU1 * cosU2 * sinL) / sinS;
        const cos2A = 1 - sinA * sinA;
        const cosM = cos2A === 0 ? 0 : cosS - (2 * sinU1 * sinU2) / cos2A;
        const c = (F / 16) * cos2A * (4 + F * (4 - 3 * cos2A));
        const before = lambda;
        lambda = l + (1 - c) * F * sinA * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM * cosM - 1)));
        if (Math.abs(lambda - before) > 1e-13) continue;
        const k = (cos2A * (A * A - B * B)) / (B * B);
        const a = 1 + (k / 16384) * (4096 + k * (-768 + k * (320 - 175 * k)));
        const b = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)));
        const delta = b * sinS * (cosM + (b / 4) * (cosS * (2 * cosM * cosM - 1) - (b / 6) * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3)));
        return B * a * (sigma - delta);
    }
    // Antipodes only: nobody measures there.
    return Math.PI * A;
}

export const length_m = (path: readonly Position[]): number =>
    path.reduce((sum, at, i) => sum + (i === 0 ? 0 : distance_m(path[i - 1]!, at)), 0);

/** Sine of the latitude on the sphere of the same area (Snyder 1987, 3-11 and 3-12), times half the area factor. */
function authalic(lat: number): number {
    const s = Math.sin(lat * RAD);
    const e = Math.sqrt(E2);
    return (1 - E2) * (s / (1 - E2 * s * s) + Math.atanh(e * s) / e);
}

/** Area of a ring, open or closed, either way round. Sides are straight in longitude and sine of latitude between their
 * middles, which differs from geodesics by less than a millionth for sides under 50 km. */
export function area_m2(ring: readonly Position[]): number {
    const [origin] = ring;
    if (!origin || ring.length < 3) return 0;
    const q0 = authalic(origin[1]);
    let sum = 0;
    for (let i = 0; i < ring.length; i++) {
        const [lon1, lat1] = ring[i]!;
        const [lon2, lat2] = ring[(i + 1) % ring.length]!;
        // Simpson's rule over the side: the authalic ordinate is not linear in latitude.
        const mean = (authalic(lat1) + 4 * authalic((lat1 + lat2) / 2) + authalic(lat2)) / 6 - q0;
        sum += (lon2 - lon1) * RAD * mean;
    }
    return (Math.abs(sum) * A * A) / 2;
}
