/** The colours of both themes. CSS variables and antd's tokens are made from this table alone. */
export interface Tokens {
    surface: string;
    raised: string;
    line: string;
    text: string;
    muted: string;
    accent: string;
    normal: string;
    notice: string;
    warning: string;
    major: string;
    critical: string;
    /** Of words: the state colours dark (or light) enough for small text. */
    warningText: string;
    majorText: string;
    stale: string;
    good: string;
    shadow: string;
}

export const light: Tokens = {
    surface: "#FFFFFF",
    raised: "#F6F8FB",
    line: "#E3E8EF",
    text: "#0F1B2D",
    muted: "#5B6B82",
    accent: "#0B5FB0",
    normal: "#5B6B82",
    notice: "#2F6FDE",
    warning: "#B7791F",
    major: "#D9622B",
    critical: "#C5283D",
    warningText: "#8A5A12",
    majorText: "#B34A18",
    stale: "#8794A8",
    good: "#2E7D5B",
    shadow: "0 6px 24px rgb(15 27 45 / 14%)",
};

export const dark: Tokens = {
    surface: "#0B1220",
    raised: "#111A2B",
    line: "#22304A",
    text: "#E6EDF7",
    muted: "#8FA1BC",
    accent: "#4EA1FF",
    normal: "#8FA1BC",
    notice: "#6AA8FF",
    warning: "#F2B84B",
    major: "#FF8A4C",
    critical: "#FF5D73",
    warningText: "#F2B84B",
    majorText: "#FF8A4C",
    stale: "#6B7A93",
    good: "#5CC49A",
    shadow: "0 6px 24px rgb(0 0 0 / 55%)",
};

/** Lines that are compared in one chart, told apart by colour-blind eyes too: [light, dark]. */
export const lineHues: readonly (readonly [string, string])[] = [
    ["#0B5FB0", "#4EA1FF"],
    ["#0F7F72", "#4CC9B8"],
    ["#7B4FA3", "#C39BE8"],
    ["#80604A", "#CDAE92"],
    ["#3F7F45", "#8FD38F"],
    ["#4A5F7F", "#A9B8D0"],
];

/** Thin hues of the domains on the map and beside their names: [light, dark]. */
export const domainHues: Record<string, readonly [string, string]> = {
    road: ["#6B7684", "#8C97A8"],
    bridge: ["#4A5F7F", "#8EA6C9"],
    rail: ["#8A5A3C", "#C08F6F"],
    waterway: ["#1F7F86", "#4FB3BA"],
    port: ["#1F6F86", "#5AA9C2"],
    airport: ["#5C6690", "#9AA5D6"],
    water: ["#2C74B8", "#62A8E8"],
    drainage: ["#4B52A8", "#8B93E6"],
    power: ["#A8720F", "#DDA63F"],
    lighting: ["#8F7A00", "#D9C445"],
    telecom: ["#7B4FA3", "#B58BDD"],
    waste: ["#6E7532", "#A9B162"],
    green: ["#3F7F45", "#79BD7F"],
    environment: ["#2F7F6B", "#66B8A3"],
    mineral: ["#80604A", "#B8957C"],
    administrative: ["#7A8496", "#76859F"],
    bim: ["#11808F", "#45C2D3"],
};
