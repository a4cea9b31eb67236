import { Skeleton } from "antd";
import type { ComponentType } from "react";
import { Link } from "react-router";
import { useAssetHistory } from "@/api/queries";
import type { HistoryEntry } from "@/api/types";
import { IconBell, IconClipboard, IconEdit, IconNote } from "@/app/icons";
import { useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { operationsTexts } from "../texts";

const icons: Record<string, ComponentType<{ size?: number; stroke?: number }>> = { asset: IconEdit, alarm: IconBell, work: IconClipboard, note: IconNote };

/** What has happened to the asset, newest first. */
export function History({ assetId }: { assetId: number }) {
    const t = useTexts(operationsTexts);
    const language = useLanguage();
    const history = useAssetHistory(assetId);
    if (history.isError) return <ErrorView error={history.error} inline onRetry={() => void history.refetch()} />;
    if (!history.data) return <Skeleton active paragraph={{ rows: 6 }} title={false} />;
    if (history.data.length === 0) return <EmptyState title={t.drawer.noHistory} />;
    const title = (entry: HistoryEntry): string => (language === "vi" ? entry.title_vi : entry.title_en);
    return (
        <ol className="panel-history">
            {history.data.map((entry) => {
                const Icon = icons[entry.kind.split("_")[0] ?? "note"] ?? IconNote;
                return (
                    <li key={entry.id}>
                        <Icon size={16} stroke={1.75} />
                        <div>
                            {entry.link_kind === "work_order" && entry.link_id ? <Link to={`/work-orders/${entry.link_id}`}>{title(entry)}</Link> : <span>{title(entry)}</span>}
                            <small className="muted">
                                <AgeText time={entry.at} />
                                {entry.actor && ` · ${entry.actor}`}
                            </small>
                        </div>
                    </li>
                );
            })}
        </ol>
    );
}
