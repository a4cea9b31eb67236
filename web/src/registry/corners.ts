/** Corner coordinates as a decision or survey paper lists them: X is the north, Y the east. */
export interface Corner {
    label: string;
    x: string;
    y: string;
}

export const emptyCorner = (n: number): Corner => ({ label: String(n), x: "", y: "" });
export const startCorners = (): Corner[] => [1, 2, 3, 4].map(emptyCorner);

/**
 * A coordinate as people type and spreadsheets copy it: 2326000.5 · 2326000,5 · 2 326 000,5 · 2.326.000,50 · 2,326,000.50.
 * Groups of three are thousands; a sign alone is a decimal sign where what follows cannot be a group.
 */
export function parseCoordinate(text: string): number | undefined {
    const plain = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/m$/i, "");
    if (!/^-?\d[\d.,]*$/.test(plain)) return undefined;
    const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
    const signs = plain.match(/[.,]/g) ?? [];
    if (signs.length === 0) return Number(plain);
    const same = signs.every((sign) => sign === signs[0]);
    const grouped = /^-?\d{1,3}([.,]\d{3})+$/.test(plain) && same && signs.length > 1;
    if (grouped) return Number(plain.replace(/[.,]/g, ""));
    if (same && signs.length > 1) return undefined;
    const whole = plain.slice(0, last).replace(/[.,]/g, "");
    return Number(`${whole}.${plain.slice(last + 1)}`);
}

/** A first column below this counts the corners; coordinates are greater. */
const CORNERS_MOST = 10_000;

/** Rows copied from a spreadsheet: "1⇥2326000⇥588000"; with two columns the corners are numbered. Lines without two numbers (headings) are left out. */
export function parsePaste(text: string): Corner[] {
    const corners: Corner[] = [];
    for (const line of text.split(/\r?\n/)) {
        const cells = line.split(line.includes("\t") ? "\t" : /;|\s{2,}/).map((cell) => cell.trim());
        const numbers = cells.flatMap((cell, i) => (parseCoordinate(cell) === undefined ? [] : [i]));
        const numbered = numbers.length > 2 && numbers[0] === 0 && parseCoordinate(cells[0] ?? "")! < CORNERS_MOST;
        const [x, y] = numbered ? numbers.slice(1) : numbers;
        if (x === undefined || y === undefined) continue;
        const label = x > 0 ? (cells[0] ?? "") : "";
        corners.push({ label: label || String(corners.length + 1), x: cells[x] ?? "", y: cells[y] ?? "" });
    }
    return corners;
}

export interface SentCorner {
    label: string;
    northing: number;
    easting: number;
}

/** Whether a row is not begun, half done, wrong or complete. */
export function cornerState(corner: Corner): "empty" | "incomplete" | "wrong" | "complete" {
    const texts = [corner.x, corner.y].map((text) => text.trim());
    if (texts.every((text) => text === "")) return "empty";
    if (texts.some((text) => text !== "" && parseCoordinate(text) === undefined)) return "wrong";
    return texts.includes("") ? "incomplete" : "complete";
}

/** What to send; undefined while a row is half done or wrong, or fewer than three are complete. */
export function sentCorners(corners: Corner[]): SentCorner[] | undefined {
    const begun = corners.filter((corner) => cornerState(corner) !== "empty");
    if (begun.length < 3 || begun.some((corner) => cornerState(corner) !== "complete")) return undefined;
    return begun.map((corner) => ({ label: corner.label, northing: parseCoordinate(corner.x)!, easting: parseCoordinate(corner.y)! }));
}

/** Exchanges X and Y of every corner. */
export const exchanged = (corners: Corner[]): Corner[] => corners.map(({ label, x, y }) => ({ label, x: y, y: x }));

export interface CornersAnswer {
    geometry: GeoJSON.Polygon;
    area_m2: number;
    perimeter_m: number;
    closed?: boolean;
    orientation?: string;
    warnings: { code: string; where?: string | null; message_vi: string; message_en: string }[];
}

