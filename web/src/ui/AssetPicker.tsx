import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { useAsset } from "@/api/queries";
import type { List, SearchHit } from "@/api/types";
import type { FieldProps } from "./form/Field";
import { useDebounced } from "./useDebounced";

const PAUSE_MS = 250;
const HITS = 20;

interface Props {
    value: number | null;
    onChange: (id: number | null) => void;
    placeholder: string;
    field?: FieldProps;
    disabled?: boolean;
    className?: string;
}

/** Finds an asset by name, code or address, with or without diacritics. */
export function AssetPicker({ value, onChange, placeholder, field, disabled = false, className }: Props) {
    const [typed, setTyped] = useState("");
    const q = useDebounced(typed.trim(), PAUSE_MS);
    const chosen = useAsset(value ?? undefined).data;
    const found = useQuery({
        queryKey: ["search", q, "assets"],
        queryFn: ({ signal }) => api.get<List<SearchHit>>("/api/v1/search", { query: { q, limit: HITS }, signal }),
        enabled: q.length > 0,
    });
    const hits = (found.data?.items ?? [])
        .filter((hit) => hit.kind === "asset")
        .map((hit) => ({ value: Number(hit.id), label: hit.sub ? `${hit.label} · ${hit.sub}` : hit.label }));
    const known = chosen && value === chosen.id && !hits.some((hit) => hit.value === chosen.id);
    return (
        <Select
            {...field}
            {...(className ? { className } : {})}
            allowClear
            disabled={disabled}
            showSearch={{ filterOption: false, onSearch: setTyped }}
            placeholder={placeholder}
            aria-label={field ? undefined : placeholder}
            value={value}
            loading={found.isFetching}
            notFoundContent={q ? undefined : null}
            onChange={(id: number | null | undefined) => onChange(id ?? null)}
            options={known ? [{ value: chosen.id, label: chosen.name }, ...hits] : hits}
            popupMatchSelectWidth={false}
        />
    );
}
