import { Select } from "antd";
import { useOrganisations } from "@/api/queries";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";

interface Props {
    label: string;
    value: number | null;
    onChange: (id: number | null) => void;
}

export function OrganisationField({ label, value, onChange }: Props) {
    const organisations = useOrganisations();
    return (
        <Field label={label}>
            {(props) => (
                <Select
                    {...props}
                    allowClear
                    loading={organisations.isPending}
                    showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                    value={value}
                    onChange={(id: number | null | undefined) => onChange(id ?? null)}
                    options={(organisations.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
                />
            )}
        </Field>
    );
}
