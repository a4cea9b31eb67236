import { Skeleton } from "antd";
import { Link } from "react-router";
import { useAssetHistory } from "@/api/queries";
import type { HistoryEntry } from "@/api/types";
import { useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { registryTexts } from "./texts";
import "./registry.css";

const LINKS: Record<string, string> = { alarm: "/alarms", work_order: "/work-orders" };

/** The life of an asset, newest first: changes, alarms and works, each leading to its own page. */
export function HistoryPanel({ assetId }: { assetId: number }) {
    const t = useTexts(registryTexts);
    const read = useAssetHistory(assetId);
    return (
        <Section title={t.history}>
            {read.isPending && <Skeleton active paragraph={{ rows: 4 }} title={false} />}
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.data?.length === 0 && <p className="nothing">{t.noHistory}</p>}
            <ol className="timeline">
                {read.data?.map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                ))}
            </ol>
        </Section>
    );
}

function Entry({ entry }: { entry: HistoryEntry }) {
    const language = useLanguage();
    const title = language === "vi" ? entry.title_vi : entry.title_en;
    const root = entry.link_kind ? LINKS[entry.link_kind] : undefined;
    return (
        <li className={entry.kind.split("_")[0]}>
            {root && entry.link_id ? <Link to={`${root}/${entry.link_id}`}>{title}</Link> : title}
            <small>
                <AgeText time={entry.at} />
                {entry.actor && ` · ${entry.actor}`}
            </small>
        </li>
    );
}
