import type uPlot from "uplot";
import type { LimitLine } from "./points";

/** Draws each limit as a dashed line with its words and value at the right end, above everything else. */
export function limitLines(
    limits: LimitLine[],
    colour: (priority: LimitLine["priority"]) => string,
    font: string,
    number: (v: number) => string,
) {
    return (u: uPlot) => {
        const scale = u.ctx.canvas.width / u.width;
        const { ctx, bbox } = u;
        ctx.save();
        ctx.font = font.replace("12px", `${12 * scale}px`);
        ctx.textAlign = "right";
        for (const limit of limits) {
            const y = u.valToPos(limit.value, "y", true);
            if (y < bbox.top || y > bbox.top + bbox.height) continue;
            ctx.strokeStyle = colour(limit.priority);
            ctx.fillStyle = colour(limit.priority);
            ctx.lineWidth = 1.5 * scale;
            ctx.setLineDash([6 * scale, 4 * scale]);
            ctx.beginPath();
            ctx.moveTo(bbox.left, y);
            ctx.lineTo(bbox.left + bbox.width, y);
            ctx.stroke();
            ctx.fillText(`${limit.label} ${number(limit.value)}`, bbox.left + bbox.width - 4 * scale, y - 5 * scale);
        }
        ctx.restore();
    };
}
