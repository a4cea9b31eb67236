import { Select } from "antd";
import { foldText } from "./fold";

interface Props {
    label: string;
    value: string | undefined;
    onChange: (value: string | undefined) => void;
    options: { value: string; label: string }[];
    width?: number;
    loading?: boolean;
}

/** One filter: what it narrows by is its placeholder, "cầu" finds Cầu and "cau" does too. */
export function FilterSelect({ label, value, onChange, options, width = 160, loading = false }: Props) {
    return (
        <Select
            className="filter-select"
            style={{ width }}
            allowClear
            showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
            placeholder={label}
            aria-label={label}
            value={value ?? null}
            loading={loading}
            onChange={(chosen: string | null | undefined) => onChange(chosen ?? undefined)}
            options={options}
            popupMatchSelectWidth={false}
        />
    );
}
