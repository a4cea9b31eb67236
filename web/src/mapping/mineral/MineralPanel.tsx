import { useQuery } from "@tanstack/react-query";
import { Segmented, Skeleton } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { useClasses } from "@/api/queries";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { dayOf } from "../days";
import { Panel } from "../Panel";
import { daysLeft, expiryOf, hasPaper, reserveOf, untilOf, type Expiry } from "./licences";
import { mineralTexts } from "./texts";
import "./mineral.css";

/** Collections of the planning map, and how many works of each are read: a city has some hundreds. */
const COLLECTIONS = ["mining_licence", "exploration_licence", "mine", "mineral_planning_area", "mineral_restricted_zone", "building_material_plant", "material_yard"];
const MOST = 1_000;

interface Feature {
    id: number;
    properties: Record<string, unknown> & { class: string; name: string };
}
interface Row {
    id: number;
    name: string;
    class: string;
    attributes: Record<string, unknown>;
    days: number | undefined;
    expiry: Expiry;
}

async function works(signal: AbortSignal): Promise<Row[]> {
    const today = dayOf(Date.now());
    const lists = await Promise.all(
        COLLECTIONS.map((key) => api.get<{ features: Feature[] }>(`/ogc/collections/${key}/items`, { query: { limit: MOST, f: "json" }, signal }).then((list) => list.features.map((feature) => ({ key, feature })))),
    );
    return lists.flat().map(({ key, feature: { id, properties } }) => {
        const days = daysLeft(untilOf(key, properties), today);
        return { id: Number(id), name: properties.name, class: key, attributes: properties, days, expiry: expiryOf(days) };
    });
}

type Tab = "papers" | "reserves" | "zones";

/** Papers that end, reserves against output, zones and plants; each leads to its place on the map. */
export function MineralPanel({ onChoose, onClose }: { onChoose: (id: number) => void; onClose: () => void }) {
    const t = useTexts(mineralTexts);
    const language = useLanguage();
    const format = useFormat();
    const classes = useClasses().data;
    const [tab, setTab] = useState<Tab>("papers");
    const list = useQuery({ queryKey: ["assets", "mineral"], queryFn: ({ signal }) => works(signal) });
    const className = (key: string): string => {
        const found = classes?.find((each) => each.key === key);
        return found ? localName(found, language) : key;
    };
    const rows = list.data ?? [];
    const papers = rows.filter((row) => hasPaper(row.class)).sort((a, b) => (a.days ?? Infinity) - (b.days ?? Infinity));
    const reserves = rows.flatMap((row) => {
        const reserve = reserveOf(row.attributes);
        return reserve ? [{ row, reserve }] : [];
    });
    reserves.sort((a, b) => (a.reserve.years ?? Infinity) - (b.reserve.years ?? Infinity));
    const zones = rows.filter((row) => ["mineral_planning_area", "mineral_restricted_zone", "building_material_plant", "material_yard"].includes(row.class));
    const left = ({ days, expiry }: Row): string =>
        days === undefined ? t.noDate : expiry === "expired" ? t.expired(format.number(-days)) : t.left(format.number(days));
    const line = (row: Row, right: string, tone: string) => (
        <li key={row.id}>
            <button type="button" onClick={() => onChoose(row.id)}>
                <span>
                    {row.name}
                    <small>{className(row.class)}</small>
                </span>
                <em data-tone={tone}>{right}</em>
            </button>
        </li>
    );
    const lines =
        tab === "papers"
            ? papers.map((row) => line(row, left(row), row.expiry))
            : tab === "reserves"
              ? reserves.map(({ row, reserve }) =>
                    line(row, reserve.years === undefined ? t.idle : t.years(format.number(reserve.years, 1)), reserve.years !== undefined && reserve.years < 1 ? "soon" : "later"),
                )
              : zones.map((row) => line(row, row.days === undefined ? "" : left(row), row.class === "mineral_restricted_zone" ? "zone" : row.expiry));
    return (
        <Panel title={t.title} label={t.title} onClose={onClose}>
            <Segmented
                block
                value={tab}
                onChange={setTab}
                options={[
                    { value: "papers" as const, label: t.papers },
                    { value: "reserves" as const, label: t.reserves },
                    { value: "zones" as const, label: t.zones },
                ]}
            />
            {list.isError && <ErrorView error={list.error} onRetry={() => void list.refetch()} />}
            {list.isPending && <Skeleton active paragraph={{ rows: 5 }} />}
            {list.data && lines.length === 0 && <EmptyState title={t.none} why={t.noneWhy} />}
            <ul className="desk-found mineral-list">{lines}</ul>
        </Panel>
    );
}
