import { Button, Segmented } from "antd";
import { useTexts } from "@/i18n";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { CoordinateFields } from "./CoordinateFields";
import { startCorners } from "./corners";
import { CornersField } from "./CornersField";
import { cornerTexts } from "./cornerTexts";
import { formTexts } from "./formTexts";
import { drawn, drawTypes, type DrawType, type Shape } from "./shape";
import { registryTexts } from "./texts";

interface Props {
    shape: Shape;
    /** The stored shape, which can be kept. */
    stored: GeoJSON.Geometry | null;
    /** Geometry types that the class takes. */
    taken: string[];
    error: string | undefined;
    onChange: (shape: Shape) => void;
}

/** Where the asset lies: kept, tapped on the map, by coordinates in WGS 84 or VN-2000, or by the corners of an area. */
export function GeometryField({ shape, stored, taken, error, onChange }: Props) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const c = useTexts(cornerTexts);
    const types = drawTypes(taken);
    const firstType: DrawType = types[0] ?? "Point";
    const modes = [
        ...(stored ? [{ value: "keep", label: f.keepGeometry }] : []),
        { value: "draw", label: f.mapPick },
        ...(types.includes("Point") ? [{ value: "coordinates", label: f.coordinates }] : []),
        ...(types.includes("Polygon") ? [{ value: "corners", label: c.mode }] : []),
    ];
    const choose = (mode: string) => {
        if (mode === "keep") onChange({ mode: "keep" });
        else if (mode === "draw") onChange({ mode: "draw", type: firstType, vertices: [] });
        else if (mode === "corners") onChange({ mode: "corners", crs: "EPSG:5897", corners: startCorners(), stated: "", geometry: null });
        else onChange({ mode: "coordinates", crs: "EPSG:4326", first: "", second: "" });
    };
    return (
        <div data-pointer="/geometry" data-refused={error ? "" : undefined}>
            <div className="geometry-tools">
                <Segmented
                    options={modes}
                    value={shape.mode === "none" ? "draw" : shape.mode}
                    onChange={(mode) => choose(String(mode))}
                />
            </div>
            {shape.mode === "keep" && stored && (
                <>
                    <ShapeMapView shape={stored} label={t.location} />
                    <p className="field-help">{f.otherGeometry(f.geometryTypes[stored.type] ?? stored.type)}</p>
                </>
            )}
            {shape.mode === "draw" && <Drawing shape={shape} types={types} taken={taken} onChange={onChange} />}
            {shape.mode === "coordinates" && <CoordinateFields shape={shape} onChange={onChange} />}
            {shape.mode === "corners" && (
                <CornersField
                    value={shape}
                    onChange={(value) => onChange({ ...shape, ...value })}
                    onGeometry={(geometry) => onChange({ ...shape, geometry })}
                />
            )}
            {error && (
                <p className="field-error" role="alert">
                    {error}
                </p>
            )}
        </div>
    );
}

type Drawn = Extract<Shape, { mode: "draw" }>;

function Drawing({
    shape,
    types,
    taken,
    onChange,
}: {
    shape: Drawn;
    types: DrawType[];
    taken: string[];
    onChange: (shape: Shape) => void;
}) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const { type, vertices } = shape;
    const help = { Point: f.mapHelp, LineString: f.lineHelp, Polygon: f.polygonHelp }[type];
    const preview: GeoJSON.Geometry | null =
        drawn(type, vertices, taken) ?? (vertices.length > 0 ? { type: "MultiPoint", coordinates: vertices } : null);
    const tap = (lon: number, lat: number) => {
        const vertex: [number, number] = [round(lon), round(lat)];
        onChange({ ...shape, vertices: type === "Point" ? [vertex] : [...vertices, vertex] });
    };
    return (
        <>
            <div className="geometry-tools">
                {types.length > 1 && (
                    <Segmented
                        aria-label={f.drawAs}
                        value={type}
                        options={types.map((value) => ({ value, label: f.geometryTypes[value] ?? value }))}
                        onChange={(value) => onChange({ mode: "draw", type: value, vertices: [] })}
                    />
                )}
                <span className="grow field-help">{help}</span>
                {type !== "Point" && vertices.length > 0 && (
                    <>
                        <span className="muted">{f.vertices(vertices.length)}</span>
                        <Button onClick={() => onChange({ ...shape, vertices: vertices.slice(0, -1) })}>
                            {f.undoVertex}
                        </Button>
                    </>
                )}
                {vertices.length > 0 && (
                    <Button onClick={() => onChange({ ...shape, vertices: [] })}>{f.clearGeometry}</Button>
                )}
            </div>
            <ShapeMapView shape={preview} label={t.location} onTap={tap} />
            {vertices.length === 0 && <p className="field-help">{f.noGeometry}</p>}
            {type === "Point" && vertices[0] && (
                <p className="field-help">
                    {vertices[0][1]}, {vertices[0][0]} (WGS 84)
                </p>
            )}
        </>
    );
}

/** 7 decimals are 1 cm; more would pretend a precision that a finger does not have. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
