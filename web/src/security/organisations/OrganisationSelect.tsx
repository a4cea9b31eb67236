import { TreeSelect } from "antd";
import { useMemo } from "react";
import { useOrganisations } from "@/api/queries";
import { foldText } from "@/ui/filters/fold";
import type { FieldProps } from "@/ui/form/Field";
import { treeOf, type OrganisationNode } from "./tree";

interface Props {
    field: FieldProps;
    value: number | null;
    onChange: (id: number | null) => void;
    /** Not to be chosen. */
    without?: Set<number>;
    placeholder?: string;
}

interface Option {
    value: number;
    title: string;
    disabled: boolean;
    children: Option[];
}

/** One organisation out of the tree, found by name with or without diacritics. */
export function OrganisationSelect({ field, value, onChange, without, placeholder }: Props) {
    const organisations = useOrganisations();
    const options = useMemo(() => {
        const option = (node: OrganisationNode): Option => ({
            value: node.organisation.id,
            title: node.organisation.name,
            disabled: without?.has(node.organisation.id) ?? false,
            children: node.children.map(option),
        });
        return treeOf(organisations.data ?? []).map(option);
    }, [organisations.data, without]);
    const { status, ...aria } = field;
    return (
        <TreeSelect
            {...aria}
            {...(status ? { status } : {})}
            allowClear
            showSearch
            treeDefaultExpandAll
            placeholder={placeholder}
            loading={organisations.isPending}
            value={value}
            onChange={(id: number | null | undefined) => onChange(id ?? null)}
            treeData={options}
            filterTreeNode={(typed, node) => foldText(String(node["title"])).includes(foldText(typed))}
        />
    );
}
