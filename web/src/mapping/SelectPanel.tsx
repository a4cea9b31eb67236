import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { api } from "@/api/client";
import { useClasses } from "@/api/queries";
import type { AssetSummary, List } from "@/api/types";
import { useMay } from "@/app/session";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { BulkDrawer } from "@/registry/bulk/BulkDrawer";
import { DomainIcon } from "@/ui/DomainIcon";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Panel } from "./Panel";
import { mappingTexts } from "./texts";

interface Props {
    /** "lon,lat;lon,lat;…" once the area is drawn. */
    area: string | undefined;
    onFound: (works: AssetSummary[]) => void;
    onChoose: (id: number) => void;
    onAgain: () => void;
    onClose: () => void;
}

const FIRST = 1_000;
const SHOWN = 200;

/** The works that lie in an area drawn by hand, as a table; from here into the list or the change of all of them. */
export function SelectPanel({ area, onFound, onChoose, onAgain, onClose }: Props) {
    const t = useTexts(mappingTexts);
    const format = useFormat();
    const language = useLanguage();
    const mayWrite = useMay("asset.write");
    const classes = useClasses().data;
    const [editing, setEditing] = useState(false);
    const list = useQuery({
        queryKey: ["assets", "within", area],
        queryFn: ({ signal }) => api.get<List<AssetSummary>>("/api/v1/assets", { query: { within: area, limit: FIRST }, signal }),
        enabled: area !== undefined,
    });
    const rows = list.data?.items ?? [];
    useEffect(() => onFound(list.data?.items ?? []), [list.data, onFound]);
    const className = (key: string): string => {
        const found = classes?.find((each) => each.key === key);
        return found ? localName(found, language) : key;
    };
    return (
        <Panel
            title={list.data ? t.select.found(format.number(list.data.total ?? rows.length)) : t.select.title}
            label={t.select.title}
            onClose={onClose}
            foot={
                area && (
                    <>
                        {rows.length > 0 && (
                            <Link to={`/assets?within=${encodeURIComponent(area)}`}>
                                <Button type="primary">{t.select.openList}</Button>
                            </Link>
                        )}
                        {rows.length > 0 && mayWrite && <Button onClick={() => setEditing(true)}>{t.select.bulk}</Button>}
                        <Button onClick={onAgain}>{t.select.again}</Button>
                    </>
                )
            }
        >
            {area === undefined && <p className="field-help">{t.select.help}</p>}
            {list.isError && <ErrorView error={list.error} onRetry={() => void list.refetch()} />}
            {area !== undefined && list.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
            {list.data && rows.length === 0 && <EmptyState title={t.select.none} why={t.select.noneWhy} />}
            {rows.length > 0 && (
                <ul className="desk-found" aria-label={t.select.label}>
                    {rows.slice(0, SHOWN).map((row) => (
                        <li key={row.id}>
                            <button type="button" onClick={() => onChoose(row.id)}>
                                <DomainIcon domain={row.domain} />
                                <span>
                                    {row.name}
                                    <small>{[className(row.class), row.ward].filter(Boolean).join(" · ")}</small>
                                </span>
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            {rows.length > SHOWN && <p className="field-help">{t.select.more(format.number(SHOWN))}</p>}
            {editing && (
                <BulkDrawer
                    assets={rows}
                    onClose={(changed) => {
                        setEditing(false);
                        if (changed) void list.refetch();
                    }}
                />
            )}
        </Panel>
    );
}
