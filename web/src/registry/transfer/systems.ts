/**
 * The coordinate systems that files of the city come in. Parameters: EPSG 10.076; datum shift EPSG:6960, whose
 * coordinate-frame rotations have the other sign in PROJ's +towgs84.
 */
const VN2000 = "+ellps=WGS84 +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278";

export interface CoordinateSystem {
    code: string;
    kind: "vn2000_tm3" | "vn2000_utm" | "vn2000_degrees" | "wgs84_degrees" | "wgs84_utm";
    /** Central meridian in degrees. */
    meridian?: number;
    proj: string;
}

const tm = (meridian: number, scale: number, datum: string) =>
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=${scale} +x_0=500000 +y_0=0 ${datum} +units=m +no_defs`;
const tm3 = (code: number, meridian: number): CoordinateSystem =>
    ({ code: `EPSG:${code}`, kind: "vn2000_tm3", meridian, proj: tm(meridian, 0.9999, VN2000) });
const utm = (code: number, meridian: number): CoordinateSystem =>
    ({ code: `EPSG:${code}`, kind: "vn2000_utm", meridian, proj: tm(meridian, 0.9996, VN2000) });

/** Hà Nội's own first, then by how often its files come in them. */
export const SYSTEMS: CoordinateSystem[] = [
    tm3(5897, 105),
    { code: "EPSG:4326", kind: "wgs84_degrees", proj: "+proj=longlat +datum=WGS84 +no_defs" },
    utm(3405, 105),
    { code: "EPSG:32648", kind: "wgs84_utm", meridian: 105, proj: tm(105, 0.9996, "+datum=WGS84") },
    tm3(9209, 105.5),
    tm3(9210, 105.75),
    tm3(9208, 104.75),
    tm3(9207, 104.5),
    tm3(9211, 106),
    { code: "EPSG:4756", kind: "vn2000_degrees", proj: `+proj=longlat ${VN2000} +no_defs` },
    tm3(5896, 102),
    tm3(9205, 103),
    tm3(9206, 104),
    tm3(9212, 106.25),
    tm3(9213, 106.5),
    tm3(9214, 107),
    tm3(9215, 107.25),
    tm3(9216, 107.5),
    tm3(5899, 107.75),
    tm3(5898, 108),
    tm3(9217, 108.25),
    tm3(9218, 108.5),
    utm(3406, 111),
];

export const systemOf = (code: string | null | undefined): CoordinateSystem | undefined => SYSTEMS.find((each) => each.code === code);
export const inDegrees = (system: CoordinateSystem): boolean => system.kind.endsWith("_degrees");

/** 105°00′, 107°45′: the central meridian as survey papers write it. */
export function meridianText(degrees: number): string {
    const whole = Math.floor(degrees);
    return `${whole}°${String(Math.round((degrees - whole) * 60)).padStart(2, "0")}′`;
}
