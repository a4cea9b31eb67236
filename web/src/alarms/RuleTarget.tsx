import { Segmented, Select } from "antd";
import { useState } from "react";
import { useClasses, useDatastreams } from "@/api/queries";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import type { Refusals } from "@/ui/form/refusals";
import type { RuleDraft } from "./ruleDraft";
import { alarmTexts } from "./texts";

interface Props {
    draft: RuleDraft;
    errors: Refusals;
    set: (change: Partial<RuleDraft>) => void;
    /** A new rule may begin with the asset whose page led here. */
    asset: number | null;
}

/** What the rule watches: one datastream, or every stream of a property on a class of assets. */
export function RuleTarget({ draft, errors, set, asset }: Props) {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const classes = useClasses();
    const search = {
        showSearch: {
            filterOption: (typed: string, option?: { label: string }) =>
                foldText(option?.label ?? "").includes(foldText(typed)),
        },
    };
    return (
        <>
            <Segmented
                aria-label={t.ruleTarget}
                value={draft.target}
                onChange={(target) => set({ target: target as RuleDraft["target"] })}
                options={[
                    { value: "one", label: t.targetOne },
                    { value: "class", label: t.targetClass },
                ]}
                style={{ marginBottom: 12 }}
            />
            {draft.target === "one" ? (
                <StreamPicker
                    value={draft.datastream_id}
                    startAsset={asset}
                    error={errors["/datastream_id"]}
                    onChange={(datastream_id) => set({ datastream_id })}
                />
            ) : (
                <div className="fields">
                    <Field label={t.assetClass} required error={errors["/asset_class"]} pointer="/asset_class">
                        {(props) => (
                            <Select
                                {...props}
                                {...search}
                                value={draft.asset_class}
                                onChange={(asset_class: string) => set({ asset_class })}
                                options={(classes.data ?? []).map((each) => ({
                                    value: each.key,
                                    label: localName(each, language),
                                }))}
                            />
                        )}
                    </Field>
                    <Field label={t.property} required error={errors["/property"]} pointer="/property">
                        {(props) => (
                            <Select
                                {...props}
                                {...search}
                                value={draft.property}
                                onChange={(property: string) => set({ property })}
                                options={Object.entries(words.property).map(([value, label]) => ({ value, label }))}
                            />
                        )}
                    </Field>
                </div>
            )}
        </>
    );
}

interface StreamPickerProps {
    label?: string;
    value: number | null;
    startAsset: number | null;
    error?: string | undefined;
    onChange: (id: number | null) => void;
}

/** Finds a datastream by way of its asset. */
export function StreamPicker({ label, value, startAsset, error, onChange }: StreamPickerProps) {
    const t = useTexts(alarmTexts);
    const [asset, setAsset] = useState<number | null>(startAsset);
    return (
        <div className="fields">
            <Field label={t.fromAsset}>
                {(props) => (
                    <AssetPicker
                        field={props}
                        value={asset}
                        placeholder={t.fromAsset}
                        onChange={(id) => {
                            setAsset(id);
                            onChange(null);
                        }}
                    />
                )}
            </Field>
            <Field label={label ?? t.datastream} required={!label} error={error} pointer="/datastream_id">
                {(props) =>
                    asset === null ? (
                        <Select {...props} value={null} placeholder={t.streamSearch} notFoundContent={t.streamSearch} />
                    ) : (
                        <StreamsOf asset={asset} value={value} field={props} onChange={onChange} />
                    )
                }
            </Field>
        </div>
    );
}

function StreamsOf({
    asset,
    value,
    field,
    onChange,
}: {
    asset: number;
    value: number | null;
    field: object;
    onChange: (id: number) => void;
}) {
    const streams = useDatastreams({ asset });
    return (
        <Select
            {...field}
            loading={streams.isPending}
            value={value}
            onChange={onChange}
            options={(streams.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
        />
    );
}
