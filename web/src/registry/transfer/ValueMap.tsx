import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTexts } from "@/i18n";
import type { SchemaField } from "../schemaFields";
import { transferTexts } from "./texts";

interface Props {
    field: SchemaField;
    samples: string[];
    values: Record<string, string>;
    onChange: (values: Record<string, string>) => void;
}

/** From the words of the file to the codes of the list; the trial run names every word that is still without one. */
export function ValueMap({ field, samples, values, onChange }: Props) {
    const t = useTexts(transferTexts);
    const [extra, setExtra] = useState<string | undefined>(undefined);
    const texts = [...new Set([...samples, ...Object.keys(values)])].filter((text) => text.trim() !== "");
    const set = (text: string, code: string | null | undefined) => {
        const { [text]: _, ...rest } = values;
        onChange(code ? { ...rest, [text]: code } : rest);
    };
    return (
        <div className="value-map" role="group" aria-label={`${t.valuesOf}: ${field.title}`}>
            {texts.map((text) => (
                <label key={text}>
                    <span title={text}>{text}</span>
                    <Select aria-label={text} size="small" allowClear placeholder={t.notImported} value={values[text] ?? null} options={field.options} onChange={(code: string | null | undefined) => set(text, code)} popupMatchSelectWidth={false} />
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
                        options={field.options}
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
