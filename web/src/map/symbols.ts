import { dark, domainHues, light, type Tokens } from "@/app/tokens";
import { domainPaths } from "./icons";

/** State of a site on the map: how good its data is, or the priority of its worst open alarm. */
export type SiteState = "normal" | "stale" | "notice" | "warning" | "major" | "critical";

const RATIO = 2;
const SITE_PX = 30;
const DOT_PX = 12;

type Pen = OffscreenCanvasRenderingContext2D;

function canvas(size: number): Pen {
    const pen = new OffscreenCanvas(size * RATIO, size * RATIO).getContext("2d", { willReadFrequently: true });
    if (!pen) throw new Error("no 2d canvas");
    pen.scale(RATIO, RATIO);
    pen.lineJoin = "round";
    pen.lineCap = "round";
    return pen;
}

/** Outline of a state around (c, c): circle, triangle, diamond or hexagon of about the same weight. */
export function statePath(state: SiteState, c: number, r: number): Path2D {
    const path = new Path2D();
    const corners = (count: number, radius: number, turn: number, dy = 0): void => {
        for (let i = 0; i < count; i++) {
            const angle = turn + (i * 2 * Math.PI) / count;
            path[i === 0 ? "moveTo" : "lineTo"](c + radius * Math.cos(angle), c + dy + radius * Math.sin(angle));
        }
        path.closePath();
    };
    if (state === "warning") corners(3, r * 1.32, -Math.PI / 2, r * 0.22);
    else if (state === "major") corners(4, r * 1.18, -Math.PI / 2);
    else if (state === "critical") corners(6, r * 1.12, 0);
    else path.arc(c, c, r, 0, 2 * Math.PI);
    return path;
}

function hatch(pen: Pen, size: number, colour: string): void {
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let x = -size; x < size; x += 4) {
        pen.moveTo(x, size);
        pen.lineTo(x + size, 0);
    }
    pen.stroke();
}

function glyph(pen: Pen, domain: string, c: number, size: number, colour: string, dy: number): void {
    pen.save();
    pen.translate(c - size / 2, c - size / 2 + dy);
    pen.scale(size / 24, size / 24);
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    domainPaths(domain).forEach((d) => pen.stroke(new Path2D(d)));
    pen.restore();
}

function site(domain: string, state: SiteState, open: boolean, t: Tokens, hue: string): ImageData {
    const pen = canvas(SITE_PX);
    const c = SITE_PX / 2;
    const abnormal = state !== "normal" && state !== "stale";
    const path = statePath(state, c, abnormal ? 11.2 : 9.5);
    // Filled = nobody has taken it yet; outlined = acknowledged.
    pen.fillStyle = abnormal && open ? t[state] : t.surface;
    pen.fill(path);
    if (state === "stale") {
        pen.save();
        pen.clip(path);
        hatch(pen, SITE_PX, t.stale);
        pen.restore();
    }
    pen.strokeStyle = abnormal ? (open ? t.surface : t[state]) : t.stale;
    pen.lineWidth = abnormal && !open ? 2.4 : state === "normal" ? 1 : 1.5;
    pen.stroke(path);
    const ink = abnormal ? (open ? t.surface : t[state]) : state === "stale" ? t.muted : hue;
    glyph(pen, domain, c, state === "warning" ? 11 : 13, ink, state === "warning" ? 2 : 0);
    return pen.getImageData(0, 0, SITE_PX * RATIO, SITE_PX * RATIO);
}

function dot(state: SiteState, t: Tokens): ImageData {
    const pen = canvas(DOT_PX);
    const c = DOT_PX / 2;
    const path = statePath(state, c, state === "normal" ? 2.4 : 3.4);
    pen.fillStyle = state === "stale" ? t.surface : t[state];
    pen.fill(path);
    pen.strokeStyle = state === "stale" ? t.stale : t.surface;
    pen.lineWidth = 1;
    pen.stroke(path);
    if (state === "stale") {
        pen.clip(path);
        hatch(pen, DOT_PX, t.stale);
    }
    return pen.getImageData(0, 0, DOT_PX * RATIO, DOT_PX * RATIO);
}

/**
 * Draws the picture that a style asks for: "light/dot/stale", "dark/site/bridge/critical/open".
 * Undefined for a name that is not ours.
 */
export function drawSymbol(name: string): { image: ImageData; pixelRatio: number } | undefined {
    const [scheme, kind, a, b, open] = name.split("/");
    if (scheme !== "light" && scheme !== "dark") return undefined;
    const t = scheme === "dark" ? dark : light;
    if (kind === "dot" && a) return { image: dot(a as SiteState, t), pixelRatio: RATIO };
    if (kind === "site" && a && b) {
        const hue = domainHues[a]?.[scheme === "dark" ? 1 : 0] ?? t.muted;
        return { image: site(a, b as SiteState, open === "open", t, hue), pixelRatio: RATIO };
    }
    return undefined;
}
