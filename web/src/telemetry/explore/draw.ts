import type uPlot from "uplot";
import type { Priority } from "@/api/types";
import type { Tokens } from "@/app/tokens";
import { shapes } from "@/ui/StateMark";
import type { Mark } from "./plot";

/** An alarm on the axis of time; `to` is nothing while it lasts. */
export interface AlarmSpan {
    id: number;
    from: number;
    to: number | undefined;
    priority: Priority;
}

const MARK_PX = 4;
const HATCH_PX = 7;
const BAR_PX = 3;
/** The shapes of the states lie on a field of 16. */
const SHAPE_FIELD = 16, SHAPE_PX = 12;

type Draw = (u: uPlot) => void;

/** Canvas pixels for one of the page. */
const scaleOf = (u: uPlot): number => u.ctx.canvas.width / u.width;

function clipped(u: uPlot, draw: (ctx: CanvasRenderingContext2D, scale: number) => void): void {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw(ctx, scaleOf(u));
    ctx.restore();
}

/** Silence is hatched, as stale values are everywhere. */
export const drawSilences =
    (spans: [number, number][], tokens: Tokens): Draw =>
    (u) =>
        clipped(u, (ctx, scale) => {
            const { top, height } = u.bbox;
            ctx.strokeStyle = tokens.stale;
            ctx.lineWidth = scale;
            ctx.globalAlpha = 0.3;
            for (const [from, to] of spans) {
                const left = Math.max(u.bbox.left, u.valToPos(from / 1000, "x", true)), right = Math.min(u.bbox.left + u.bbox.width, u.valToPos(to / 1000, "x", true));
                if (right - left < scale) continue;
                ctx.save();
                ctx.beginPath();
                ctx.rect(left, top, right - left, height);
                ctx.clip();
                ctx.beginPath();
                const step = HATCH_PX * scale;
                for (let x = Math.floor((left - height) / step) * step; x < right; x += step) {
                    ctx.moveTo(x, top + height);
                    ctx.lineTo(x + height, top);
                }
                ctx.stroke();
                ctx.restore();
            }
        });

/** A triangle for uncertain, a cross for bad; a bad value beyond the axis stands at its edge. */
export const drawMarks =
    (marks: Mark[], tokens: Tokens): Draw =>
    (u) =>
        clipped(u, (ctx, scale) => {
            const { top, height } = u.bbox;
            const r = MARK_PX * scale;
            ctx.lineWidth = 1.75 * scale;
            for (const mark of marks) {
                const range = u.scales[mark.scale];
                const x = u.valToPos(mark.t / 1000, "x", true);
                const floor = top + height - 2 * r, ceiling = top + 2 * r;
                const y = mark.value === null || range?.min == null ? floor : Math.min(floor, Math.max(ceiling, u.valToPos(mark.value, mark.scale, true)));
                ctx.beginPath();
                if (mark.kind === "bad") {
                    ctx.strokeStyle = tokens.critical;
                    ctx.moveTo(x - r, y - r);
                    ctx.lineTo(x + r, y + r);
                    ctx.moveTo(x + r, y - r);
                    ctx.lineTo(x - r, y + r);
                } else {
                    ctx.strokeStyle = tokens.warning;
                    ctx.fillStyle = tokens.surface;
                    ctx.moveTo(x, y - r);
                    ctx.lineTo(x + r, y + r * 0.8);
                    ctx.lineTo(x - r, y + r * 0.8);
                    ctx.closePath();
                    ctx.fill();
                }
                ctx.stroke();
            }
        });

/** An alarm lies along the top from when it was raised until it was cleared, its begin down to the axis. */
export const drawAlarms =
    (alarms: AlarmSpan[], tokens: Tokens, now: () => number): Draw =>
    (u) =>
        clipped(u, (ctx, scale) => {
            const { top, height } = u.bbox;
            for (const alarm of alarms) {
                const from = u.valToPos(alarm.from / 1000, "x", true), to = u.valToPos((alarm.to ?? now()) / 1000, "x", true);
                ctx.fillStyle = ctx.strokeStyle = tokens[alarm.priority];
                ctx.fillRect(from, top, Math.max(to - from, 2 * scale), BAR_PX * scale);
                ctx.globalAlpha = 0.6;
                ctx.lineWidth = scale;
                ctx.setLineDash([2 * scale, 3 * scale]);
                ctx.beginPath();
                ctx.moveTo(from, top);
                ctx.lineTo(from, top + height);
                ctx.stroke();
                ctx.globalAlpha = 1;
                ctx.setLineDash([]);
                // Left of the right edge, where the newest alarm begins.
                const size = SHAPE_PX * scale;
                ctx.save();
                ctx.translate(Math.min(from - size / 2, u.bbox.left + u.bbox.width - size), top + (BAR_PX + 1) * scale);
                ctx.scale(size / SHAPE_FIELD, size / SHAPE_FIELD);
                ctx.fill(new Path2D(shapes[alarm.priority]));
                ctx.restore();
            }
        });
