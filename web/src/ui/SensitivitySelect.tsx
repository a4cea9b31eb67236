import { Select } from "antd";
import { SENSITIVITIES, type Sensitivity } from "@/api/types";
import { useTexts } from "@/i18n";
import type { FieldProps } from "./form/Field";
import { sensitivityTexts } from "./sensitivity";

interface Props {
    field: FieldProps;
    value: Sensitivity | null;
    onChange: (level: Sensitivity | null) => void;
    allowClear?: boolean;
    placeholder?: string;
}

export function SensitivitySelect({ field, value, onChange, allowClear = false, placeholder }: Props) {
    const t = useTexts(sensitivityTexts);
    return (
        <Select
            {...field}
            allowClear={allowClear}
            placeholder={placeholder}
            value={value}
            onChange={(level: Sensitivity | null | undefined) => onChange(level ?? null)}
            options={SENSITIVITIES.map((level) => ({ value: level, label: t.names[level], why: t.why[level] }))}
            optionRender={(option) => (
                <>
                    {option.data.label}
                    <small className="muted" style={{ display: "block", whiteSpace: "normal" }}>
                        {option.data.why}
                    </small>
                </>
            )}
        />
    );
}
