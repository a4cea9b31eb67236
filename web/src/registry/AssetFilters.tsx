import { Tag } from "antd";
import { useCallback, type ReactNode } from "react";
import { useClasses, useDomains, useOrganisations, useWards } from "@/api/queries";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { SearchBox } from "@/ui/filters/SearchBox";
import type { useFilters } from "@/ui/filters/useFilters";
import { qualityTexts } from "./quality/texts";
import { FINDINGS } from "./quality/types";
import { registryTexts } from "./texts";

export const ASSET_FILTERS = ["q", "domain", "class", "ward", "status", "owner", "finding", "within"] as const;
type Filters = ReturnType<typeof useFilters<(typeof ASSET_FILTERS)[number]>>;

export function AssetFilters({ filters, extra }: { filters: Filters; extra: ReactNode }) {
    const t = useTexts(registryTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { values, set } = filters;
    const domains = useDomains();
    const classes = useClasses();
    const wards = useWards();
    const organisations = useOrganisations();
    const q = useTexts(qualityTexts);
    const search = useCallback((text: string) => set({ q: text }), [set]);
    const named = (each: { key: string; name_vi: string; name_en: string }) => ({
        value: each.key,
        label: localName(each, language),
    });
    return (
        <FilterBar
            search={<SearchBox value={values.q ?? ""} onChange={search} placeholder={t.search} />}
            count={filters.count}
            onClear={filters.clear}
            extra={extra}
        >
            <FilterSelect
                label={t.domain}
                value={values.domain}
                loading={domains.isPending}
                onChange={(domain) => set({ domain, class: undefined })}
                options={(domains.data ?? []).map(named)}
                width={140}
            />
            <FilterSelect
                label={t.assetClass}
                value={values.class}
                loading={classes.isPending}
                onChange={(key) => set({ class: key })}
                options={(classes.data ?? []).filter((c) => !values.domain || c.domain === values.domain).map(named)}
                width={155}
            />
            <FilterSelect
                label={t.ward}
                value={values.ward}
                loading={wards.isPending}
                onChange={(ward) => set({ ward })}
                options={[
                    ...(wards.data ?? []).map((ward) => ({
                        value: ward.code,
                        label: language === "vi" ? `${ward.kind} ${ward.name}` : ward.name_en || ward.name,
                    })),
                    { value: "none", label: t.noWard },
                ]}
                width={150}
            />
            <FilterSelect
                label={t.status}
                value={values.status}
                onChange={(status) => set({ status })}
                options={Object.entries(words.assetStatus).map(([value, label]) => ({ value, label }))}
                width={135}
            />
            <FilterSelect
                label={t.owner}
                value={values.owner}
                loading={organisations.isPending}
                onChange={(owner) => set({ owner })}
                options={[{ value: "0", label: t.noOwner }, ...(organisations.data ?? []).map((each) => ({ value: String(each.id), label: each.name }))]}
                width={145}
            />
            {/* Chosen on the page of data quality, which leads here; it stands only while it narrows the list. */}
            {values.finding && (
                <FilterSelect
                    label={q.finding}
                    value={values.finding}
                    onChange={(finding) => set({ finding })}
                    options={FINDINGS.map((value) => ({ value, label: q.findings[value] }))}
                    width={190}
                />
            )}
            {values.within && (
                <Tag closable onClose={() => set({ within: undefined })}>
                    {t.withinArea}
                </Tag>
            )}
        </FilterBar>
    );
}
