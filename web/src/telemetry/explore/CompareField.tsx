import { useFormat, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { DatastreamPicker } from "../ingest/DatastreamPicker";
import { telemetryTexts } from "../texts";
import { LINES_MAX } from "./useCompared";

const AXES = 2;

interface Props {
    taken: number[];
    units: string[];
    onAdd: (id: number) => void;
}

/** Adds a datastream to the chart, as long as it has room and an axis for it. */
export function CompareField({ taken, units, onAdd }: Props) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    if (taken.length >= LINES_MAX) return <p className="chart-note">{t.compareFull}</p>;
    const full = units.length >= AXES;
    const help = full ? { help: t.compareUnits(units.map((unit) => format.unit(unit) || t.without).join(", ")) } : {};
    return (
        <div className="compare">
            <Field label={t.compare} {...help}>
                {(field) => (
                    <DatastreamPicker
                        field={field}
                        value={null}
                        placeholder={t.compareSearch}
                        suits={(each) => !taken.includes(each.id) && (!full || units.includes(each.unit))}
                        onChange={(id) => id !== null && !taken.includes(id) && onAdd(id)}
                    />
                )}
            </Field>
        </div>
    );
}
