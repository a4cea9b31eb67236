import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTexts } from "@/i18n";
import type { SchemaField } from "../schemaFields";
import { transferTexts } from "./texts";

interface Props {
    field: SchemaField;
    texts: string[];
    values: Record<string, string | null>;
    onChange: (values: Record<string, string | null>) => void;
}

/** A choice in the list of codes that is no code. */
const EMPTY = "\u0000empty";

/** From the words of the file to the codes of the list; the trial run names every word that is still without one. */
export function ValueMap({ field, texts: found, values, onChange }: Props) {
    const t = useTexts(transferTexts);
    const [extra, setExtra] = useState<string | undefined>(undefined);
    const texts = [...new Set([...found, ...Object.keys(values)])].filter((text) => text.trim() !== "");
    const set = (text: string, chosen: string | null | undefined) => {
        const { [text]: _, ...rest } = values;
        onChange(chosen ? { ...rest, [text]: chosen === EMPTY ? null : chosen } : rest);
    };
    const codeOf = (text: string) => (values[text] === null ? EMPTY : values[text]);
    const options = [...field.options, { value: EMPTY, label: t.leaveEmpty }];
    return (
        <div className="value-map" role="group" aria-label={`${t.valuesOf}: ${field.title}`}>
            {texts.map((text) => (
                <label key={text}>
                    <span title={text}>{text}</span>
                    <Select aria-label={text} size="small" allowClear placeholder={t.notMatched} status={codeOf(text) ? "" : "warning"} value={codeOf(text)} options={options} onChange={(code: string | null | undefined) => set(text, code)} popupMatchSelectWidth={false} />
                </label>
            ))}
            {extra === undefined ? (
                <Button size="small" type="link" onClick={() => setExtra("")}>
                    {t.addValue}
                </Button>
            ) : (
                <label>
                    <Input size="small" placeholder={t.valueInFile} aria-label={t.valueInFile} value={extra} onChange={(event) => setExtra(event.target.value)} />
                    <Select
                        aria-label={t.valuesOf}
                        size="small"
                        disabled={!extra.trim()}
                        value={null}
                        options={options}
                        onChange={(code: string) => {
                            set(extra.trim(), code);
                            setExtra(undefined);
                        }}
                        popupMatchSelectWidth={false}
                    />
                </label>
            )}
        </div>
    );
}
