import { Skeleton, Tag } from "antd";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { Link, useLocation } from "react-router";
import { api } from "@/api/client";
import { IconSearch } from "@/app/icons";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { AssetStatusTag } from "@/ui/AssetStatusTag";
import { DomainIcon } from "@/ui/DomainIcon";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { Page, Section } from "@/ui/Page";
import { registryTexts } from "../texts";
import { groupedCode } from "./codes";
import { SettingsSection } from "./SettingsSection";
import { identityTexts } from "./texts";
import type { CodeHit, CodeHits } from "./types";
import { useKindName, useKinds } from "./useIdentity";
import "./identity.css";

const FILTERS = ["q"] as const;

/** Finds a work by any of its codes; what is known of each kind of code; what the city has set. */
export default function CodesPage() {
    const t = useTexts(identityTexts);
    const r = useTexts(registryTexts);
    const { values, set } = useFilters(FILTERS);
    const { hash } = useLocation();
    const q = values.q?.trim() ?? "";
    const search = useCallback((text: string) => set({ q: text }), [set]);
    const found = useQuery({
        queryKey: ["codes", q],
        queryFn: ({ signal }) => api.get<CodeHits>("/api/v1/codes", { query: { q, limit: 50 }, signal }),
        enabled: q !== "",
        placeholderData: keepPreviousData,
    });
    useEffect(() => {
        if (hash) document.querySelector(hash)?.scrollIntoView();
    }, [hash]);
    return (
        <Page above={{ to: "/assets", label: r.title }} title={t.pageTitle}>
            <div className="code-search">
                <SearchBox value={values.q ?? ""} onChange={search} placeholder={t.find} />
                <p className="field-help">{t.findWhy}</p>
            </div>
            {q !== "" && (
                <Section title={t.toolFind}>
                    {found.isPending && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
                    {found.isError && <ErrorView error={found.error} inline onRetry={() => void found.refetch()} />}
                    {found.data?.check_failed && <p className="code-note">{t.checkFailed}</p>}
                    {found.data?.items.length === 0 && <EmptyState icon={<IconSearch size={26} stroke={1.75} />} title={t.findNothing(q)} why={t.findNothingWhy} />}
                    <CodeHitRows hits={found.data?.items ?? []} />
                </Section>
            )}
            <div className="columns code-columns">
                <KindsSection />
                <SettingsSection />
            </div>
        </Page>
    );
}

/** Codes with the works they name; past ones say so. */
export function CodeHitRows({ hits }: { hits: CodeHit[] }) {
    const t = useTexts(identityTexts);
    const format = useFormat();
    const kindName = useKindName();
    return (
        <ul className="rows codes code-hits">
            {hits.map((hit) => (
                <li key={`${hit.asset_id}/${hit.kind}/${hit.value}/${hit.valid_from ?? ""}`}>
                    <span className="code-of">
                        <Tag>{kindName(hit.kind)}</Tag>
                        <code>{groupedCode(hit.value)}</code>
                        {!hit.valid && <Tag bordered={false}>{hit.valid_to ? t.until(format.date(`${hit.valid_to}T00:00`)) : t.invalidNow}</Tag>}
                    </span>
                    <Link className="asset-link grow" to={`/assets/${hit.asset_id}`}>
                        <DomainIcon domain={hit.domain} />
                        <span>{hit.name}</span>
                    </Link>
                    <AssetStatusTag status={hit.status} />
                    {hit.ward && <small className="muted">{hit.ward}</small>}
                </li>
            ))}
        </ul>
    );
}

function KindsSection() {
    const t = useTexts(identityTexts);
    const language = useLanguage();
    const kinds = useKinds();
    return (
        <Section title={t.kinds}>
            {kinds.isPending && <Skeleton active paragraph={{ rows: 8 }} title={false} />}
            {kinds.isError && <ErrorView error={kinds.error} inline onRetry={() => void kinds.refetch()} />}
            <ul className="rows">
                {kinds.data?.map((kind) => (
                    <li key={kind.key} className="kind-row">
                        <span className="grow">
                            <strong>{localName(kind, language)}</strong>
                            <small className="muted">
                                {[kind.issued_here ? t.issuedHere : t.structure[kind.structure], kind.mask, kind.legal_basis].filter(Boolean).join(" · ")}
                            </small>
                        </span>
                        {kind.example && <code>{kind.example}</code>}
                    </li>
                ))}
            </ul>
        </Section>
    );
}
