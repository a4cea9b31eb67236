/** Colours of the quiet base: land and water stay behind, roads are hairlines, names are readable. */
export interface MapPalette {
    sea: string;
    land: string;
    water: string;
    waterLine: string;
    green: string;
    ward: string;
    wardLine: string;
    road: string;
    roadCasing: string;
    label: string;
    labelWater: string;
    halo: string;
}

const light: MapPalette = {
    sea: "#CFDDE8",
    land: "#EFF2F5",
    water: "#C3D7E6",
    waterLine: "#AAC5D9",
    green: "#DDE9DC",
    ward: "#0F1B2D",
    wardLine: "#C3CBD6",
    road: "#FFFFFF",
    roadCasing: "#CDD5DF",
    label: "#43536A",
    labelWater: "#3F6A8A",
    halo: "#FFFFFF",
};

const dark: MapPalette = {
    sea: "#081222",
    land: "#0D1626",
    water: "#0A2036",
    waterLine: "#17344F",
    green: "#10231F",
    ward: "#E6EDF7",
    wardLine: "#24344E",
    road: "#22304A",
    roadCasing: "#16223A",
    label: "#93A4BE",
    labelWater: "#5F8DB3",
    halo: "#0B1220",
};

export const mapPalette = (isDark: boolean): MapPalette => (isDark ? dark : light);
