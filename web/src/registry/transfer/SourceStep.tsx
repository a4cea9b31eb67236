import { Button, Radio, Select, Switch } from "antd";
import { useMemo } from "react";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { Section } from "@/ui/Page";
import { foldText } from "@/ui/filters/fold";
import { cornersOf } from "./crs";
import { EncodingChoice } from "./EncodingChoice";
import type { StepProps } from "./ImportPage";
import { PlaceCheck } from "./PlaceCheck";
import { inDegrees, SYSTEMS, systemOf } from "./systems";
import { samplePoints } from "./tableColumns";
import { transferTexts } from "./texts";
import { isTable, type FileLayer } from "./types";
import { startSettings, useSettings } from "./useSettings";
import { useSystemName } from "./useWords";

/** Which layer of the file, in which coordinate system and encoding: with what each choice would do shown at once. */
export function SourceStep({ it, go }: StepProps) {
    const t = useTexts(transferTexts);
    const systemName = useSystemName();
    const settings = useSettings(it);
    const { value, layer, set } = settings;
    const x_column = value?.x_column ?? null;
    const y_column = value?.y_column ?? null;
    const points = useMemo(() => {
        if (!layer) return [];
        if (isTable(layer)) return samplePoints(layer, x_column, y_column);
        return layer.bbox_in_crs ? cornersOf(layer.bbox_in_crs) : [];
    }, [layer, x_column, y_column]);
    if (!value || !layer) return null;
    const table = isTable(layer);
    const swapped = value.swap_axes ?? false;
    // A table needs no flag: its two columns change places.
    const exchange = () => (table ? set({ x_column: y_column, y_column: x_column }) : set({ swap_axes: !swapped }));
    const needsSystem = !table || x_column !== null || y_column !== null;
    const ready = (!needsSystem || value.crs !== null) && (x_column === null) === (y_column === null);
    const chosen = systemOf(value.crs);
    const ownSystem = systemOf(layer.crs);
    const ownName = ownSystem ? systemName(ownSystem) : (layer.crs_name ?? layer.crs);
    const systemHelp = ownName ? (layer.crs_sure === false ? t.crsGuessed(ownName) : t.crsFromFile(ownName)) : needsSystem ? t.crsUnknown : t.crsHelp;
    const next = async () => {
        if (await settings.save()) go("mapping");
    };
    return (
        <>
            {(it.layers?.length ?? 0) > 1 && (
                <Section title={t.layer}>
                    <Radio.Group
                        className="layer-list"
                        value={layer.name}
                        onChange={(event) => {
                            const next = it.layers?.find((each) => each.name === event.target.value);
                            if (next) set({ ...startSettings(next), class: value.class });
                        }}
                        options={(it.layers ?? []).map((each) => ({ value: each.name, label: <LayerName layer={each} /> }))}
                    />
                </Section>
            )}
            <Section title={t.place} extra={it.layers?.length === 1 && <LayerName layer={layer} />}>
                <div className="source-place">
                    <div className="stack">
                        {table && (
                            <div className="fields">
                                <ColumnField label={t.xColumn} layer={layer} value={x_column} onChange={(column) => set({ x_column: column })} />
                                <ColumnField label={t.yColumn} layer={layer} value={y_column} onChange={(column) => set({ y_column: column })} />
                            </div>
                        )}
                        {table && !needsSystem && <p className="note">{t.noPlaceColumns}</p>}
                        <Field
                            label={t.crs}
                            required={needsSystem}
                            help={systemHelp}
                        >
                            {(props) => (
                                <Select
                                    {...props}
                                    value={value.crs}
                                    showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                                    onChange={(crs: string) => set({ crs })}
                                    options={[
                                        ...SYSTEMS.map((each) => ({ value: each.code, label: systemName(each) })),
                                        ...(layer.crs && !systemOf(layer.crs) ? [{ value: layer.crs, label: layer.crs_name ?? layer.crs }] : []),
                                    ]}
                                />
                            )}
                        </Field>
                        {chosen && !inDegrees(chosen) && <p className="field-help">{t.axesHabit}</p>}
                        {!table && (
                            <label className="switch-line">
                                <Switch size="small" checked={swapped} onChange={exchange} aria-label={t.swap} /> {swapped ? t.swapped : t.swap}
                            </label>
                        )}
                    </div>
                    <PlaceCheck
                        crs={value.crs}
                        sure={layer.crs_sure === true && value.crs === layer.crs}
                        points={points}
                        box={!table}
                        swapped={!table && swapped}
                        onSystem={(crs, exchanged) => {
                            if (table) set(exchanged ? { crs, x_column: y_column, y_column: x_column } : { crs });
                            else set({ crs, swap_axes: exchanged });
                        }}
                        onExchange={exchange}
                    />
                </div>
            </Section>
            <EncodingChoice layer={layer} value={value.encoding} onChange={(encoding) => set({ encoding })} />
            {settings.error && <ErrorView error={settings.error} inline />}
            <footer className="form-foot">
                <Button onClick={() => go("file")}>{t.back}</Button>
                <Button type="primary" disabled={!ready} loading={settings.saving} onClick={() => void next()}>
                    {t.next}
                </Button>
            </footer>
        </>
    );
}

function LayerName({ layer }: { layer: FileLayer }) {
    const t = useTexts(transferTexts);
    const format = useFormat();
    const shape = t.geometryTypes[layer.geometry] ?? layer.geometry;
    return (
        <span>
            <strong>{layer.name}</strong>{" "}
            <span className="muted">
                {t.layerFeatures(format.number(layer.features))}, {shape}
            </span>
        </span>
    );
}

interface ColumnProps {
    label: string;
    layer: FileLayer;
    value: string | null;
    onChange: (column: string | null) => void;
}

function ColumnField({ label, layer, value, onChange }: ColumnProps) {
    const t = useTexts(transferTexts);
    const samples = layer.fields.find((field) => field.name === value)?.samples.slice(0, 3);
    return (
        <Field label={label} help={samples?.join(" · ")}>
            {(props) => (
                <Select
                    {...props}
                    allowClear
                    placeholder={t.none}
                    value={value}
                    onChange={(column: string | null | undefined) => onChange(column ?? null)}
                    options={layer.fields.map((field) => ({ value: field.name, label: field.name }))}
                />
            )}
        </Field>
    );
}
