import { Button, Input, Select } from "antd";
import { useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { formTexts } from "./formTexts";
import { AREA, looksSwapped, parseNumber, type Crs, type Shape } from "./shape";

type Typed = Extract<Shape, { mode: "coordinates" }>;

/** A point by numbers: longitude and latitude, or X and Y of VN-2000 as they stand in survey papers. */
export function CoordinateFields({ shape, onChange }: { shape: Typed; onChange: (shape: Shape) => void }) {
    const f = useTexts(formTexts);
    const { crs, first, second } = shape;
    const wgs84 = crs === "EPSG:4326";
    const values = [parseNumber(first), parseNumber(second)] as const;
    const wrong = (text: string, value: number | undefined, least: number, most: number, hint: string) => {
        if (text === "") return undefined;
        if (value === undefined) return f.notNumber;
        return wgs84 && (value < least || value > most) ? hint : undefined;
    };
    const swapped = looksSwapped(crs, ...values);
    return (
        <>
            <div className="fields">
                <Field label={f.crs}>
                    {(props) => (
                        <Select<Crs>
                            {...props}
                            value={crs}
                            onChange={(next) => onChange({ ...shape, crs: next })}
                            options={[
                                { value: "EPSG:4326", label: f.crsWgs84 },
                                { value: "EPSG:5897", label: f.crsVn2000 },
                            ]}
                        />
                    )}
                </Field>
                <Field
                    label={wgs84 ? f.lon : f.northing}
                    error={wrong(first, values[0], AREA.west, AREA.east, f.lonRange)}
                    help={wgs84 ? "105,8542" : "2 325 118,45"}
                >
                    {(props) => (
                        <Input
                            {...props}
                            inputMode="decimal"
                            value={first}
                            onChange={(event) => onChange({ ...shape, first: event.target.value })}
                        />
                    )}
                </Field>
                <Field
                    label={wgs84 ? f.lat : f.easting}
                    error={wrong(second, values[1], AREA.south, AREA.north, f.latRange)}
                    help={wgs84 ? "21,0285" : "588 432,10"}
                >
                    {(props) => (
                        <Input
                            {...props}
                            inputMode="decimal"
                            value={second}
                            onChange={(event) => onChange({ ...shape, second: event.target.value })}
                        />
                    )}
                </Field>
            </div>
            {swapped && (
                <p className="field-error" role="status">
                    {f.swapHint}{" "}
                    <Button size="small" onClick={() => onChange({ ...shape, first: second, second: first })}>
                        {f.swap}
                    </Button>
                </p>
            )}
        </>
    );
}
