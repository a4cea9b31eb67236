import { Button, Input, Select } from "antd";
import { useEffect, useMemo } from "react";
import { useClasses, useDomains } from "@/api/queries";
import type { AssetStatus } from "@/api/types";
import { IconAlertTriangle, IconCheck } from "@/app/icons";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { foldText } from "@/ui/filters/fold";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { Section } from "@/ui/Page";
import { formTexts } from "../formTexts";
import { fieldsOf, type FieldKind } from "../schemaFields";
import { useKinds } from "../identity/useIdentity";
import { registryTexts } from "../texts";
import { FieldTable } from "./FieldTable";
import type { StepProps } from "./ImportPage";
import { guessIdColumn, guessIdKind, guessNameColumn, missing, remembered, suggestFields, unmapped } from "./mapping";
import { OrganisationField } from "./OrganisationField";
import { transferTexts } from "./texts";
import { useFormerSettings } from "./useImport";
import { useSettings } from "./useSettings";

/** One cell of a file gives one value: lists, tables and tags are entered in the form of the asset. */
const SEVERAL = new Set<FieldKind>(["map", "table", "choices", "tags"]);

/** What each column of the file becomes: the class, then name, code and attributes, suggested and open to change. */
export function MappingStep({ it, go }: StepProps) {
    const t = useTexts(transferTexts);
    const f = useTexts(formTexts);
    const r = useTexts(registryTexts);
    const kinds = useKinds().data ?? [];
    const words = useTexts(common);
    const language = useLanguage();
    const classes = useClasses();
    const domains = useDomains();
    const former = useFormerSettings();
    const settings = useSettings(it);
    const { value, layer, set } = settings;
    const assetClass = classes.data?.find((each) => each.key === value?.class);
    const fields = useMemo(() => (assetClass ? fieldsOf(assetClass.schema, language).filter((field) => !SEVERAL.has(field.kind)) : []), [assetClass, language]);
    const english = useMemo(
        () => Object.fromEntries(Object.entries(assetClass?.schema.properties ?? {}).map(([key, property]) => [key, property.title_en ?? ""])),
        [assetClass],
    );
    const options = useMemo(
        () =>
            (domains.data ?? []).flatMap((domain) => {
                const inside = (classes.data ?? []).filter((each) => each.domain === domain.key);
                return inside.length === 0 ? [] : [{ label: localName(domain, language), options: inside.map((each) => ({ value: each.key, label: localName(each, language) })) }];
            }),
        [domains.data, classes.data, language],
    );
    const places = [value?.x_column, value?.y_column];
    const columns = (layer?.fields ?? []).filter((field) => !places.includes(field.name));
    const kindOf = (column: string | null) => (column && layer ? guessIdKind(column, layer) : null);
    const suggest = () => {
        if (!value || !assetClass) return;
        const name_column = value.name_column ?? guessNameColumn(columns);
        const id_column = value.id_column ?? guessIdColumn(columns);
        const rest = columns.filter((field) => field.name !== name_column && field.name !== id_column);
        const rules = suggestFields(rest, fields, remembered(former.data ?? [], assetClass.key), english);
        set({ fields: rules, name_column, id_column, id_kind: value.id_kind ?? kindOf(id_column) });
    };
    // Without rules of a person the tags of OpenStreetMap are read by a table of ours, and all of them are kept.
    const osm = it.format === "OSM PBF";
    // The first look at a class suggests by itself; what a person has set stays.
    const untouched = Boolean(assetClass) && value?.fields.length === 0 && !former.isPending;
    useEffect(() => {
        if (untouched && !osm) suggest();
        else if (untouched && value && value.id_column === null) {
            const id_column = guessIdColumn(columns);
            set({ id_column, id_kind: kindOf(id_column) });
        }
        // eslint-disable-next-line react-hooks/exhaustive-deps
    }, [assetClass?.key, untouched]);
    if (!value || !layer) return null;
    const byTags = osm && value.fields.length === 0;
    const lacking = missing(fields, value);
    const left = unmapped(layer.fields, value);
    const wrongShape = assetClass && !["None", "Unknown"].includes(layer.geometry) && assetClass.geometry.length > 0 && !assetClass.geometry.some((each) => each.replace("Multi", "") === layer.geometry.replace("Multi", ""));
    const shapeName = (type: string) => t.geometryTypes[type] ?? type;
    const column = (key: "name_column" | "id_column", label: string, help: string) => (
        <Field label={label} help={help}>
            {(props) => (
                <Select
                    {...props}
                    allowClear
                    showSearch
                    placeholder={t.none}
                    value={value[key]}
                    onChange={(chosen: string | null | undefined) => set({ [key]: chosen ?? null, ...(key === "id_column" ? { id_kind: chosen ? (value.id_kind ?? kindOf(chosen)) : null } : {}) })}
                    options={columns.map((field) => ({ value: field.name, label: [field.name, field.samples[0]].filter(Boolean).join(" – ") }))}
                />
            )}
        </Field>
    );
    const next = async () => {
        if (await settings.save()) go("preview");
    };
    return (
        <>
            <Section title={t.assetClass}>
                <Field label={t.classLabel} required help={t.classHelp}>
                    {(props) => (
                        <Select
                            {...props}
                            className="class-select"
                            value={value.class}
                            loading={classes.isPending}
                            showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                            onChange={(key: string) => set({ class: key, fields: [] })}
                            options={options}
                        />
                    )}
                </Field>
                {wrongShape && (
                    <p className="note note-warning" role="status">
                        <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
                        {t.wrongGeometry(shapeName(layer.geometry), [...new Set(assetClass.geometry.map((each) => shapeName(each)))].join(", "))}
                    </p>
                )}
            </Section>
            {!assetClass && <p className="note">{t.chooseClassFirst}</p>}
            {assetClass && (
                <>
                    <Section title={t.naming}>
                        <div className="fields">
                            {column("name_column", t.nameColumn, t.nameHelp)}
                            {column("id_column", t.idColumn, value.id_column ? t.idHelp : t.noIdHelp)}
                            {value.id_column && (
                                <Field label={t.idKind}>
                                    {(props) => (
                                        <Select
                                            {...props}
                                            value={value.id_kind}
                                            onChange={(kind: string) => set({ id_kind: kind })}
                                            options={kinds.map((kind) => ({ value: kind.key, label: localName(kind, language) }))}
                                        />
                                    )}
                                </Field>
                            )}
                        </div>
                    </Section>
                    <Section
                        title={r.attributes}
                        extra={
                            <span className="acts">
                                <span className="muted">{t.mappedCount(value.fields.length, fields.length)}</span>
                                <Button size="small" onClick={suggest}>
                                    {t.suggestAgain}
                                </Button>
                            </span>
                        }
                    >
                        {lacking.length > 0 && (
                            <p className="note note-warning" role="status">
                                <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
                                {t.requiredMissing(lacking.map((field) => field.title).join(", "))}
                            </p>
                        )}
                        {byTags && (
                            <p className="note note-good" role="status">
                                <IconCheck size={18} stroke={1.75} aria-hidden />
                                {t.byTags}
                            </p>
                        )}
                        <FieldTable fields={fields} columns={columns} rules={value.fields} onChange={(rules) => set({ fields: rules })} />
                        {!byTags && (
                            <p className="unmapped">
                                {left.length === 0 ? t.allMapped : `${t.unmapped(left.length)}: `}
                                {left.length > 0 && <strong>{left.map((field) => field.name).join(", ")}</strong>}
                            </p>
                        )}
                    </Section>
                    <Section title={t.common}>
                        <div className="fields">
                            <Field label={t.status}>
                                {(props) => (
                                    <Select
                                        {...props}
                                        value={(value.status as AssetStatus | null | undefined) ?? "in_service"}
                                        onChange={(status: AssetStatus) => set({ status })}
                                        options={Object.entries(words.assetStatus).map(([key, label]) => ({ value: key, label }))}
                                    />
                                )}
                            </Field>
                            <OrganisationField label={t.owner} value={value.owner_id ?? null} onChange={(owner_id) => set({ owner_id })} />
                            <Field label={t.source} help={t.sourceHelp}>
                                {(props) => <Input {...props} maxLength={400} value={value.source ?? ""} onChange={(event) => set({ source: event.target.value || null })} />}
                            </Field>
                        </div>
                    </Section>
                </>
            )}
            {settings.error && <ErrorView error={settings.error} title={f.notSaved} inline />}
            <footer className="form-foot">
                <Button onClick={() => go("source")}>{t.back}</Button>
                <Button type="primary" disabled={!assetClass} loading={settings.saving} onClick={() => void next()}>
                    {t.next}
                </Button>
            </footer>
        </>
    );
}
