import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Datastream, List } from "@/api/types";
import { useFormat } from "@/i18n";
import { foldText } from "@/ui/filters/fold";
import type { FieldProps } from "@/ui/form/Field";

/** As many as the server gives at once; beyond them a stream is found by its number. */
const READ = 1_000;

interface Props {
    field: FieldProps;
    value: number | null;
    onChange: (id: number | null) => void;
    placeholder: string;
    /** Which ones may be chosen; all when left out. */
    suits?: (datastream: Datastream) => boolean;
}

/** Finds a datastream by name, with or without diacritics, or by its number. */
export function DatastreamPicker({ field, value, onChange, placeholder, suits }: Props) {
    const format = useFormat();
    const [typed, setTyped] = useState("");
    const list = useQuery({
        queryKey: keys.datastreams({ limit: READ }),
        queryFn: ({ signal }) => api.get<List<Datastream>>("/api/v1/datastreams", { query: { limit: READ }, signal }).then((page) => page.items),
    });
    const wanted = foldText(typed.trim());
    const options = (list.data ?? [])
        .filter((each) => suits?.(each) ?? true)
        .filter((each) => foldText(each.name).includes(wanted) || String(each.id) === typed.trim())
        .map((each) => ({ value: each.id, label: `${each.name} · ${format.unit(each.unit) || each.property} · ${each.id}` }));
    const byNumber = /^\d+$/.test(typed.trim()) && !options.some((each) => each.value === Number(typed.trim()));
    return (
        <Select
            {...field}
            allowClear
            showSearch={{ filterOption: false, onSearch: setTyped }}
            placeholder={placeholder}
            value={value}
            loading={list.isPending}
            onChange={(id: number | null | undefined) => onChange(id ?? null)}
            options={byNumber ? [...options, { value: Number(typed.trim()), label: typed.trim() }] : options}
        />
    );
}
