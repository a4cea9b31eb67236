import { useFormat, useTexts } from "@/i18n";
import { areaText, figuresOf, lengthText } from "./figures";
import type { Sketch } from "./sketch";
import { mappingTexts } from "./texts";

/** Length, area and vertices of a shape as it stands. */
export function FigureList({ sketch, lastSide = false }: { sketch: Sketch; lastSide?: boolean }) {
    const t = useTexts(mappingTexts);
    const format = useFormat();
    const { vertices, length_m, area_m2, lastSide_m } = figuresOf(sketch);
    const rows: [string, string][] = [];
    const [point] = sketch.parts[0]?.[0] ?? [];
    if (sketch.kind === "Point" && point) rows.push([t.position, `${format.number(point[1], 6)}; ${format.number(point[0], 6)}`]);
    if (sketch.kind === "LineString") rows.push([t.length, lengthText(length_m, format)]);
    if (sketch.kind === "Polygon") rows.push([t.area, areaText(area_m2, format)], [t.perimeter, lengthText(length_m, format)]);
    if (lastSide && lastSide_m !== undefined) rows.push([t.lastSide, lengthText(lastSide_m, format)]);
    if (sketch.kind !== "Point") rows.push([t.vertices, format.number(vertices)]);
    return (
        <dl className="desk-figures">
            {rows.map(([label, value]) => (
                <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
        </dl>
    );
}
