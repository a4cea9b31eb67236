/** Every position of a geometry, whatever its type. */
export function eachPosition(shape: GeoJSON.Geometry, take: (lon: number, lat: number) => void): void {
    if (shape.type === "GeometryCollection") {
        shape.geometries.forEach((part) => eachPosition(part, take));
        return;
    }
    const walk = (part: unknown): void => {
        if (!Array.isArray(part)) return;
        if (typeof part[0] === "number" && typeof part[1] === "number") take(part[0], part[1]);
        else part.forEach(walk);
    };
    walk(shape.coordinates);
}
