import type uPlot from "uplot";
import type { LimitLine } from "./points";

/** Draws each limit as a dashed line with its words and value above its left end, where the newest readings are not. */
export function limitLines(
    limits: LimitLine[],
    colour: (priority: LimitLine["priority"]) => string,
    ground: string,
    font: string,
    number: (v: number) => string,
) {
    return (u: uPlot) => {
        const scale = u.ctx.canvas.width / u.width;
        const { ctx, bbox } = u;
        ctx.save();
        ctx.font = font.replace("12px", `${12 * scale}px`);
        ctx.textAlign = "left";
        ctx.textBaseline = "bottom";
        for (const limit of limits) {
            const y = u.valToPos(limit.value, "y", true);
            if (y < bbox.top || y > bbox.top + bbox.height) continue;
            ctx.strokeStyle = colour(limit.priority);
            ctx.lineWidth = 1.5 * scale;
            ctx.setLineDash([6 * scale, 4 * scale]);
            ctx.beginPath();
            ctx.moveTo(bbox.left, y);
            ctx.lineTo(bbox.left + bbox.width, y);
            ctx.stroke();
            const words = `${limit.label} ${number(limit.value)}`;
            ctx.setLineDash([]);
            ctx.strokeStyle = ground;
            ctx.lineWidth = 3 * scale;
            ctx.strokeText(words, bbox.left + 6 * scale, y - 2 * scale);
            ctx.fillStyle = colour(limit.priority);
            ctx.fillText(words, bbox.left + 6 * scale, y - 2 * scale);
        }
        ctx.restore();
    };
}
