import { Input, InputNumber, Select, Switch } from "antd";
import { useTexts } from "@/i18n";
import { policyTexts } from "./texts";

interface Props {
    label: string;
    policyKey: string;
    value: unknown;
    onChange: (value: unknown) => void;
}

/** The values that a rule of words can have. */
const CHOICES: Record<string, string[]> = { second_factor: ["administrators_and_outside", "everybody", "nobody"] };

/** One input by the kind of the value: number, yes or no, list, choice, text. */
export function PolicyInput({ label, policyKey, value, onChange }: Props) {
    const t = useTexts(policyTexts);
    const choices = CHOICES[policyKey];
    if (typeof value === "number") {
        return <InputNumber autoFocus aria-label={label} precision={0} min={0} value={value} onChange={(next) => onChange(next ?? value)} />;
    }
    if (typeof value === "boolean") return <Switch aria-label={label} checked={value} onChange={onChange} />;
    if (Array.isArray(value)) {
        return (
            <Select
                className="policy-wide"
                aria-label={label}
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={[",", " "]}
                value={value as string[]}
                onChange={onChange}
            />
        );
    }
    if (choices) {
        return (
            <Select
                className="policy-wide"
                aria-label={label}
                value={String(value)}
                onChange={onChange}
                options={choices.map((each) => ({ value: each, label: t.choices[each] }))}
            />
        );
    }
    return <Input aria-label={label} value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />;
}
