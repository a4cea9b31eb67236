import { useQuery } from "@tanstack/react-query";
import { Select, Skeleton } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { useClasses } from "@/api/queries";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { ErrorView } from "@/ui/ErrorView";
import { areaText, lengthText } from "../figures";
import { mineralTexts } from "./texts";

interface Nearby {
    id: number;
    class: string;
    domain: string;
    name: string;
    distance_m: number;
    shared_m2: number;
    shared_m: number;
}

const DISTANCES_M = [0, 50, 100, 200, 500, 1_000, 2_000];
const MOST = 100;

/** Conflicts: what the work covers or crosses, and what lies within a distance of its edge. */
export function NearbyList({ id, onChoose }: { id: number; onChoose: (id: number) => void }) {
    const t = useTexts(mineralTexts);
    const format = useFormat();
    const language = useLanguage();
    const classes = useClasses().data;
    const [distance_m, setDistance] = useState(200);
    const list = useQuery({
        queryKey: ["asset", id, "nearby", distance_m],
        queryFn: ({ signal }) => api.get<{ truncated: boolean; items: Nearby[] }>(`/api/v1/assets/${id}/nearby`, { query: { distance_m, limit: MOST }, signal }),
    });
    const how = (each: Nearby): string =>
        each.distance_m > 0
            ? lengthText(each.distance_m, format)
            : each.shared_m2 > 0
              ? t.covers(areaText(each.shared_m2, format))
              : each.shared_m > 0
                ? t.crosses(lengthText(each.shared_m, format))
                : t.touches;
    return (
        <section className="nearby" aria-label={t.conflicts}>
            <header>
                <strong>{t.conflicts}</strong>
                <Select
                    aria-label={t.within}
                    value={distance_m}
                    onChange={setDistance}
                    options={DISTANCES_M.map((value) => ({ value, label: value === 0 ? t.onlyTouching : t.withinMetres(format.number(value)) }))}
                />
            </header>
            {list.isError && <ErrorView error={list.error} inline onRetry={() => void list.refetch()} />}
            {list.isPending && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
            {list.data?.items.length === 0 && <p className="muted">{t.noConflict}</p>}
            <ul className="desk-found mineral-list">
                {list.data?.items.map((each) => {
                    const found = classes?.find(({ key }) => key === each.class);
                    return (
                        <li key={each.id}>
                            <button type="button" onClick={() => onChoose(each.id)}>
                                <DomainIcon domain={each.domain} />
                                <span>
                                    {each.name}
                                    <small>{found ? localName(found, language) : each.class}</small>
                                </span>
                                <em data-tone={each.distance_m === 0 ? "soon" : "later"}>{how(each)}</em>
                            </button>
                        </li>
                    );
                })}
            </ul>
            {list.data?.truncated && <p className="field-help">{t.more(format.number(MOST))}</p>}
        </section>
    );
}
