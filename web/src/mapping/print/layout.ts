/** Where things stand on a printed sheet, in millimetres from its top left corner; what a scale is on the screen. Pure. */
export type Paper = "A4" | "A3";
export type Way = "landscape" | "portrait";

export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}
export interface Layout {
    width: number;
    height: number;
    title: Box;
    map: Box;
    /** Legend, north arrow and scale bar. */
    side: Box;
    foot: Box;
}

const SHEETS: Record<Paper, [number, number]> = { A4: [210, 297], A3: [297, 420] };
const MARGIN = 10;
const TITLE = 14;
const FOOT = 12;
const SIDE = 58;
const SIDE_BELOW = 52;
const GAP = 3;

export function layoutOf(paper: Paper, way: Way): Layout {
    const [short, long] = SHEETS[paper];
    const [width, height] = way === "landscape" ? [long, short] : [short, long];
    const inner = { x: MARGIN, y: MARGIN + TITLE, width: width - 2 * MARGIN, height: height - 2 * MARGIN - TITLE - FOOT };
    const beside = way === "landscape";
    const map: Box = beside ? { ...inner, width: inner.width - SIDE - GAP } : { ...inner, height: inner.height - SIDE_BELOW - GAP };
    return {
        width,
        height,
        title: { x: MARGIN, y: MARGIN, width: inner.width, height: TITLE },
        map,
        side: beside ? { ...inner, x: map.x + map.width + GAP, width: SIDE } : { ...inner, y: map.y + map.height + GAP, height: SIDE_BELOW },
        foot: { x: MARGIN, y: height - MARGIN - FOOT, width: inner.width, height: FOOT },
    };
}

export const SCALES = [500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000] as const;
const CSS_PX_MM = 25.4 / 96;
const EQUATOR_M = 2 * Math.PI * 6_378_137;
const TILE_PX = 512;

export const pixelsOf = (mm: number): number => Math.round(mm / CSS_PX_MM);

/** The zoom at which a millimetre of paper is `scale` millimetres on the ground, in the middle of the sheet. */
export function zoomOf(scale: number, lat: number): number {
    const metresPerPixel = (CSS_PX_MM / 1000) * scale;
    return Math.log2((EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * metresPerPixel));
}

/** The scale of what is on a screen, to begin from: the next one that shows no less. */
export function scaleOf(zoom: number, lat: number): number {
    const metresPerPixel = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);
    const exact = (metresPerPixel * 1000) / CSS_PX_MM;
    return SCALES.find((scale) => scale >= exact * 0.7) ?? SCALES[SCALES.length - 1]!;
}

/** A bar of a round length, as long as fits. */
export function scaleBar(scale: number, widthMm: number): { metres: number; mm: number } {
    const most = (widthMm / 1000) * scale;
    const power = 10 ** Math.floor(Math.log10(most));
    const metres = [5, 2, 1].map((n) => n * power).find((length) => length <= most) ?? power;
    return { metres, mm: (metres / scale) * 1000 };
}
